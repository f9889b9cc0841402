import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../database/columns.ts';
import { prepare } from '../../database/prepare.ts';
import { type EventType, logEvent } from '../events/events.ts';

const clientColumns = {
  id: 'text',
  name: 'text',
  secret_digest: 'bytea?',
  redirect_uris: '_text',
  post_logout_redirect_uris: '_text',
  is_own: 'bool',
  signing_algorithm: 'text',
  created_at: 'timestamptz',
  disabled_at: 'timestamptz?',
} as const;

export type ClientRow = RowOf<typeof clientColumns>;

const selectClient = sql.join(Object.keys(clientColumns).map((name) => sql.ref(name)));

export const findClient = prepare(
  'find-client',
  clientColumns,
  (args: { id: string }) => sql`SELECT ${selectClient} FROM clients WHERE id = ${args.id}`,
);

/** All clients from this id on, by their ids. */
export const listClients = prepare(
  'list-clients',
  clientColumns,
  (args: { from: string }) => sql`SELECT ${selectClient} FROM clients WHERE id >= ${args.from} ORDER BY id`,
);

/** No row: the id is taken. */
export const insertClient = prepare(
  'insert-client',
  clientColumns,
  (args: Omit<ClientRow, 'created_at' | 'disabled_at'>) => sql`
    WITH added AS (
      INSERT INTO clients (id, name, secret_digest, redirect_uris, post_logout_redirect_uris, is_own, signing_algorithm)
      VALUES (${args.id}, ${args.name}, ${args.secret_digest}, ${args.redirect_uris}, ${args.post_logout_redirect_uris},
        ${args.is_own}, ${args.signing_algorithm})
      ON CONFLICT DO NOTHING
      RETURNING ${selectClient}
    ), logged AS (${logChange('admin.client_added', sql`added`)})
    SELECT ${selectClient} FROM added`,
);

/** No row: there is no such client, or it is public and has no secret. */
export const replaceSecret = prepare(
  'replace-client-secret',
  { id: 'text' },
  (args: { id: string; secret_digest: Buffer }) => sql`
    WITH replaced AS (
      UPDATE clients SET secret_digest = ${args.secret_digest}
      WHERE id = ${args.id} AND secret_digest IS NOT NULL RETURNING id
    ), logged AS (${logChange('admin.client_secret_rotated', sql`replaced`)})
    SELECT id FROM replaced`,
);

/** Disables a client. No row: there is no such client. */
export const disableClient = prepare(
  'disable-client',
  { id: 'text' },
  (args: { id: string }) => sql`
    WITH changed AS (
      UPDATE clients SET disabled_at = now() WHERE id = ${args.id} AND disabled_at IS NULL RETURNING id
    ), logged AS (${logChange('admin.client_disabled', sql`changed`)})
    SELECT id FROM clients WHERE id = ${args.id}`,
);

/** Enables a client. No row: there is no such client. */
export const enableClient = prepare(
  'enable-client',
  { id: 'text' },
  (args: { id: string }) => sql`
    WITH changed AS (
      UPDATE clients SET disabled_at = NULL WHERE id = ${args.id} AND disabled_at IS NOT NULL RETURNING id
    ), logged AS (${logChange('admin.client_enabled', sql`changed`)})
    SELECT id FROM clients WHERE id = ${args.id}`,
);

/** No row: there is no such client. */
export const deleteClient = prepare(
  'delete-client',
  { id: 'text' },
  (args: { id: string }) => sql`
    WITH removed AS (
      DELETE FROM clients WHERE id = ${args.id} RETURNING id
    ), logged AS (${logChange('admin.client_removed', sql`removed`)})
    SELECT id FROM removed`,
);

function logChange(type: EventType, clients: RawBuilder<unknown>): RawBuilder<unknown> {
  return logEvent({ type, actor: 'admin', data: sql`jsonb_build_object('client', id)` }, clients);
}
