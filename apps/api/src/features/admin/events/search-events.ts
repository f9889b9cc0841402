import { formatMaskedPhone, type Phone } from '@raqam/shared/phone';
import type { Database } from '../../../database/database.ts';
import type { RowsOf } from '../../../database/prepare.ts';
import { isUuid } from '../../../uuid.ts';
import type { People } from '../../events/person.ts';
import type { EventPlace } from './list-events.queries.ts';
import {
  type EventSearch,
  findNames,
  searchEvents as search,
  searchEventsOfNumber,
  searchEventsOfUser,
} from './search-events.queries.ts';

/** Events that one page looks at for those that are wanted: 10 ms. */
const SCANNED_PER_PAGE = 5_000;
/** After every event. Microseconds: in the year 2255, the last one that is an exact number. */
const END: EventPlace = { at_us: Number.MAX_SAFE_INTEGER, id: 0 };

type Given = { [Name in keyof EventSearch]?: EventSearch[Name] | undefined };

export interface SearchFilter extends Given {
  /** Also what happened before the number had an account. */
  phone?: Phone | undefined;
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
  /** Where the page begins; undefined: with the newest event. */
  before?: EventPlace | undefined;
  limit: number;
}

export type FoundEvent = Omit<RowsOf<typeof search>, 'is_wanted' | 'is_last_scanned'>;

/** A page of events, the newest first. `next`: where the next one begins; undefined: this is the last one. */
export async function searchEvents(
  { db, people }: { db: Database; people: People },
  { phone, from, to, before = END, limit: size, ...wanted }: SearchFilter,
): Promise<{ events: FoundEvent[]; next: EventPlace | undefined }> {
  const { user_id = null, types = null, actor = null, channel = null, ip = null } = wanted;
  const isNarrow = [types, actor, channel, ip, phone && user_id].some((filter) => filter != null);
  const end = to === undefined ? END : { at_us: to.getTime() * 1000, id: 0 }; // no event has the id 0
  const args = {
    ...{ user_id, types, actor, channel, ip, size },
    ...(end.at_us < before.at_us ? end : { at_us: before.at_us, id: before.id }),
    from_us: (from?.getTime() ?? 0) * 1000,
    scanned: isNarrow ? SCANNED_PER_PAGE : size,
  };
  const find = () => {
    if (phone !== undefined) return db.run(searchEventsOfNumber, { ...args, phone, persons: people.idsOf(phone) });
    return user_id === null ? db.run(search, args) : db.run(searchEventsOfUser, args);
  };
  const rows = await find();
  const last = rows.at(-1);
  const hasMore = last?.is_last_scanned || rows.length === size;
  const events = rows.filter((row) => row.is_wanted).map(({ is_wanted, is_last_scanned, ...event }) => event);
  return { events, next: hasMore ? last : undefined };
}

/** The names of the users and service keys that events mention, by id; of a user without a name the masked number. */
export async function findNamesIn(db: Database, events: readonly FoundEvent[]): Promise<Record<string, string>> {
  const mentioned = events.flatMap(({ user_id, data }) => [user_id, data['admin'], data['key']]);
  const ids = [...new Set(mentioned)].filter((id) => typeof id === 'string').filter(isUuid);
  const found = ids.length === 0 ? [] : await db.run(findNames, { ids });
  return Object.fromEntries(found.map(({ id, name, phone }) => [id, name || (phone ? formatMaskedPhone(phone) : '')]));
}
