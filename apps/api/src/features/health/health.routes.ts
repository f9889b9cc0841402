import { PHONE_RULES } from '@raqam/service/build-stamp';
import type { ApiReadiness } from '@raqam/service/readiness';
import { API_BASE_PATH, HEALTH_PATH, READINESS_PATH } from '@raqam/shared/routes';
import type { FastifyInstance } from 'fastify';
import type { Database } from '../../database/database.ts';
import { findDatabaseTrouble } from '../../database/database-trouble.ts';
import { NEWEST_MIGRATION } from '../../database/migrate.ts';
import { RequestError } from '../../http/errors.ts';

export interface HealthDependencies {
  db: Database;
  /** Of this build. */
  version: string;
  isClosing(): boolean;
}

/** Below the API's base too: where the web server proxies `/api`, nothing else of the API is seen from outside. */
export function registerHealthRoutes(app: FastifyInstance, { db, version, isClosing }: HealthDependencies): void {
  let looking: ReturnType<typeof findDatabaseTrouble> | undefined;
  /** One look at a time, however many ask. */
  const look = () => {
    looking ??= findDatabaseTrouble(db).finally(() => {
      looking = undefined;
    });
    return looking;
  };
  const readiness: ApiReadiness = { status: 'ok', version, migration: NEWEST_MIGRATION, phone_rules: PHONE_RULES };

  for (const base of ['', API_BASE_PATH]) {
    /** The process is up, whatever the database does. */
    app.get(base + HEALTH_PATH, { schema: { summary: 'The process is up' } }, async () => ({ status: 'ok' }));

    /** Requests can be served: the database answers and has this build's migrations. */
    app.get(base + READINESS_PATH, { schema: { summary: 'The database is reachable and migrated' } }, async () => {
      const reason = isClosing() ? 'closing' : (await look())?.kind;
      if (reason) throw new RequestError('not_ready', { reason });
      return readiness;
    });
  }
}
