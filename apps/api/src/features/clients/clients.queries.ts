import { type RawBuilder, sql } from 'kysely';
import type { RowOf } from '../../database/columns.ts';
import { prepare } from '../../database/prepare.ts';
import { type AdminAct, describeAct } from '../admin/admin-act.ts';
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

const selectClient = selectClientAs(sql.ref('disabled_at'));

/** SQL: the columns, with this time of being disabled. */
function selectClientAs(disabledAt: RawBuilder<unknown>): RawBuilder<unknown> {
  const { disabled_at: _, ...columns } = clientColumns;
  return sql`${sql.join(Object.keys(columns).map((name) => sql.ref(name)))}, ${disabledAt} AS disabled_at`;
}

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
  (args: AdminAct & Omit<ClientRow, 'created_at' | 'disabled_at'>) => sql`
    WITH added AS (
      INSERT INTO clients (id, name, secret_digest, redirect_uris, post_logout_redirect_uris, is_own, signing_algorithm)
      VALUES (${args.id}, ${args.name}, ${args.secret_digest}, ${args.redirect_uris}, ${args.post_logout_redirect_uris},
        ${args.is_own}, ${args.signing_algorithm})
      ON CONFLICT DO NOTHING
      RETURNING ${selectClient}
    ), logged AS (${logChange('admin.client_added', args, sql`added`)})
    SELECT ${selectClient} FROM added`,
);

/** No row: there is no such client, or it is public and has no secret. */
export const replaceSecret = prepare(
  'replace-client-secret',
  { id: 'text' },
  (args: AdminAct & { id: string; secret_digest: Buffer }) => sql`
    WITH replaced AS (
      UPDATE clients SET secret_digest = ${args.secret_digest}
      WHERE id = ${args.id} AND secret_digest IS NOT NULL RETURNING id
    ), logged AS (${logChange('admin.client_secret_rotated', args, sql`replaced`)})
    SELECT id FROM replaced`,
);

/** Disables a client, once. No row: there is no such client. */
export const disableClient = prepare(
  'disable-client',
  clientColumns,
  (args: AdminAct & { id: string }) => sql`
    WITH changed AS (
      UPDATE clients SET disabled_at = now() WHERE id = ${args.id} AND disabled_at IS NULL RETURNING id
    ), logged AS (${logChange('admin.client_disabled', args, sql`changed`)})
    SELECT ${selectClientAs(sql`coalesce(disabled_at, now())`)} FROM clients WHERE id = ${args.id}`,
);

/** Enables a client, once. No row: there is no such client. */
export const enableClient = prepare(
  'enable-client',
  clientColumns,
  (args: AdminAct & { id: string }) => sql`
    WITH changed AS (
      UPDATE clients SET disabled_at = NULL WHERE id = ${args.id} AND disabled_at IS NOT NULL RETURNING id
    ), logged AS (${logChange('admin.client_enabled', args, sql`changed`)})
    SELECT ${selectClientAs(sql`NULL::timestamptz`)} FROM clients WHERE id = ${args.id}`,
);

/** No row: there is no such client. */
export const deleteClient = prepare(
  'delete-client',
  { id: 'text' },
  (args: AdminAct & { id: string }) => sql`
    WITH removed AS (
      DELETE FROM clients WHERE id = ${args.id} RETURNING id
    ), logged AS (${logChange('admin.client_removed', args, sql`removed`)})
    SELECT id FROM removed`,
);

function logChange(type: EventType, act: AdminAct, clients: RawBuilder<unknown>): RawBuilder<unknown> {
  const data = describeAct(act, sql`jsonb_build_object('client', id)`);
  return logEvent({ type, actor: 'admin', origin: act, data }, clients);
}
