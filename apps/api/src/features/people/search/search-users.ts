import { normalisePhone } from '@raqam/shared/phone';
import type { Database } from '../../../database/database.ts';
import type { RowsOf } from '../../../database/prepare.ts';
import type { findAdminUser } from '../users.queries.ts';
import { findNewestUsers, findUsersByIndex } from './search-users.queries.ts';
import { spellInBothScripts } from './spell-in-both-scripts.ts';

/** Users of one page. */
const PAGE = 20;
/** More words would only cost time. */
const WORDS_MAX = 6;
/** Fewer digits end too many numbers. */
const ENDING_LENGTH = 4;
/** Telegram's ids fit a double exactly. */
const TELEGRAM_ID_MAX = 2 ** 52;
/** After every id. */
const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * A page of the users that a query finds, the newest first: by the beginnings of all its words in the name, by a number
 * in any spelling or its last four digits and more, or by a telegram_id. Without a query all users.
 *
 * @param after the last user of the page before
 * @returns `next`: continues the list, as `after`; undefined: this is the last page
 */
export async function searchUsers(
  db: Database,
  query: string,
  after: string = NEWEST,
): Promise<{ users: RowsOf<typeof findAdminUser>[]; next: string | undefined }> {
  const found = await findUsers(db, query.trim(), after);
  const users = found.slice(0, PAGE);
  return { users, next: found.length > PAGE ? users.at(-1)?.id : undefined };
}

/**
 * A name that many have fills the page from the newest users: by the index, PostgreSQL would read everybody who has it
 * before it knows the newest. Whom few have is found by the index.
 */
async function findUsers(db: Database, query: string, before: string): Promise<RowsOf<typeof findAdminUser>[]> {
  const page = { names: readNames(query), before, size: PAGE + 1 };
  const number = readNumber(query);
  const isNumber = number.reversed !== null || number.telegram_id !== null;
  if (!isNumber && (query === '' || page.names !== null)) {
    const newest = await db.run(findNewestUsers, page);
    if (query === '' || newest.length === page.size) return newest;
  }
  return db.run(findUsersByIndex, { ...page, ...number });
}

/** A letter or digit, and what may follow it in a word. */
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}']*/gu;

/** The words of a query as PostgreSQL's text search reads them, each as the beginning of a word; null: there are none. */
function readNames(query: string): string | null {
  const words =
    query
      .toLowerCase()
      .replaceAll(/[`‘’ʻʼ]/g, "'")
      .match(WORD) ?? [];
  const spellings = words.slice(0, WORDS_MAX).map(spellInBothScripts);
  return spellings.map((ofWord) => `('${ofWord.join("':* | '")}':*)`).join(' & ') || null;
}

/** What a query of digits may mean; the reversed ending of a number is a prefix. */
function readNumber(query: string): { reversed: string | null; telegram_id: number | null } {
  const isNumber = /^[+\d\s().\-–]+$/.test(query);
  const digits = query.replaceAll(/\D/g, '');
  const whole = normalisePhone(query);
  const ending = whole.ok ? whole.phone.slice(1) : digits;
  const telegramId = Number(query);
  return {
    reversed: isNumber && ending.length >= ENDING_LENGTH ? [...ending].reverse().join('') : null,
    telegram_id: /^\d+$/.test(query) && telegramId <= TELEGRAM_ID_MAX ? telegramId : null,
  };
}
