import { sql } from 'kysely';
import { prepare } from '../../database/prepare.ts';
import { selectUser, userColumns } from '../accounts/user-row.ts';
import { isAlive } from '../sessions/sessions.queries.ts';

/** The user of a session, if it lives and they are not disabled: whatever a client holds is worth as much. */
export const findUserOfSession = prepare(
  'find-user-of-session',
  userColumns,
  (args: { session_id: string; user_id: string }) => sql`
    SELECT ${selectUser} FROM sessions JOIN users ON users.id = sessions.user_id
    WHERE sessions.id = ${args.session_id} AND users.id = ${args.user_id} AND users.disabled_at IS NULL AND ${isAlive}`,
);

export const findConsent = prepare(
  'find-consent',
  { scopes: '_text' },
  (args: { user_id: string; client_id: string }) => sql`
    SELECT scopes FROM consents WHERE user_id = ${args.user_id} AND client_id = ${args.client_id}`,
);

/** Adds scopes to those that a person consented to. */
export const saveConsent = prepare(
  'save-consent',
  {},
  (args: { user_id: string; client_id: string; scopes: string[] }) => sql`
    INSERT INTO consents (user_id, client_id, scopes) VALUES (${args.user_id}, ${args.client_id}, ${args.scopes})
    ON CONFLICT (user_id, client_id) DO UPDATE
    SET scopes = ARRAY(SELECT unnest(consents.scopes) UNION SELECT unnest(excluded.scopes)), consented_at = now()`,
);

export const findSigningKey = prepare(
  'find-signing-key',
  { private_key: 'text' },
  (args: { kid: string }) => sql`SELECT private_key FROM signing_keys WHERE kid = ${args.kid}`,
);

/** The first process that needs the key stores it. */
export const insertSigningKey = prepare(
  'insert-signing-key',
  {},
  (args: { kid: string; private_key: string }) => sql`
    INSERT INTO signing_keys (kid, private_key) VALUES (${args.kid}, ${args.private_key}) ON CONFLICT DO NOTHING`,
);
