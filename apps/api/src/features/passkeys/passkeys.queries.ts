import { type RawBuilder, sql } from 'kysely';
import { json } from '../../database/columns.ts';
import type { ChallengeState } from '../../database/database.types.ts';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { PASSKEY, REPEATED_SIGN_IN_WINDOW } from '../../policy.ts';
import { claimant, type SeenClaimant } from '../accounts/claimants.ts';
import { logEvent, type Origin } from '../events/events.ts';
import { notifyAlert, notifyChange } from '../events/notify.ts';
import { isAlive } from '../sessions/sessions.queries.ts';

const listed = {
  id: 'uuid',
  name: 'varchar',
  is_backed_up: 'bool',
  created_at: 'timestamptz',
  last_used_at: 'timestamptz?',
} as const;

const selectListed: RawBuilder<unknown> = sql`id, name, is_backed_up, created_at, last_used_at`;

/** The passkeys of a user, the newest first. */
export const listPasskeys = prepare(
  'list-passkeys',
  { ...listed, credential_id: 'bytea', transports: '_text' },
  (args: { user_id: string }) => sql`
    SELECT ${selectListed}, credential_id, transports FROM passkeys
    WHERE user_id = ${args.user_id} ORDER BY created_at DESC, id`,
);

/** Keeps the challenge of WebAuthn that the next passkey of this session signs. It replaces an earlier one. */
export const keepPasskeyChallenge = prepare(
  'keep-passkey-challenge',
  {},
  (args: { session_id: string; challenge: Buffer }) => sql`
    UPDATE sessions
    SET passkey_challenge = ${args.challenge}, passkey_challenge_until = now() + ${interval(PASSKEY.offer)}
    WHERE id = ${args.session_id}`,
);

/** That challenge. No row: there is none, or it is too old. */
export const findPasskeyChallenge = prepare(
  'find-passkey-challenge',
  { challenge: 'bytea' },
  (args: { session_id: string }) => sql`
    SELECT passkey_challenge AS challenge FROM sessions
    WHERE id = ${args.session_id} AND passkey_challenge IS NOT NULL AND passkey_challenge_until > now()`,
);

/** A passkey that a browser has made, after it was checked. */
export interface NewPasskey {
  credential_id: Buffer;
  public_key: Buffer;
  counter: number;
  transports: string[];
  is_backed_up: boolean;
  name: string;
}

/**
 * Uses up the challenge of a session and adds the passkey that signed it, and tells the person in Telegram. No row: the
 * challenge was used meanwhile, the number is not verified any more, there are too many, or the passkey is known.
 */
export const insertPasskey = prepare(
  'insert-passkey',
  listed,
  (args: NewPasskey & Origin & { session_id: string; challenge: Buffer }) => sql`
    WITH session AS (
      UPDATE sessions SET passkey_challenge = NULL, passkey_challenge_until = NULL
      WHERE id = ${args.session_id} AND ${isAlive} AND passkey_challenge = ${args.challenge}
        AND passkey_challenge_until > now()
      RETURNING id, user_id, device_id
    ), owner AS MATERIALIZED (
      SELECT users.id, telegram_id FROM session JOIN users ON users.id = session.user_id
      WHERE phone_proved_at IS NOT NULL AND disabled_at IS NULL
    ), added AS (
      INSERT INTO passkeys (user_id, credential_id, public_key, counter, transports, is_backed_up, name)
      SELECT id, ${args.credential_id}, ${args.public_key}, ${args.counter}, ${args.transports}::text[],
        ${args.is_backed_up}, ${args.name}
      FROM owner
      WHERE (SELECT count(*) FROM passkeys WHERE user_id = owner.id) < ${sql.lit(PASSKEY.perUser)}
      ON CONFLICT (credential_id) DO NOTHING
      RETURNING ${selectListed}, user_id
    ), told AS (
      INSERT INTO alerts (kind, telegram_id, user_id, device_id, site, ip, user_agent)
      SELECT 'new_passkey', telegram_id, owner.id, device_id, ${args.site}, ${args.ip}::inet, ${args.user_agent}
      FROM owner, session, added WHERE telegram_id IS NOT NULL
      RETURNING ${notifyAlert}
    ), logged AS (
      ${logEvent(
        {
          type: 'passkey.added',
          actor: 'user',
          user_id: sql`added.user_id`,
          session_id: sql`session.id`,
          origin: args,
          data: sql`jsonb_build_object('passkey', added.id)`,
        },
        sql`added, session`,
      )}
    )
    SELECT ${selectListed} FROM added`,
);

/** Removes a passkey of a user. No row: the user has no such passkey. */
export const deletePasskey = prepare(
  'delete-passkey',
  { id: 'uuid' },
  (args: Origin & { id: string; user_id: string; session_id: string }) => sql`
    WITH removed AS (
      DELETE FROM passkeys WHERE id = ${args.id} AND user_id = ${args.user_id} RETURNING id, user_id
    ), logged AS (
      ${logEvent(
        {
          type: 'passkey.removed',
          actor: 'user',
          user_id: sql`user_id`,
          session_id: sql`${args.session_id}`,
          origin: args,
          data: sql`jsonb_build_object('passkey', id)`,
        },
        sql`removed`,
      )}
    )
    SELECT id FROM removed`,
);

/** A browser's sign-in, and the passkey that its answer names, with its user. */
export const findWithPasskey = prepare(
  'find-with-passkey',
  {
    state: 'challenge_state',
    is_timely: 'bool',
    is_repeatable: 'bool',
    session_id: 'uuid?',
    device_id: 'text?',
    device_name: 'text?',
    passkey_id: 'uuid?',
    public_key: 'bytea?',
    counter: 'int8?',
    owner: json<SeenClaimant | null>(),
  },
  (args: { id: string; credential_id: Buffer }) => sql`
    SELECT state, started_at > now() - ${interval(PASSKEY.signIn)} AS is_timely,
      coalesce(collected_at > now() - ${interval(REPEATED_SIGN_IN_WINDOW)}, false) AS is_repeatable, session_id,
      device_id, device_name, passkeys.id AS passkey_id, public_key, counter, ${claimant('owner')} AS owner
    FROM challenges
    LEFT JOIN passkeys ON credential_id = ${args.credential_id}
    LEFT JOIN users owner ON owner.id = passkeys.user_id
    WHERE challenges.id = ${args.id} AND secret_digest IS NOT NULL AND purpose = 'sign_in'`,
);

/** Uses up a challenge whose passkey opens no account. No row: it has changed since it was read. */
export const refusePasskey = prepare(
  'refuse-passkey',
  { id: 'uuid' },
  (args: Origin & { id: string; state: ChallengeState; reason: string; user_id: string | null }) => sql`
    WITH refused AS (
      UPDATE challenges SET state = 'refused', collected_at = now() WHERE id = ${args.id} AND state = ${args.state}
      RETURNING id, ${notifyChange}
    ), logged AS (
      ${logEvent(
        {
          type: 'code.refused',
          actor: 'user',
          user_id: sql`${args.user_id}`,
          origin: args,
          data: sql`jsonb_build_object('challenge', id, 'reason', ${args.reason}::text)`,
        },
        sql`refused`,
      )}
    )
    SELECT id FROM refused`,
);
