import type { Phone } from '@raqam/shared/phone';
import { type RawBuilder, sql } from 'kysely';
import type { Channel } from '../database/database.types.ts';
import { interval } from '../database/interval.ts';

/** At most `max` of something within a window. */
export interface Limit {
  max: number;
  /** Seconds */
  window: number;
}

/**
 * A budget counts one kind of thing for one subject: its row has the times of the newest ones, as many as its largest
 * limit counts. The row is also the lock: it is written only if it is as it was read (docs/decisions/0018).
 */
export interface Budget {
  /** The row as it was read; null: there is none yet. */
  seen: string | null;
  /** How many seconds ago each happened, newest first. */
  ages: number[];
}

/** The subjects of budgets: what is counted, and for whom. */
export const subjects = {
  /** Codes that a Telegram user asked for, and others' numbers that they typed. */
  askedBy: (telegramId: number) => `ask:tg:${telegramId}`,
  /** A request whose refusal was counted: repeated, it is not counted again. */
  request: (name: string) => `request:${name}`,
  /** Codes for a number: by SMS, by Gateway, by a contact, by typing it into the bot. */
  sentTo: (kind: Channel | 'typed', phone: Phone) => `send:${kind}:${phone}`,
  /** Codes that devices known to the number's account asked for. */
  sentToKnown: (channel: 'gateway' | 'sms', phone: Phone) =>
    channel === 'sms' ? `send:known:${phone}` : `send:known:${channel}:${phone}`,
  /** Different codes that were sent to a number, by whatever channel. */
  codesOf: (phone: Phone) => `code:${phone}`,
  /** Failed attempts at a number's codes, of unknown devices. */
  failedAt: (phone: Phone) => `fail:${phone}`,
  /** The same, of devices known to the number's account. */
  failedByKnown: (phone: Phone) => `fail:known:${phone}`,
  /** Cards that a Telegram user declined, or answered with a wrong number. */
  refusedCards: (telegramId: number) => `card:tg:${telegramId}`,
  /** Cards that a Telegram user was shown unasked. */
  pushedCards: (telegramId: number) => `push:tg:${telegramId}`,
  /** How often the number's owner cleared failed attempts of others. */
  cleared: (phone: Phone) => `clear:${phone}`,
  /** Changes of an account's number. */
  changesOf: (userId: string) => `change:${userId}`,
};

/** The subjects of all budgets of a person: of the number and of the Telegram account. */
export function subjectsOf(phone: Phone | null, telegramId: number | null): string[] {
  const { sentTo, sentToKnown, codesOf, failedAt, failedByKnown, cleared, askedBy, refusedCards, pushedCards } =
    subjects;
  return [
    ...(phone === null
      ? []
      : [
          ...CHANNELS.map((kind) => sentTo(kind, phone)),
          sentToKnown('sms', phone),
          sentToKnown('gateway', phone),
          codesOf(phone),
          failedAt(phone),
          failedByKnown(phone),
          cleared(phone),
        ]),
    ...(telegramId === null ? [] : [askedBy(telegramId), refusedCards(telegramId), pushedCards(telegramId)]),
  ];
}

/** What `sentTo` counts. */
const CHANNELS = ['telegram', 'gateway', 'sms', 'typed'] as const;

export type BudgetsBySubject = Partial<Record<string, Omit<Budget, 'seen'> & { seen: string }>>;

/** SQL: the budgets of these subjects as one JSON object, for a column `json<BudgetsBySubject>()`. */
export function readBudgets(...read: unknown[]): RawBuilder<unknown> {
  return sql`(
    SELECT coalesce(jsonb_object_agg(subject, jsonb_build_object('seen', hits::text,
      'ages', ARRAY(SELECT extract(epoch FROM now() - hit) FROM unnest(hits) hit)
    )), '{}') FROM budgets WHERE subject IN (${sql.join(read)})
  )`;
}

/** The budget of a subject that nothing was counted for. */
export const EMPTY_BUDGET: Budget = { seen: null, ages: [] };

/** One of the budgets that were read. */
export function budgetOf(budgets: BudgetsBySubject, subject: string): Budget {
  return budgets[subject] ?? EMPTY_BUDGET;
}

