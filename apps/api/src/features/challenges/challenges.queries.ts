import { type RawBuilder, sql } from 'kysely';
import { type Batch, cleanUpLock, walked } from '../../database/clean-up-batch.ts';
import { json } from '../../database/columns.ts';
import type { ChallengeState, Channel } from '../../database/database.types.ts';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { type BudgetsBySubject, readBudgets, spend, spendUnseen } from '../../limits/budgets.ts';
import { DAY, FAILED_ATTEMPTS_PER_PHONE, HOUR, REPEATED_SIGN_IN_WINDOW } from '../../policy.ts';
import { claimant, type SeenClaimant } from '../accounts/claimants.ts';
import { type EventColumns, logEvent, type Origin } from '../events/events.ts';
import type { NumberOfEvent } from '../events/person.ts';
import { type DeviceClaims, isKnownTo, isSignedInAs } from '../sessions/known-device.ts';

/** SQL: the person of this `challenge` proved its number and was asked whether it is new to them. */
export const isQuestioned = sql<boolean>`coalesce(challenge.questioned_phone = challenge.phone, false)`;

/**
 * A number's newest challenge of a channel, with the users who may claim the number, what is known of the device, and
 * the failed attempts at the number.
 */
export const findChallenge = prepare(
  'find-challenge',
  {
    id: 'uuid',
    proof: 'proof',
    digest: 'bytea',
    state: 'challenge_state',
    is_expired: 'bool',
    is_repeatable: 'bool',
    session_id: 'uuid?',
    tries: 'int2',
    known_tries: 'int2',
    by_telegram: json<SeenClaimant | null>(),
    by_phone: json<SeenClaimant | null>(),
    is_known_device: 'bool',
    is_signed_in: 'bool',
    is_questioned: 'bool',
    budgets: json<BudgetsBySubject>(),
  },
  (args: DeviceClaims & { channel: Channel; phone: string; failed: string; failed_by_known: string }) => sql`
    SELECT challenge.id, proof, digest, state, expires_at <= now() AS is_expired,
      coalesce(collected_at > now() - ${interval(REPEATED_SIGN_IN_WINDOW)}, false) AND EXISTS (
        SELECT FROM sessions WHERE sessions.id = challenge.session_id AND sessions.device_id = ${args.device_id}
      ) AS is_repeatable,
      session_id, tries, known_tries,
      ${claimant('t')} AS by_telegram, ${claimant('p')} AS by_phone,
      ${isKnownTo('p', args)} AS is_known_device,
      ${isSignedInAs('p', args)} AS is_signed_in,
      ${isQuestioned} AS is_questioned,
      ${readBudgets(args.failed, args.failed_by_known)} AS budgets
    FROM challenges challenge
    LEFT JOIN users t ON t.telegram_id = challenge.telegram_id
    LEFT JOIN users p ON p.phone = challenge.phone
    WHERE challenge.channel = ${args.channel} AND challenge.phone = ${args.phone} AND challenge.is_current`,
);

/** A challenge as it was read. Writes do nothing if it has changed since. */
export interface SeenChallenge {
  id: string;
  /** true: `tries` counts the failed attempts of known devices; false: those of all others. */
  is_known_device: boolean;
  tries: number;
  state: ChallengeState;
  digest: Buffer;
}

/** SQL: finds the challenge in the state, with the code, and with as many failed attempts, as it was seen. */
export function isAsSeen(seen: SeenChallenge) {
  return sql<boolean>`id = ${seen.id} AND (is_current OR secret_digest IS NOT NULL) AND state = ${seen.state}
    AND digest = ${seen.digest}
    AND CASE WHEN ${seen.is_known_device}::boolean THEN known_tries ELSE tries END = ${seen.tries}`;
}

/** Who makes an attempt, for its event. */
export interface AttemptOrigin extends Origin, NumberOfEvent {
  channel: Channel;
  phone: string;
  /** The user with the number, or else with the Telegram account that asked for the code. */
  user_id: string | null;
}

/** SQL: ends the newcomer's shortcut at the number's challenges of both channels: its failures count from now on. */
const markFailed = (phone: string, from: RawBuilder<unknown>) => sql`
  UPDATE challenges SET is_newcomer = false
  WHERE channel = ANY(enum_range(NULL::channel)) AND phone = ${phone} AND is_current AND is_newcomer
    AND EXISTS (SELECT FROM ${from})`;

const failed = (args: AttemptOrigin, id: RawBuilder<unknown>, attemptsLeft: RawBuilder<unknown>): EventColumns => ({
  type: 'code.failed',
  actor: 'user',
  user_id: sql`${args.user_id}`,
  origin: args,
  channel: args.channel,
  person: args.person,
  data: sql`jsonb_build_object('challenge', ${id}, 'attempts_left', ${attemptsLeft}, 'phone', ${args.masked}::text)`,
});

/**
 * Counts a failed attempt at this challenge and at its number. No row: one of them has changed meanwhile. The number's
 * budget comes first, because all attempts at the number meet there.
 */
