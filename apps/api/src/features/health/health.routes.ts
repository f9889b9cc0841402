import { HEALTH_PATH } from '@raqam/shared/routes';
import type { FastifyInstance } from 'fastify';
import type { Database } from '../../database/database.ts';
import { isMigrated } from '../../database/migrate.ts';
import { RequestError } from '../../http/errors.ts';

export interface HealthDependencies {
  db: Database;
  isClosing(): boolean;
}

export function registerHealthRoutes(app: FastifyInstance, { db, isClosing }: HealthDependencies): void {
  /** The process is up, whatever the database does. */
  app.get(HEALTH_PATH, { schema: { summary: 'The process is up' } }, async () => ({ status: 'ok' }));

  /** Requests can be served: the database answers and has this build's migrations. */
  app.get('/readyz', { schema: { summary: 'The database is reachable and migrated' } }, async () => {
    if (isClosing() || !(await isMigrated(db).catch(() => false))) throw new RequestError('not_ready');
    return { status: 'ok' };
  });
}
