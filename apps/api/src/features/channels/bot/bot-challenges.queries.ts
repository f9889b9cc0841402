import { sql } from 'kysely';
import { json } from '../../../database/columns.ts';
import type { Proof } from '../../../database/database.types.ts';
import { interval, secondsOf } from '../../../database/interval.ts';
import { prepare } from '../../../database/prepare.ts';
import { type BudgetsBySubject, readBudgets, spend, spendTogether } from '../../../limits/budgets.ts';
import { ATTEMPTS_PER_CHALLENGE, CLEARED_BY_OWNER, TELEGRAM_CODE } from '../../../policy.ts';
import { claimant, type SeenClaimant } from '../../accounts/claimants.ts';
import { logEvent } from '../../events/events.ts';
import type { NumberOfEvent } from '../../events/person.ts';

/** A Telegram user's request for a code, with the challenge that it would open. */
export interface BotRequest extends NumberOfEvent {
  id: string;
  phone: string;
  telegram_id: number;
  proof: Proof;
  first_name: string;
  last_name: string;
  digest: Buffer;
  request_id: string | null;
  /** Nobody has the number or the telegram_id. */
  is_newcomer: boolean;
  /** The subjects of its budgets. */
  asked: string;
  sent: string;
  failed: string;
  /** The data of its event `code.sent`, as JSON. */
  sent_data: string;
}

const opened = { expires_at: 'timestamptz' } as const;
const { lifetime, limits } = TELEGRAM_CODE;

/** SQL: inserts the challenge for each row of `from`. */
const insertChallenge = (args: BotRequest, from: ReturnType<typeof sql>) => sql`
  INSERT INTO challenges (id, channel, phone, telegram_id, proof, first_name, last_name, request_id, is_newcomer, digest,
    expires_at)
  SELECT ${args.id}::uuid, 'telegram', ${args.phone}::e164, ${args.telegram_id}::bigint, ${args.proof}::proof,
    ${args.first_name}, ${args.last_name}, ${args.request_id}, ${args.is_newcomer}::boolean, ${args.digest}::bytea,
    now() + ${interval(lifetime)}
  FROM ${from}
  RETURNING id, expires_at`;

const logSent = (
  args: BotRequest,
  from: ReturnType<typeof sql>,
  /** The user with the number, or else with the Telegram account. */
  userId?: ReturnType<typeof sql>,
) =>
  logEvent(
    {
      type: 'code.sent',
      actor: 'bot',
      ...(userId && { user_id: userId }),
      channel: sql`'telegram'`,
      person: args.person,
      data: sql`${args.sent_data}`,
    },
    from,
  );

/**
 * Opens a challenge for a newcomer: no user has the number or the telegram_id, and no budget counts a code for either
 * or a failed attempt at the number. Returns no row and writes nothing otherwise. Fails with a unique violation if a
 * concurrent request came first.
 */
export const openForNewcomer = prepare(
  'open-for-newcomer',
  opened,
  (args: BotRequest & { sent_otherwise: string }) => sql`
    WITH newcomer AS MATERIALIZED (
      SELECT WHERE NOT EXISTS (
          SELECT FROM budgets WHERE subject IN (${args.asked}, ${args.sent}, ${args.sent_otherwise}, ${args.failed})
        )
        AND NOT EXISTS (SELECT FROM users WHERE phone = ${args.phone})
        AND NOT EXISTS (SELECT FROM users WHERE telegram_id = ${args.telegram_id})
    ), spent AS (
      INSERT INTO budgets (subject, hits)
      SELECT subject, ARRAY[now()] FROM newcomer, (VALUES (${args.sent}), (${args.asked})) AS subjects (subject)
    ), opened AS (
      ${insertChallenge(args, sql`newcomer`)}
    ), logged AS (
      ${logSent(args, sql`opened`)}
    )
    SELECT expires_at FROM opened`,
);