export const countFailure = prepare(
  'count-failure',
  { id: 'uuid' },
  (
    args: SeenChallenge &
      AttemptOrigin & { subject: string; seen: string | null; attempts_left: number; locks: boolean },
  ) => sql`
    WITH counted AS (
      ${spend({ subject: args.subject, seen: args.seen, limits: FAILED_ATTEMPTS_PER_PHONE }, sql`(SELECT) AS one`)}
    ), tried AS (
      UPDATE challenges
      SET tries = tries + CASE WHEN ${args.is_known_device}::boolean THEN 0 ELSE 1 END,
        known_tries = known_tries + CASE WHEN ${args.is_known_device}::boolean THEN 1 ELSE 0 END,
        is_newcomer = false
      WHERE ${isAsSeen(args)} AND EXISTS (SELECT FROM counted)
      RETURNING id
    ), marked AS (
      ${markFailed(args.phone, sql`tried`)} AND id <> ${args.id}
    ), logged AS (
      ${logEvent(failed(args, sql`tried.id`, sql`${args.attempts_left}::int`), sql`tried`)}
    ), logged_limit AS (
      ${logEvent(
        {
          type: 'limit.reached',
          actor: 'user',
          user_id: sql`${args.user_id}`,
          origin: args,
          person: args.person,
          data: sql`jsonb_build_object('limit', 'failed attempts per number', 'phone', ${args.masked}::text)`,
        },
        sql`tried WHERE ${args.locks}::boolean`,
      )}
    )
    SELECT id FROM tried`,
);

/**
 * Counts a failed attempt at a challenge that is bound to a browser. The number's budget does not count it: only this
 * browser can make such attempts. No row: the challenge has changed meanwhile.
 */
export const countBoundFailure = prepare(
  'count-bound-failure',
  { id: 'uuid' },
  (args: SeenChallenge & AttemptOrigin & { attempts_left: number }) => sql`
    WITH tried AS (
      UPDATE challenges SET tries = tries + 1 WHERE ${isAsSeen(args)} AND expires_at > now()
      RETURNING id
    ), logged AS (
      ${logEvent(failed(args, sql`tried.id`, sql`${args.attempts_left}::int`), sql`tried`)}
    )
    SELECT id FROM tried`,
);

/**
 * Counts for the number a failed attempt that `redeemForNewcomer` has counted for the challenge. Unconditional: at most
 * one attempt at each challenge is counted this way.
 */
export const countFirstFailure = prepare(
  'count-first-failure',
  {},
  (args: AttemptOrigin & { id: string; subject: string; attempts_left: number }) => sql`
    WITH counted AS (
      ${spendUnseen({ subject: args.subject, limits: FAILED_ATTEMPTS_PER_PHONE })}
    ), marked AS (
      ${markFailed(args.phone, sql`counted`)}
    )
    ${logEvent(failed(args, sql`${args.id}::uuid`, sql`${args.attempts_left}::int`), sql`counted`)}`,
);

/** Uses up a right code that opens no account. No row: the challenge changed meanwhile. */
export const refuseChallenge = prepare(
  'refuse-challenge',
  { id: 'uuid' },
  (args: SeenChallenge & AttemptOrigin & { reason: string }) => sql`
    WITH refused AS (
      UPDATE challenges SET state = 'refused', collected_at = now() WHERE ${isAsSeen(args)}
      RETURNING id
    ), logged AS (
      ${logEvent(
        {
          type: 'code.refused',
          actor: 'user',
          user_id: sql`${args.user_id}`,
          origin: args,
          channel: args.channel,
          person: args.person,
          data: sql`jsonb_build_object('challenge', id, 'reason', ${args.reason}::text, 'phone', ${args.masked}::text)`,
        },
        sql`refused`,
      )}
    )
    SELECT id FROM refused`,
);

/**
 * Keeps a challenge alive whose right code, which Gateway carried, does not open the account: its next SMS carries another
 * code. No row: the challenge changed meanwhile.
 */
export const requireSms = prepare(
  'require-sms',
  { id: 'uuid' },
  (args: SeenChallenge) => sql`UPDATE challenges SET needs_sms = true WHERE ${isAsSeen(args)} RETURNING id`,
);

/** Challenges are kept for as long as budgets look back, and an hour more. */
const KEPT = DAY + HOUR;

/** SQL: the smallest id of a challenge of this time or later; ids begin with their time. */
export const firstIdAt = (time: RawBuilder<unknown>) => sql`(
  lpad(to_hex((extract(epoch FROM ${time}) * 1000)::bigint), 12, '0') || repeat('0', 20)
)::uuid`;

/** Deletes a batch of old challenges in the order of their ids, which is that of time; skips locked ones. */
export const deleteOldChallenges = prepare(
  'delete-old-challenges',
  walked,
  (args: Batch) => sql`
    WITH ${cleanUpLock}, batch AS MATERIALIZED (
      SELECT id FROM challenges, clean_up
      WHERE is_mine AND id > ${args.after}::uuid AND id < ${firstIdAt(sql`now() - ${interval(KEPT)}`)}
      ORDER BY id LIMIT ${args.size} FOR UPDATE OF challenges SKIP LOCKED
    ), deleted AS (
      DELETE FROM challenges WHERE id = ANY(ARRAY(SELECT id FROM batch))
    )
    SELECT max(id::text) AS last, count(*)::int AS rows FROM batch`,
);
