import type { Bilingual } from '@raqam/service/bilingual';
import type { NotReadyReason } from '@raqam/shared/errors';
import { sql } from 'kysely';
import pg from 'pg';
import { databaseTexts as texts } from './database.texts.ts';
import { type Database, nameFailure } from './database.ts';
import { isMigrated } from './migrate.ts';
import { prepare } from './prepare.ts';

/** For the log: what happened, with nothing of DATABASE_URL in it, and how to fix it. */
export interface DatabaseTrouble {
  kind: Exclude<NotReadyReason, 'closing'>;
  reason: string;
  fix: Bilingual;
}

/** Whether this user may write, to this server and to the tables. */
const findWritable = prepare(
  'find-writable',
  () => sql<{ is_read_only: boolean; may_write: boolean }>`
    SELECT current_setting('transaction_read_only') = 'on' AS is_read_only,
      (SELECT bool_and(has_table_privilege(name, privilege))
       FROM unnest(ARRAY['users', 'sessions']) AS name, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE']) AS privilege) AS may_write`,
);

/** What keeps the api from serving with this database; undefined: nothing. */
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
 * The trouble, if `error` is one of the database as a whole rather than of a statement: one of the system's, of
 * OpenSSL's, or of PostgreSQL's classes 08 (connection), 28 (user, password), 3D (no such database), 53 (resources),
 * 57 (shutdown), or its codes 42501 (permission) and 25006 (read-only).
 */
export function findTroubleBehind(error: unknown): DatabaseTrouble | undefined {
  const code = Reflect.get(Object(error), 'code');
  const isAnswer = error instanceof pg.DatabaseError && !/^(?:08|28|3D|53|57|42501|25006)/.test(error.code ?? '');
  const isOfTls = error instanceof Error && NO_TLS.test(error.message);
  return (typeof code === 'string' && !isAnswer) || isOfTls ? describeDatabaseError(error) : undefined;
}

const NO_TLS = /does not support SSL connections/;

/** The codes of OpenSSL, as Node.js has them, for a certificate that can't be trusted. */
const CERTIFICATE_ERROR =
  /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER|VERIFY)|HOSTNAME_MISMATCH)/;

export function describeDatabaseError(error: unknown): DatabaseTrouble {
  const reason = nameFailure(error);
  const code = String(Reflect.get(Object(error), 'code'));
  if (code === '25006') return { kind: 'read_only', reason, fix: texts.readOnly };
  const fix = CERTIFICATE_ERROR.test(code)
    ? texts.certificate
    : error instanceof Error && NO_TLS.test(error.message)
      ? texts.noTls
      : code === '08P01'
        ? texts.pooler
        : code === '42501'
          ? texts.noPermission
          : texts.outOfReach;
  return { kind: 'database', reason, fix };
}
