import { type RawBuilder, sql } from 'kysely';
import { json } from '../../../database/columns.ts';
import type { Channel, Proof } from '../../../database/database.types.ts';
import { interval } from '../../../database/interval.ts';
import { prepare } from '../../../database/prepare.ts';
import { type BudgetsBySubject, readBudgets, spend } from '../../../limits/budgets.ts';
import { CHANGES_PER_ACCOUNT, REFRESH_TOKEN, REPEATED_SIGN_IN_WINDOW } from '../../../policy.ts';
import { claimant, type SeenClaimant } from '../../accounts/claimants.ts';
import { releaseNumber } from '../../accounts/release-number.ts';
import { selectUser, userColumns } from '../../accounts/user-row.ts';
import { isAsSeen, type SeenChallenge } from '../../challenges/challenges.queries.ts';
import { logEvent, type Origin } from '../../events/events.ts';
import { notifyAlert, notifyChange } from '../../events/notify.ts';
import type { NumberOfEvent } from '../../events/person.ts';
import { isSignedInAs } from '../../sessions/known-device.ts';
import { isAlive } from '../../sessions/sessions.queries.ts';

/** A challenge that changes the number of an account, with that account and the user who has the new number. */
export const findToChange = prepare(
  'find-to-change',
  {
    state: 'challenge_state',
    is_expired: 'bool',
    is_repeatable: 'bool',
    phone: 'text?',
    channel: 'channel?',
    proof: 'proof?',
    digest: 'bytea?',
    tries: 'int2',
    account: json<SeenClaimant>(),
    account_phone: 'text?',
    by_phone: json<SeenClaimant | null>(),
    is_signed_in: 'bool',
    budgets: json<BudgetsBySubject>(),
  },
  (args: { id: string; session_id: string; changes: string }) => sql`
    SELECT state, expires_at <= now() AS is_expired,
      coalesce(collected_at > now() - ${interval(REPEATED_SIGN_IN_WINDOW)}, false) AS is_repeatable,
      challenge.phone, challenge.channel, proof, digest, tries,
      ${claimant('a')} AS account, a.phone AS account_phone, ${claimant('p')} AS by_phone,
      ${isSignedInAs('a', args)} AS is_signed_in, ${readBudgets(args.changes)} AS budgets
    FROM challenges challenge
    JOIN users a ON a.id = challenge.user_id
    LEFT JOIN users p ON p.phone = challenge.phone
    WHERE challenge.id = ${args.id} AND purpose = 'change_phone' AND challenge.session_id = ${args.session_id}`,
);

/** How often the number of an account was changed. */
export const findChanges = prepare(
  'find-changes',
  { budgets: json<BudgetsBySubject>() },
  (args: { changes: string }) => sql`SELECT ${readBudgets(args.changes)} AS budgets`,
);

/** The user of an account, again: the answer of a change may have been lost. */
export const findAccount = prepare(
  'find-account',
  userColumns,
  (args: { id: string }) => sql`SELECT ${selectUser} FROM users WHERE id = ${args.id}`,
);

/** A number to give to an account. */
export interface NumberToSet extends Origin, NumberOfEvent {
  channel: Channel;
  proof: Proof;
  user_id: string;
  session_id: string;
  phone: string;
  /** The users that the decision was based on: `id:version`, sorted. */
  claimants: string[];
  /** The user that loses the number to the person who proved it. */
  release_id: string | null;
  is_confirmation: boolean;
  /** The account's other sessions end, and what was entered in them is cleared. */
  end_sessions: boolean;
  /** The number before it as events have it, and as people are shown both. */
  former_masked: string | null;
  former_shown: string | null;
  shown: string;
  /** The budget of the account's changes. */
  changes: string;
  changes_seen: string | null;
}

/**
 * SQL: uses up a challenge and gives the number that it proved to its account, in one statement. Returns no row and
 * writes nothing if the challenge is no longer `isLive`, its session has ended, the users whom it concerns have changed
 * since the decision, or another change was counted. Fails with a unique violation if somebody has taken the number
 * since.
 *
 * The account's sessions stay, also those of other devices; unless the number replaces one that was never proved, as in
 * a sign-in. So does the rest of what a sign-in does to a user who loses the number (`writeOpening`).
 */
