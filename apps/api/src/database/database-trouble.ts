import type { Bilingual } from '@raqam/service/bilingual';
import type { NotReadyReason } from '@raqam/shared/errors';
import { sql } from 'kysely';
import pg from 'pg';
import { databaseTexts as texts } from './database.texts.ts';
import { type Database, DatabaseUnavailable, LOST_STATEMENT_ERRORS, nameFailure, ReadOnlyServer } from './database.ts';
import type { DB } from './database.types.ts';
import { isMigrated } from './migrate.ts';
import { prepare } from './prepare.ts';

/** A problem with the database, for the log: the reason, without any part of DATABASE_URL, and how to fix it. */
export interface DatabaseTrouble {
  kind: Exclude<NotReadyReason, 'closing'>;
  reason: string;
  fix: Bilingual;
}

const tables: Record<keyof DB, 'written'> = {
  users: 'written',
  sessions: 'written',
  challenges: 'written',
  budgets: 'written',
  deliveries: 'written',
  events: 'written',
  sms_days: 'written',
  fernet_canary: 'written',
  vault_canary: 'written',
  telegram_chats: 'written',
  bot_updates: 'written',
  alerts: 'written',
  clients: 'written',
  oidc_payloads: 'written',
  signing_keys: 'written',
  consents: 'written',
  webhooks: 'written',
  webhook_secrets: 'written',
  webhook_cursor: 'written',
  webhook_deliveries: 'written',
  service_keys: 'written',
  sign_in_days: 'written',
  refusal_days: 'written',
  statistics_cursor: 'written',
  abuse_counts: 'written',
  passkeys: 'written',
};

/**
 * Whether this user may write, to this server and to every table, and may create the partitions of coming events:
 * without them sign-ins would fail in a year.
 */
const findWritable = prepare(
  'find-writable',
  { is_read_only: 'bool', may_write: 'bool' },
  () => sql`
    SELECT current_setting('transaction_read_only') = 'on' AS is_read_only,
      (
        SELECT bool_and(has_table_privilege(name, privilege))
        FROM unnest(ARRAY[${sql.join(Object.keys(tables).map((table) => sql.lit(table)))}]) AS name,
          unnest(ARRAY['INSERT', 'UPDATE', 'DELETE']) AS privilege
      ) AND has_sequence_privilege('event_ids', 'USAGE')
        AND pg_has_role((SELECT relowner FROM pg_class WHERE oid = 'events'::regclass), 'USAGE')
        AND has_schema_privilege(current_schema(), 'CREATE') AS may_write`,
);

/** Finds the reason why the api can't serve with this database; undefined if it can. */
export async function findDatabaseTrouble(db: Database): Promise<DatabaseTrouble | undefined> {
  try {
    if (!(await isMigrated(db))) {
      return { kind: 'migrations', reason: 'migrations are missing', fix: texts.notMigrated };
    }
    const [found] = await db.run(findWritable, {});
    if (found?.is_read_only) return { kind: 'read_only', reason: 'the server is read-only', fix: texts.readOnly };
    if (!found?.may_write) return { kind: 'read_only', reason: 'the user may not write', fix: texts.noPermission };
    return undefined;
  } catch (error) {
    return describeDatabaseError(error);
  }
}

/**
 * Describes `error` if it concerns the database as a whole rather than one statement: a system error, an OpenSSL
 * error, or PostgreSQL's classes 08 (connection), 28 (user, password), 3D (no such database), 53 (resources) and
 * 57 (shutdown), and its codes 42501 (permission) and 25006 (read-only).
 */
export function findTroubleBehind(error: unknown): DatabaseTrouble | undefined {
  const code = Reflect.get(Object(error), 'code');
  const isAnswer = error instanceof pg.DatabaseError && !/^(?:08|28|3D|53|57|42501|25006)/.test(error.code ?? '');
  return (typeof code === 'string' && !isAnswer) || isWithoutTls(error) ? describeDatabaseError(error) : undefined;
}

const READ_ONLY = '25006';
const INSUFFICIENT_PRIVILEGE = '42501';
/** PgBouncer's answer to a parameter of the start-up packet that it does not know; it has no code of its own. */
const REFUSED_PARAMETER = /^unsupported startup parameter/;

/** node-postgres gives this error no code. */
function isWithoutTls(error: unknown): boolean {
  return error instanceof Error && error.message.includes('does not support SSL connections');
}

/** Node.js' names of OpenSSL's errors for a certificate that can't be trusted. */
const CERTIFICATE_ERROR =
  /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER|VERIFY)|HOSTNAME_MISMATCH)/;

/** Describes an error of the database to operators. */
export function describeDatabaseError(error: unknown): DatabaseTrouble {
  const cause = error instanceof DatabaseUnavailable ? error.cause : error;
  const reason = nameFailure(cause);
  const [kind, fix] = classify(cause);
  return { kind, reason, fix };
}

function classify(error: unknown): [DatabaseTrouble['kind'], Bilingual] {
  const { code, syscall } = Object(error) as { code?: unknown; syscall?: unknown }; // of any kind of error
  if (code === READ_ONLY || error instanceof ReadOnlyServer) return ['read_only', texts.readOnly];
  if (code === INSUFFICIENT_PRIVILEGE) return ['database', texts.noPermission];
  if (LOST_STATEMENT_ERRORS.includes(String(code))) return ['pooler', texts.pooler];
  if (error instanceof pg.DatabaseError && REFUSED_PARAMETER.test(error.message)) return ['database', texts.parameter];
  if (isWithoutTls(error)) return ['database', texts.noTls];
  const isCertificateMissing = code === 'ENOENT' && syscall === 'open'; // of sslrootcert
  if (CERTIFICATE_ERROR.test(String(code)) || isCertificateMissing) return ['database', texts.certificate];
  return ['database', texts.outOfReach];
}
