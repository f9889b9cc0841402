import { sql } from 'kysely';
import { type Batch, cleanUpLock, walked } from '../../database/clean-up-batch.ts';
import { secondsOf } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';

const payload = { payload: 'text', consumed_at: 'float8?' } as const;

const selectPayload = sql`payload, extract(epoch FROM consumed_at)::float8 AS consumed_at`;

/** Stores a payload for so many seconds, or replaces it. The user and the client may have been deleted meanwhile. */
export const upsertPayload = prepare(
  'upsert-oidc-payload',
  {},
  (args: {
    digest: Buffer;
    payload: string;
    uid: string | null;
    grant_id: string | null;
    user_id: string | null;
    client_id: string | null;
    seconds: number;
  }) => sql`
    INSERT INTO oidc_payloads (digest, payload, uid, grant_id, user_id, client_id, expires_at)
    VALUES (${args.digest}, ${args.payload}, ${args.uid}, ${args.grant_id},
      (SELECT id FROM users WHERE id = ${args.user_id}), (SELECT id FROM clients WHERE id = ${args.client_id}),
      now() + make_interval(secs => ${args.seconds}))
    ON CONFLICT (digest) DO UPDATE
    SET payload = excluded.payload, uid = excluded.uid, grant_id = excluded.grant_id, user_id = excluded.user_id,
      client_id = excluded.client_id, expires_at = excluded.expires_at`,
);

export const findPayload = prepare(
  'find-oidc-payload',
  payload,
  (args: { digest: Buffer }) => sql`
    SELECT ${selectPayload} FROM oidc_payloads WHERE digest = ${args.digest} AND expires_at > now()`,
);

export const findPayloadByUid = prepare(
  'find-oidc-payload-by-uid',
  payload,
  (args: { uid: string }) => sql`
    SELECT ${selectPayload} FROM oidc_payloads WHERE uid = ${args.uid} AND expires_at > now()`,
);

/** Marks a code or token as used. No row: another request was first. */
export const consumePayload = prepare(
  'consume-oidc-payload',
  { digest: 'bytea' },
  (args: { digest: Buffer }) => sql`
    UPDATE oidc_payloads SET consumed_at = now() WHERE digest = ${args.digest} AND consumed_at IS NULL
    RETURNING digest`,
);

export const deletePayload = prepare(
  'delete-oidc-payload',
  {},
  (args: { digest: Buffer }) => sql`DELETE FROM oidc_payloads WHERE digest = ${args.digest}`,
);

/** Deletes a grant with all its codes and tokens. */
export const deleteGrant = prepare(
  'delete-oidc-grant',
  {},
  (args: { grant_id: string }) => sql`DELETE FROM oidc_payloads WHERE grant_id = ${args.grant_id}`,
);

/** The same, by one of its codes or tokens. */
export const deleteGrantOf = prepare(
  'delete-oidc-grant-of',
  {},
  (args: { digest: Buffer }) => sql`
    DELETE FROM oidc_payloads WHERE grant_id = (SELECT grant_id FROM oidc_payloads WHERE digest = ${args.digest})`,
);

/** How a session compares with an interaction: whether it began after it, and how many seconds ago. */
export const compareSession = prepare(
  'compare-session-with-interaction',
  { created_at: 'timestamptz', age: 'float8', is_newer: 'bool', proof: 'proof?' },
  (args: { session_id: string; digest: Buffer }) => sql`
    SELECT sessions.created_at, ${secondsOf(sql`now() - sessions.created_at`)} AS age,
      sessions.created_at > oidc_payloads.created_at AS is_newer, sessions.proof
    FROM sessions JOIN oidc_payloads ON oidc_payloads.digest = ${args.digest}
    WHERE sessions.id = ${args.session_id}`,
);

/** Deletes a batch of expired rows. */
export const deleteOldPayloads = prepare(
  'delete-old-oidc-payloads',
  walked,
  (args: Batch) => sql`
    WITH ${cleanUpLock}, batch AS MATERIALIZED (
      SELECT digest, expires_at FROM oidc_payloads, clean_up
      WHERE is_mine AND expires_at >= ${args.after}::timestamptz AND expires_at < now()
      ORDER BY expires_at LIMIT ${args.size} FOR UPDATE OF oidc_payloads SKIP LOCKED
    ), deleted AS (
      DELETE FROM oidc_payloads WHERE digest = ANY(ARRAY(SELECT digest FROM batch))
    )
    SELECT max(expires_at)::text AS last, count(*)::int AS rows FROM batch`,
);
