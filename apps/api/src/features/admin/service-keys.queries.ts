import type { ServiceScope } from '@raqam/shared/contract/admin';
import { sql } from 'kysely';
import { json } from '../../database/columns.ts';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { MINUTE } from '../../policy.ts';
import { logEvent } from '../events/events.ts';
import { type AdminAct, describeAct } from './admin-act.ts';

/** A key without the key itself. */
const shownColumns = {
  id: 'uuid',
  name: 'text',
  scopes: json<ServiceScope[]>(),
  ending: 'text',
  created_at: 'timestamptz',
  expires_at: 'timestamptz?',
  last_used_at: 'timestamptz?',
  revoked_at: 'timestamptz?',
} as const;

/** Stores a key by its digest. */
export const createServiceKey = prepare(
  'create-service-key',
  { id: 'uuid' },
  (
    args: AdminAct & {
      id: string;
      name: string;
      scopes: readonly ServiceScope[];
      digest: Buffer;
      ending: string;
      expires_at: Date | null;
    },
  ) => sql`
    WITH created AS (
      INSERT INTO service_keys (id, name, scopes, digest, ending, expires_at)
      VALUES (${args.id}::uuid, ${args.name}, ${args.scopes}::service_scope[], ${args.digest}, ${args.ending},
        ${args.expires_at})
      RETURNING id, name, scopes
    ), logged AS (
      ${logEvent(
        {
          type: 'admin.key_created',
          actor: 'admin',
          origin: args,
          data: describeAct(args, sql`jsonb_build_object('key', id, 'name', name, 'scopes', scopes)`),
        },
        sql`created`,
      )}
    )
    SELECT id FROM created`,
);

/** The keys after the id `after`, the oldest first. */
export const listServiceKeys = prepare(
  'list-service-keys',
  shownColumns,
  (args: { after: string; size: number }) => sql`
    SELECT id, name, to_jsonb(scopes) AS scopes, ending, created_at, expires_at, last_used_at, revoked_at
    FROM service_keys WHERE id > ${args.after}::uuid ORDER BY id LIMIT ${args.size}`,
);

/** Revokes a key, once. No row: there is none. */
export const revokeServiceKey = prepare(
  'revoke-service-key',
  { id: 'uuid' },
  (args: AdminAct & { id: string }) => sql`
    WITH revoked AS (
      UPDATE service_keys SET revoked_at = now() WHERE id = ${args.id} AND revoked_at IS NULL RETURNING id, name
    ), logged AS (
      ${logEvent(
        {
          type: 'admin.key_revoked',
          actor: 'admin',
          origin: args,
          data: describeAct(args, sql`jsonb_build_object('key', id, 'name', name)`),
        },
        sql`revoked`,
      )}
    )
    SELECT id FROM service_keys WHERE id = ${args.id}`,
);

/** The key with this digest, if it works. `is_mark_due`: its last use was not written for a minute. */
export const findServiceKey = prepare(
  'find-service-key',
  { id: 'uuid', scopes: json<ServiceScope[]>(), is_mark_due: 'bool' },
  (args: { digest: Buffer }) => sql`
    SELECT id, to_jsonb(scopes) AS scopes,
      coalesce(last_used_at < now() - ${interval(MINUTE)}, true) AS is_mark_due
    FROM service_keys
    WHERE digest = ${args.digest} AND revoked_at IS NULL AND coalesce(expires_at > now(), true)`,
);

/** Writes the time of a key's last use. */
export const markServiceKeyUsed = prepare(
  'mark-service-key-used',
  {},
  (args: { id: string }) => sql`UPDATE service_keys SET last_used_at = now() WHERE id = ${args.id}`,
);
