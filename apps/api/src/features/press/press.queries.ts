import type { Language } from '@raqam/shared/languages';
import { sql } from 'kysely';
import { json } from '../../database/columns.ts';
import { interval, secondsOf } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { CHALLENGE_LIFETIME, REFRESH_TOKEN, REPEATED_SIGN_IN_WINDOW } from '../../policy.ts';
import { claimant, type SeenClaimant } from '../accounts/claimants.ts';
import { selectUser, userColumns } from '../accounts/user-row.ts';
import { logEvent, type Origin } from '../events/events.ts';
import { notifyChange } from '../events/notify-change.ts';

/** A challenge that waits for its link to be opened. */
export const startPress = prepare(
  'start-press',
  { expires_at: 'timestamptz' },
  (
    args: Origin & {
      id: string;
      secret_digest: Buffer;
      nonce_digest: Buffer;
      language: Language;
      device_id: string | null;
      device_name: string;
    },
  ) => sql`
    INSERT INTO challenges (id, is_current, secret_digest, nonce_digest, site, language, ip, user_agent, device_id,
      device_name, started_at, expires_at)
    VALUES (${args.id}, false, ${args.secret_digest}, ${args.nonce_digest}, ${args.site}, ${args.language}, ${args.ip},
      ${args.user_agent}, ${args.device_id}, ${args.device_name}, now(), now() + ${interval(CHALLENGE_LIFETIME.waiting)})
    RETURNING expires_at`,
);

/** A challenge as its browser may see it. */
export const findPress = prepare(
  'find-press',
  {
    secret_digest: 'bytea',
    site: 'text',
    state: 'challenge_state',
    is_expired: 'bool',
    channel: 'channel?',
    expires_at: 'timestamptz',
    remaining: 'float8',
    phone: 'text?',
    device_id: 'text?',
  },
  (args: { id: string }) => sql`
    SELECT secret_digest, site, state, expires_at <= now() AS is_expired, channel, expires_at, phone, device_id,
      ${secondsOf(sql`expires_at - now()`)} AS remaining
    FROM challenges WHERE id = ${args.id} AND secret_digest IS NOT NULL`,
);

/** Of these challenges, the states. */
export const findStates = prepare(
  'find-states',
  { id: 'uuid', state: 'challenge_state' },
  (args: { ids: string[] }) => sql`SELECT id, state FROM challenges WHERE id = ANY(${args.ids}::uuid[])`,
);

/** A challenge of a browser, with the users who may claim its number. */
export const findCollectable = prepare(
  'find-collectable',
  {
    state: 'challenge_state',
    is_expired: 'bool',
    is_repeatable: 'bool',
    session_id: 'uuid?',
    phone: 'text?',
    proof: 'proof?',
    digest: 'bytea?',
    tries: 'int2',
    device_id: 'text?',
    device_name: 'text?',
    by_telegram: json<SeenClaimant | null>(),
    by_phone: json<SeenClaimant | null>(),
    is_signed_in: 'bool',
  },
  (args: { id: string; session_id: string | null }) => sql`
    SELECT state, expires_at <= now() AS is_expired,
      coalesce(collected_at > now() - ${interval(REPEATED_SIGN_IN_WINDOW)}, false) AS is_repeatable, session_id,
      challenge.phone, proof, digest, tries, device_id, device_name,
      ${claimant('t')} AS by_telegram, ${claimant('p')} AS by_phone,
      EXISTS (
        SELECT FROM sessions
        WHERE sessions.id = ${args.session_id}::uuid AND sessions.user_id = p.id AND sessions.ended_at IS NULL
          AND sessions.created_at > now() - ${interval(REFRESH_TOKEN.lifetime)}
      ) AS is_signed_in
    FROM challenges challenge
    LEFT JOIN users t ON t.telegram_id = challenge.telegram_id
    LEFT JOIN users p ON p.phone = challenge.phone
    WHERE challenge.id = ${args.id}`,
);

/** Uses up an approved challenge that opens no account. No row: it has changed meanwhile. */
export const refusePress = prepare(
  'refuse-press',
  { id: 'uuid' },
  (args: Origin & { id: string; reason: string }) => sql`
    WITH refused AS (
      UPDATE challenges SET state = 'refused', collected_at = now() WHERE id = ${args.id} AND state = 'approved'
      RETURNING id, ${notifyChange}
    ), logged AS (
      ${logEvent(
        {
          type: 'code.refused',
          actor: 'user',
          origin: args,
          channel: sql`'telegram'`,
          data: sql`jsonb_build_object('challenge', id, 'reason', ${args.reason}::text)`,
        },
        sql`refused`,
      )}
    )
    SELECT id FROM refused`,
);

/** The session that a challenge opened, before its first refresh: the answer may have been lost. */
export const findCollected = prepare(
  'find-collected',
  { ...userColumns, is_new: 'bool' },
  (args: { session_id: string }) => sql`
    SELECT ${selectUser}, users.date_joined = sessions.created_at AS is_new
    FROM sessions JOIN users ON users.id = sessions.user_id
    WHERE sessions.id = ${args.session_id} AND sessions.generation = 0 AND sessions.ended_at IS NULL
      AND users.disabled_at IS NULL`,
);
