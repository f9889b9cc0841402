import { type AdminEvent, EVENTS_PER_PAGE } from '@raqam/shared/contract/admin';
import type { FastifyInstance } from 'fastify';
import type { Database } from '../../database/database.ts';
import type { RowsOf } from '../../database/prepare.ts';
import { RequestError } from '../../http/errors.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import type { listEvents as listEventsQuery } from './admin-events.queries.ts';
import type { AuthorizeAdmin } from './authorize.ts';
import { listEvents, readCursor, writeCursor } from './list-events.ts';

interface AdminDependencies {
  db: Database;
  authorizeAdmin: AuthorizeAdmin;
}

/** The server API. */
export function registerAdminRoutes(app: FastifyInstance, deps: AdminDependencies): void {
  registerEventRoutes(app, deps);
}

function registerEventRoutes(app: FastifyInstance, { db, authorizeAdmin }: AdminDependencies): void {
  registerEndpoint(app, 'listEvents', {
    async handle({ query: { user_id, type, after, limit = String(EVENTS_PER_PAGE) }, request }) {
      await authorizeAdmin(request, 'events:read');
      const place = after === undefined ? undefined : readCursor(after);
      if (after !== undefined && place === undefined) {
        throw new RequestError('validation_failed', { fields: { after: 'invalid' } });
      }
      const { events, next } = await listEvents(db, { user_id, type, after: place, limit: Number(limit) });
      return answer(200, { events: events.map(presentEvent), next_cursor: next ? writeCursor(next) : null });
    },
  });
}

function presentEvent({ at_us, ...event }: RowsOf<typeof listEventsQuery>): AdminEvent {
  return { ...event, cursor: writeCursor({ at_us, id: event.id }), at: new Date(at_us / 1000).toISOString() };
}
