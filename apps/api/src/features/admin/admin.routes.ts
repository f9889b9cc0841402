import { type AdminEvent, type AdminUser, EVENTS_PER_PAGE } from '@raqam/shared/contract/admin';
import type { FastifyInstance } from 'fastify';
import type { Database } from '../../database/database.ts';
import type { RowsOf } from '../../database/prepare.ts';
import { RequestError } from '../../http/errors.ts';
import { readPhone } from '../../http/read-phone.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import { isUuid } from '../../uuid.ts';
import { presentUser } from '../accounts/present-user.ts';
import type { listEvents as listEventsQuery } from './admin-events.queries.ts';
import { endUserSession, endUserSessions, listUserSessions } from './admin-sessions.queries.ts';
import { enableUser, findAdminUser } from './admin-users.queries.ts';
import type { AuthorizeAdmin } from './authorize.ts';
import { disableUser } from './disable-user.ts';
import { listEvents, readCursor, writeCursor } from './list-events.ts';

interface AdminDependencies {
  db: Database;
  authorizeAdmin: AuthorizeAdmin;
}

/** The server API. */
export function registerAdminRoutes(app: FastifyInstance, deps: AdminDependencies): void {
  registerUserRoutes(app, deps);
  registerSessionRoutes(app, deps);
  registerEventRoutes(app, deps);
}

function registerUserRoutes(app: FastifyInstance, { db, authorizeAdmin }: AdminDependencies): void {
  const nobody = { id: null, phone: null, telegram_id: null };

  registerEndpoint(app, 'findUser', {
    async handle({ body, request }) {
      await authorizeAdmin(request, 'users:read');
      const known = 'phone' in body ? { phone: readPhone('phone', body.phone) } : body;
      if ('phone' in known) request.aboutPhone = known.phone;
      const [user] = await db.run(findAdminUser, { ...nobody, ...known });
      return answer(200, { user: presentAdminUser(user) });
    },
  });

  registerEndpoint(app, 'showUser', {
    async handle({ params: { id }, request }) {
      await authorizeAdmin(request, 'users:read');
      const [user] = await db.run(findAdminUser, { ...nobody, id: readId(id) });
      return answer(200, { user: presentAdminUser(user) });
    },
  });

  registerEndpoint(app, 'disableUser', {
    async handle({ params: { id }, request }) {
      const act = await authorizeAdmin(request, 'users:write');
      return answer(200, { user: presentAdminUser(await disableUser(db, readId(id), act)) });
    },
  });

  registerEndpoint(app, 'enableUser', {
    async handle({ params: { id }, request }) {
      const act = await authorizeAdmin(request, 'users:write');
      const [user] = await db.run(enableUser, { id: readId(id), ...act });
      return answer(200, { user: presentAdminUser(user) });
    },
  });
}

function registerSessionRoutes(app: FastifyInstance, { db, authorizeAdmin }: AdminDependencies): void {
  registerEndpoint(app, 'listUserSessions', {
    async handle({ params: { id }, request }) {
      await authorizeAdmin(request, 'sessions:read');
      const rows = await db.run(listUserSessions, { user_id: readId(id) });
      if (rows.length === 0) throw new RequestError('not_found');
      // a user has ten at most, so one page holds them all
      return answer(200, { sessions: rows.flatMap(presentSession), next_cursor: null });
    },
  });

  registerEndpoint(app, 'endUserSession', {
    async handle({ params: { id, session_id }, request }) {
      const act = await authorizeAdmin(request, 'sessions:write');
      const [found] = await db.run(endUserSession, { user_id: readId(id), id: readId(session_id), ...act });
      if (found === undefined) throw new RequestError('not_found');
      return answer(204, null);
    },
  });

  registerEndpoint(app, 'endUserSessions', {
    async handle({ params: { id }, request }) {
      const act = await authorizeAdmin(request, 'sessions:write');
      const [found] = await db.run(endUserSessions, { user_id: readId(id), ...act });
      if (found === undefined) throw new RequestError('not_found');
      return answer(204, null);
    },
  });
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

/** The id of a path. Throws `not_found`: no row has another one. */
function readId(id: string): string {
  if (!isUuid(id)) throw new RequestError('not_found');
  return id;
}

/** Throws `not_found` where there is no user. */
function presentAdminUser(row: RowsOf<typeof findAdminUser> | undefined): AdminUser {
  if (row === undefined) throw new RequestError('not_found');
  return {
    ...presentUser(row),
    disabled_at: row.disabled_at?.toISOString() ?? null,
    last_sign_in_at: row.last_sign_in_at?.toISOString() ?? null,
  };
}

function presentSession(row: RowsOf<typeof listUserSessions>) {
  const { id, device_id, device_name, ip_address, user_agent, created_at, last_used_at } = row;
  if (id === null || created_at === null || last_used_at === null) return [];
  return {
    id,
    device_id: device_id ?? '',
    device_name: device_name ?? '',
    ip_address: ip_address ?? '',
    user_agent: user_agent ?? '',
    created_at: created_at.toISOString(),
    last_used_at: last_used_at.toISOString(),
  };
}

function presentEvent({ at_us, ...event }: RowsOf<typeof listEventsQuery>): AdminEvent {
  return { ...event, cursor: writeCursor({ at_us, id: event.id }), at: new Date(at_us / 1000).toISOString() };
}