/** The facts by which a request for a code is judged. Times are in seconds. */
export const findRequestFacts = prepare(
  'find-request-facts',
  {
    by_telegram: json<SeenClaimant | null>(),
    by_phone: json<SeenClaimant | null>(),
    budgets: json<BudgetsBySubject>(),
    challenge_id: 'uuid?',
    challenge_telegram_id: 'int8?',
    challenge_proof: 'proof?',
    challenge_request_id: 'text?',
    challenge_digest: 'bytea?',
    challenge_state: 'challenge_state?',
    challenge_tries: 'int2?',
    expires_at: 'timestamptz?',
    remaining: 'float8?',
  },
  (
    args: Pick<BotRequest, 'phone' | 'telegram_id' | 'asked' | 'sent' | 'failed'> & {
      cleared: string;
      named: string;
      named_before: string;
    },
  ) => sql`
    SELECT ${claimant('t')} AS by_telegram, ${claimant('p')} AS by_phone,
      ${readBudgets(args.asked, args.sent, args.failed, args.cleared, args.named, args.named_before)} AS budgets,
      held.id AS challenge_id, held.telegram_id AS challenge_telegram_id, held.proof AS challenge_proof,
      held.request_id AS challenge_request_id, held.digest AS challenge_digest, held.state AS challenge_state, held.tries AS challenge_tries,
      held.expires_at, ${secondsOf(sql`held.expires_at - now()`)} AS remaining
    FROM (SELECT) AS one
    LEFT JOIN users t ON t.telegram_id = ${args.telegram_id}
    LEFT JOIN users p ON p.phone = ${args.phone}
    LEFT JOIN challenges held ON held.channel = 'telegram' AND held.phone = ${args.phone} AND held.is_current`,
);

/** The budgets as they were read. */
export interface SeenBudgets {
  asked_seen: string | null;
  sent_seen: string | null;
}

/** The limits that this request fills, by their names, and the user whom it concerns. */
interface Reached {
  reached: string[];
  user_id: string | null;
}

const logReached = (args: BotRequest & Reached, from: ReturnType<typeof sql>) =>
  logEvent(
    {
      type: 'limit.reached',
      actor: 'bot',
      user_id: sql`${args.user_id}`,
      channel: sql`'telegram'`,
      person: args.person,
      data: sql`jsonb_build_object('limit', reached, 'phone', ${args.masked}::text)`,
    },
    sql`${from}, unnest(${args.reached}::text[]) AS reached`,
  );

/**
 * Opens a challenge in place of the number's and the asker's earlier ones. No row: a budget has changed since it was
 * read. `clears`: the owner of the number asks, so as many failed attempts of others are cleared as a code allows.
 * Clearing more would let a guesser use them at the number's SMS code too.
 */
export const openChallenge = prepare(
  'open-challenge',
  opened,
  (args: BotRequest & SeenBudgets & Reached & { clears: boolean; cleared: string; cleared_seen: string | null }) => sql`
    WITH ${spendTogether([
      { subject: args.asked, seen: args.asked_seen, limits },
      { subject: args.sent, seen: args.sent_seen, limits },
    ])}, cleared AS (
      UPDATE budgets SET hits = hits[${sql.lit(ATTEMPTS_PER_CHALLENGE + 1)}:]
      WHERE ${args.clears}::boolean AND subject = ${args.failed} AND EXISTS (SELECT FROM counted)
      RETURNING 1
    ), clearing AS (
      ${spend({ subject: args.cleared, seen: args.cleared_seen, limits: CLEARED_BY_OWNER }, sql`cleared`)}
    ), replaced AS (
      -- locked after the budget of failed attempts, in the same order as by a failed attempt
      UPDATE challenges SET is_current = false FROM (SELECT count(*) FROM cleared) AS cleared_first
      WHERE id IN (
        SELECT id FROM challenges WHERE channel = 'telegram' AND phone = ${args.phone} AND is_current
        UNION ALL
        SELECT id FROM challenges WHERE telegram_id = ${args.telegram_id} AND is_current
      ) AND EXISTS (SELECT FROM counted)
      RETURNING 1
    ), opened AS (
      ${insertChallenge(args, sql`counted, (SELECT count(*) FROM replaced) AS replaced_first`)}
    ), logged AS (
      ${logSent(args, sql`opened`, sql`${args.user_id}`)}
    ), logged_limits AS (
      ${logReached(args, sql`opened`)}
    )
    SELECT expires_at FROM opened`,
);

/** Counts a typed number that belongs to somebody else. No row: the budget has changed since it was read. */
export const countForeignNumber = prepare(
  'count-foreign-number',
  { subject: 'text' },
  (
    args: Pick<BotRequest, 'asked' | 'masked' | 'person'> &
      Pick<SeenBudgets, 'asked_seen'> & { named: string; user_id: string | null },
  ) => sql`
    WITH spent AS (
      ${spend({ subject: args.asked, seen: args.asked_seen, limits }, sql`(SELECT) AS one`)}
    ), named AS (
      ${spend({ subject: args.named, seen: sql`NULL`, limits }, sql`spent`)}
    ), logged AS (
      ${logEvent(
        {
          type: 'code.refused',
          actor: 'bot',
          user_id: sql`${args.user_id}`,
          channel: sql`'telegram'`,
          person: args.person,
          data: sql`jsonb_build_object('reason', 'contact_required', 'phone', ${args.masked}::text)`,
        },
        sql`spent`,
      )}
    )
    SELECT subject FROM spent`,
);