function writeChange(args: NumberToSet, isLive: RawBuilder<boolean>): RawBuilder<unknown> {
  return sql`
    WITH concerned AS MATERIALIZED (
      SELECT id || ':' || version AS version FROM users WHERE phone = ${args.phone} OR id = ${args.user_id} FOR UPDATE
    ), session AS MATERIALIZED (
      SELECT id FROM sessions
      WHERE id = ${args.session_id} AND user_id = ${args.user_id} AND ended_at IS NULL
        AND created_at > now() - ${interval(REFRESH_TOKEN.lifetime)}
      FOR SHARE
    ), live AS MATERIALIZED (
      SELECT id AS live_id FROM challenges
      WHERE ${isLive} AND purpose = 'change_phone' AND phone = ${args.phone} AND proof = ${args.proof}
        AND user_id = ${args.user_id} AND session_id = ${args.session_id} AND expires_at > now()
        AND ARRAY(SELECT version FROM concerned ORDER BY version) = ${args.claimants}::text[]
        AND EXISTS (SELECT FROM session)
      FOR UPDATE
    ), spent AS (
      ${spend({ subject: args.changes, seen: args.changes_seen, limits: CHANGES_PER_ACCOUNT }, sql`live`)}
    ), used AS (
      UPDATE challenges SET state = 'collected', collected_at = now() FROM live, spent WHERE id = live_id
      RETURNING id, ${notifyChange}
    ), before AS MATERIALIZED (
      SELECT phone, phone_proved_at FROM users WHERE id = ${args.user_id}
    ), ${releaseNumber(args.release_id, sql`used`)}, account AS (
      UPDATE users
      SET phone = ${args.phone}, phone_proved_at = now(),
        gateway_proved_at = CASE WHEN ${args.proof}::proof = 'gateway' THEN now() ELSE gateway_proved_at END,
        address = CASE WHEN ${args.end_sessions}::boolean THEN '' ELSE address END,
        passport_id = CASE WHEN ${args.end_sessions}::boolean THEN '' ELSE passport_id END
      FROM used, (SELECT count(*) FROM released) AS released_first
      WHERE users.id = ${args.user_id}
      RETURNING ${selectUser}
    ), forgotten AS (
      DELETE FROM sessions USING (
        SELECT id AS losing_id FROM released WHERE NOT account_stays UNION ALL SELECT id FROM account WHERE ${args.end_sessions}::boolean
      ) AS losing
      WHERE user_id = losing_id AND sessions.id <> ${args.session_id}
      RETURNING sessions.id, user_id, ${isAlive} AS was_living
    ), alerted AS (
      INSERT INTO alerts (kind, telegram_id, user_id, device_id, lost_phone, new_phone, former_phone, former_proved_at,
        account_stays, site, ip, user_agent)
      SELECT 'number_changed'::alert_kind, telegram_id, account.id,
        (SELECT device_id FROM sessions WHERE id = ${args.session_id}), ${args.former_shown}::text, ${args.shown}::text,
        before.phone, before.phone_proved_at, true, ${args.site}, ${args.ip}::inet, ${args.user_agent}
      FROM account, before WHERE telegram_id IS NOT NULL AND NOT ${args.is_confirmation}::boolean
      UNION ALL
      SELECT 'number_lost', telegram_id, id, NULL, ${args.shown}, NULL, NULL, NULL, account_stays, ${args.site}, ${args.ip}::inet,
        ${args.user_agent}
      FROM released WHERE telegram_id IS NOT NULL
      RETURNING ${notifyAlert}
    ), logged AS (
      ${logEvent(
        {
          type: sql`happened.type`,
          actor: 'user',
          origin: args,
          user_id: sql`happened.user_id`,
          session_id: sql`happened.session_id`,
          channel: args.channel,
          // the address is that of the person who proved the number, not of the user
          person: sql`CASE WHEN happened.is_loss THEN ${args.person} END`,
          data: sql`happened.data`,
        },
        sql`(
          SELECT 'user.phone_changed' AS type, id AS user_id, ${args.session_id}::uuid AS session_id,
            jsonb_strip_nulls(jsonb_build_object('from', ${args.former_masked}::text, 'to', ${args.masked}::text)) AS data,
            false AS is_loss
          FROM account
          UNION ALL SELECT 'user.phone_lost', id, NULL, jsonb_build_object('account_stays', account_stays), true FROM released
          UNION ALL SELECT 'session.ended', user_id, id, '{"reason": "phone_lost"}', true FROM forgotten WHERE was_living
        ) AS happened`,
      )}
    )
    SELECT account.*, (SELECT count(*)::int FROM forgotten WHERE was_living) AS ended FROM account`;
}

const changedColumns = { ...userColumns, ended: 'int4' } as const;

/** Gives the account the number of a right code. No row: see `writeChange`. */
export const changeByCode = prepare('change-by-code', changedColumns, (args: SeenChallenge & NumberToSet) =>
  writeChange(args, isAsSeen(args)),
);

/** Gives the account the number whose contact was shared and approved in Telegram. No row: see `writeChange`. */
export const changeByPress = prepare('change-by-press', changedColumns, (args: NumberToSet & { id: string }) =>
  writeChange(args, sql`id = ${args.id} AND state = 'approved'`),
);
