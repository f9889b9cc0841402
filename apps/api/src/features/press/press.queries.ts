import type { Language } from '@raqam/shared/languages';
import { sql } from 'kysely';
import { json } from '../../database/columns.ts';
import type { ChallengePurpose } from '../../database/database.types.ts';
import { interval, secondsOf } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { CHALLENGE_LIFETIME, REPEATED_SIGN_IN_WINDOW } from '../../policy.ts';
import { claimant, type SeenClaimant } from '../accounts/claimants.ts';
import { isQuestioned } from '../challenges/challenges.queries.ts';
import { logEvent, type Origin } from '../events/events.ts';
import { notifyChange } from '../events/notify.ts';
import { isRememberedAs, isSignedInAs } from '../sessions/known-device.ts';

/**
 * Starts a challenge, bound to a browser, that waits for its link to be opened. No row: there is no such client, or it
 * is disabled.
 */
export const startBoundChallenge = prepare(
  'start-bound-challenge',
  { expires_at: 'timestamptz' },
  (
    args: Origin & {
      id: string;
      purpose: ChallengePurpose;
      /** null: the site itself. */
      client_id: string | null;
      secret_digest: Buffer;
      nonce_digest: Buffer;
      language: Language;
      device_id: string | null;
      device_name: string;
      /** With `change_phone`: the account, and the session that may go on. */
      user_id: string | null;
      session_id: string | null;
    },
  ) => sql`
    INSERT INTO challenges (id, is_current, purpose, client_id, secret_digest, nonce_digest, site, language, ip,
      user_agent, device_id, device_name, user_id, session_id, started_at, expires_at)
    SELECT ${args.id}::uuid, false, ${args.purpose}::challenge_purpose, ${args.client_id}::text,
      ${args.secret_digest}::bytea, ${args.nonce_digest}::bytea, ${args.site}, ${args.language}::language,
      ${args.ip}::inet, ${args.user_agent}, ${args.device_id}, ${args.device_name},
      ${args.user_id}::uuid, ${args.session_id}::uuid, now(),
      now() + ${interval(CHALLENGE_LIFETIME.waiting)}
    WHERE ${args.client_id}::text IS NULL
      OR EXISTS (SELECT FROM clients WHERE id = ${args.client_id} AND disabled_at IS NULL)
    RETURNING expires_at`,
);

/** A challenge that is bound to a browser, which was not checked yet. */
export const findBoundChallenge = prepare(
  'find-bound-challenge',
  {
    purpose: 'challenge_purpose',
    secret_digest: 'bytea',
    site: 'text',
    state: 'challenge_state',
    is_expired: 'bool',
    channel: 'channel?',
    proof: 'proof?',
    expires_at: 'timestamptz',
    remaining: 'float8',
    phone: 'text?',
    device_id: 'text?',
    user_id: 'uuid?',
    session_id: 'uuid?',
  },
  (args: { id: string }) => sql`
    SELECT purpose, secret_digest, site, state, expires_at <= now() AS is_expired, channel, proof, expires_at, phone,
      device_id, user_id, session_id,
      ${secondsOf(sql`expires_at - now()`)} AS remaining
    FROM challenges WHERE id = ${args.id} AND secret_digest IS NOT NULL`,
);

/** The states of these challenges. */
export const findStates = prepare(
  'find-states',
  { id: 'uuid', state: 'challenge_state', channel: 'channel?' },
  (args: { ids: string[] }) => sql`SELECT id, state, channel FROM challenges WHERE id = ANY(${args.ids}::uuid[])`,
);

/** A sign-in that was approved or may be redeemed, with the users who may claim its number. */
export const findWithClaimants = prepare(
  'find-with-claimants',
  {
    state: 'challenge_state',
    is_expired: 'bool',
    is_repeatable: 'bool',
    session_id: 'uuid?',
    channel: 'channel?',
    phone: 'text?',
    proof: 'proof?',
    digest: 'bytea?',
    tries: 'int2',
    device_id: 'text?',
    device_name: 'text?',
    by_telegram: json<SeenClaimant | null>(),
    by_phone: json<SeenClaimant | null>(),
    is_signed_in: 'bool',
    is_own_device: 'bool',
    is_questioned: 'bool',
  },
  (args: { id: string; session_id: string | null; remembered_id: string | null }) => sql`
    SELECT state, expires_at <= now() AS is_expired,
      coalesce(collected_at > now() - ${interval(REPEATED_SIGN_IN_WINDOW)}, false) AS is_repeatable, session_id,
      channel, challenge.phone, proof, digest, tries, device_id, device_name,
      ${claimant('t')} AS by_telegram, ${claimant('p')} AS by_phone,
      ${isSignedInAs('p', args)} AS is_signed_in, ${isRememberedAs('p', args)} AS is_own_device, ${isQuestioned} AS is_questioned
    FROM challenges challenge
    LEFT JOIN users t ON t.telegram_id = challenge.telegram_id
    LEFT JOIN users p ON p.phone = challenge.phone
    WHERE challenge.id = ${args.id} AND purpose = 'sign_in'`,
);

/** Uses up an approved challenge that opens no account. No row: it has changed since it was read. */
export const refuseApproved = prepare(
  'refuse-approved',
  { id: 'uuid' },
  (args: Origin & { id: string; reason: string; user_id: string | null; person: string | null }) => sql`
    WITH refused AS (
      UPDATE challenges SET state = 'refused', collected_at = now() WHERE id = ${args.id} AND state = 'approved'
      RETURNING id, channel, ${notifyChange}
    ), logged AS (
      ${logEvent(
        {
          type: 'code.refused',
          actor: 'user',
          user_id: sql`${args.user_id}`,
          origin: args,
          channel: sql`channel`,
          person: args.person,
          data: sql`jsonb_build_object('challenge', id, 'reason', ${args.reason}::text)`,
        },
        sql`refused`,
      )}
    )
    SELECT id FROM refused`,
);