/** The seconds until one more is allowed by all limits; 0: now. */
export function secondsUntilFree({ ages }: Budget, limits: readonly Limit[]): number {
  const waits = limits.map(({ max, window }) => window - (ages[max - 1] ?? window));
  return Math.max(0, ...waits);
}

/** SQL: whether a limit of the subject is reached. */
export function isSpent(subject: unknown, limits: readonly Limit[]): RawBuilder<boolean> {
  return sql<boolean>`EXISTS (SELECT FROM budgets WHERE subject = ${subject} AND (${isReached(sql`hits`, limits)}))`;
}

/** SQL: whether these times reach a limit. */
function isReached(hits: RawBuilder<unknown>, limits: readonly Limit[]): RawBuilder<unknown> {
  const reached = limits.map(({ max, window }) => sql`${hits}[${sql.lit(max)}] > now() - ${interval(window)}`);
  return sql.join(reached, sql` OR `);
}

/** Whether one more fills a limit, so that the next is refused. */
export function isFilledByNext({ ages }: Budget, limits: readonly Limit[]): boolean {
  return secondsUntilFree({ seen: null, ages: [0, ...ages] }, limits) > 0;
}

/** How many times a budget has to keep for its limits. */
function longest(limits: readonly Limit[]): number {
  return Math.max(...limits.map(({ max }) => max));
}

export interface Spending {
  subject: unknown;
  /** As `Budget.seen`. */
  seen: unknown;
  limits: readonly Limit[];
}

/** SQL: counts one for each row of `from`, and returns a row; none if the budget has changed since it was read. */
export function spend({ seen, ...spending }: Spending, from: RawBuilder<unknown>): RawBuilder<unknown> {
  return count(spending, from, sql`held.hits::text = ${seen}::text`);
}

/** SQL: counts one for each row of `from`, whatever has been counted since the budget was read, and returns a row. */
export function spendUnseen(
  spending: Omit<Spending, 'seen'>,
  from: RawBuilder<unknown> = sql`(SELECT) AS one`,
): RawBuilder<unknown> {
  return count(spending, from, sql`true`);
}

/** SQL: counts one for each row of `from`, and returns a row; none if a limit is reached. */
export function spendWithinLimits(spending: Omit<Spending, 'seen'>, from: RawBuilder<unknown>): RawBuilder<unknown> {
  return count(spending, from, sql`coalesce(NOT (${isReached(sql`held.hits`, spending.limits)}), true)`);
}

function count(
  { subject, limits }: Omit<Spending, 'seen'>,
  from: RawBuilder<unknown>,
  condition: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    INSERT INTO budgets AS held (subject, hits) SELECT ${subject}::text, ARRAY[now()] FROM ${from}
    ON CONFLICT (subject) DO UPDATE SET hits = (now() || held.hits)[:${sql.lit(longest(limits))}] WHERE ${condition}
    RETURNING held.subject`;
}

/**
 * SQL, common table expressions: counts one for each subject, or for none if one of the budgets has changed since it was
 * read. Then `counted` has no row. If a budget without a row has got one since, the statement fails by a conflict.
 */
export function spendTogether(spendings: readonly [Spending, ...Spending[]]): RawBuilder<unknown> {
  const keep = longest(spendings.flatMap(({ limits }) => limits));
  const same = spendings.map(({ subject, seen }) => sql`(subject = ${subject} AND hits::text = ${seen})`);
  const rows = spendings.map(({ subject, seen }) => sql`(${subject}::text, ${seen}::text)`);
  return sql`
    unchanged AS MATERIALIZED (
      SELECT subject FROM budgets WHERE ${sql.join(same, sql` OR `)} ORDER BY subject FOR UPDATE
    ), counted AS MATERIALIZED (
      SELECT FROM (SELECT count(*) AS budgets FROM unchanged) AS found
      WHERE budgets = num_nonnulls(${sql.join(spendings.map(({ seen }) => sql`${seen}::text`))})
    ), counted_again AS (
      UPDATE budgets SET hits = (now() || hits)[:${sql.lit(keep)}] FROM counted
      WHERE subject IN (SELECT subject FROM unchanged)
    ), counted_first AS (
      INSERT INTO budgets (subject, hits)
      SELECT subject, ARRAY[now()] FROM counted, (VALUES ${sql.join(rows)}) AS spending (subject, seen) WHERE seen IS NULL
    )`;
}
