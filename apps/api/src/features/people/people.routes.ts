import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RequestError } from '../../http/errors.ts';
import { readPhone } from '../../http/read-phone.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import { isUuid } from '../../uuid.ts';
import type { AuthorizeAdmin } from '../admin/authorize.ts';
import { deleteUser } from '../deletion/delete-user.ts';
import { forgetSignedOut } from '../sessions/sessions.queries.ts';
import { disableUser } from './disable-user.ts';
import { type ExportDependencies, exportUser } from './export-user.ts';
import { findPerson, findPersonFacts, findUser, type Person, type Whom } from './find-person.ts';
import { presentAdminUser, presentSession } from './present-admin-user.ts';
import { searchUsers } from './search/search-users.ts';
import { setUserRole } from './set-user-role.ts';
import { unlockPerson } from './unlock-person.ts';
import { endUserSession, endUserSessions, listUserSessions } from './user-sessions.queries.ts';
import { enableUser } from './users.queries.ts';

export interface PeopleDependencies extends ExportDependencies {
  authorizeAdmin: AuthorizeAdmin;
  /** Whether the number is one of TEST_NUMBERS. */
  isTestNumber(phone: string): boolean;
}

/** What administrators and services of the site find out about people, and do to their accounts. */
export function registerPeopleRoutes(app: FastifyInstance, deps: PeopleDependencies): void {
  registerFindingRoutes(app, deps);
  registerActingRoutes(app, deps);
  registerSessionRoutes(app, deps);
}

function registerFindingRoutes(app: FastifyInstance, deps: PeopleDependencies): void {
  const { db, people, authorizeAdmin, isTestNumber } = deps;

  registerEndpoint(app, 'findUser', {
    async handle({ body, request }) {
      await authorizeAdmin(request, 'users:read');
      return answer(200, { user: presentAdminUser(found(await findUser(db, readWhom(body, request)))) });
    },
  });

  registerEndpoint(app, 'showUser', {
    async handle({ params, request }) {
      await authorizeAdmin(request, 'users:read');
      return answer(200, { user: presentAdminUser(found(await findUser(db, { id: readId(params.id) }))) });
    },
  });

  registerEndpoint(app, 'searchUsers', {
    async handle({ body: { query = '', after }, request }) {
      await authorizeAdmin(request, 'admin');
      if (after !== undefined && !isUuid(after)) {
        throw new RequestError('validation_failed', { fields: { after: 'invalid' } });
      }
      const { users, next } = await searchUsers(db, query, after);
      return answer(200, { users: users.map(presentAdminUser), next_cursor: next ?? null });
    },
  });

  registerEndpoint(app, 'showPerson', {
    async handle({ body, request }) {
      await authorizeAdmin(request, 'admin');
      const person: Person = found(await findPerson(db, readWhom(body, request)));
      return answer(200, {
        phone: person.phone,
        user: person.user ? presentAdminUser(person.user) : null,
        is_test_number: person.phone !== null && isTestNumber(person.phone),
        ...(await findPersonFacts(db, people, person)),
      });
    },
  });
}

function registerActingRoutes(app: FastifyInstance, deps: PeopleDependencies): void {
  const { db, people, authorizeAdmin } = deps;

  registerEndpoint(app, 'disableUser', {
    async handle({ params, request }) {
      const act = await authorizeAdmin(request, 'users:write');
      const id = readIdOfAnother(params.id, act.adminId);
      return answer(200, { user: presentAdminUser(allowed(found(await disableUser(db, id, act)))) });
    },
  });

  registerEndpoint(app, 'enableUser', {
    async handle({ params, request }) {
      const act = await authorizeAdmin(request, 'users:write');
      const [user] = await db.run(enableUser, { id: readId(params.id), ...act });
      return answer(200, { user: presentAdminUser(allowed(found(user))) });
    },
  });

  registerEndpoint(app, 'unlockPerson', {
    async handle({ body, request }) {
      const act = await authorizeAdmin(request, 'admin');
      await unlockPerson(db, people, found(await findPerson(db, readWhom(body, request))), act);
      return answer(204, null);
    },
  });

  registerEndpoint(app, 'setUserRole', {
    async handle({ params, body: { role }, request }) {
      const act = await authorizeAdmin(request, 'admin');
      const id = readIdOfAnother(params.id, act.adminId);
      const changed = await setUserRole(deps, { id, role }, act);
      if (!changed.ok) throw new RequestError(changed.error);
      return answer(200, { user: presentAdminUser(found(await findUser(db, { id }))) });
    },
  });

  registerEndpoint(app, 'deleteUser', {
    async handle({ params, request }) {
      const { adminId, ...act } = await authorizeAdmin(request, 'admin');
      const isDeleted = await deleteUser(deps, readIdOfAnother(params.id, adminId), { actor: 'admin', ...act });
      if (!isDeleted) throw new RequestError('not_found');
      return answer(204, null);
    },
  });

  registerEndpoint(app, 'exportUser', {
    async handle({ params, request }) {
      const act = await authorizeAdmin(request, 'admin');
      return answer(200, found(await exportUser(deps, readId(params.id), act)));
    },
  });
}

function registerSessionRoutes(app: FastifyInstance, { db, authorizeAdmin }: PeopleDependencies): void {
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
      const [ended] = await db.run(endUserSession, { user_id: readId(id), id: readId(session_id), ...act });
      found(ended);
      return answer(204, null);
    },
  });

  registerEndpoint(app, 'endUserSessions', {
    async handle({ params: { id }, request }) {
      const act = await authorizeAdmin(request, 'sessions:write');
      const [user] = await db.run(endUserSessions, { user_id: readId(id), ...act });
      found(user);
      await db.run(forgetSignedOut, { id: null, user_id: readId(id) });
      return answer(204, null);
    },
  });
}

/** The id of a path. Throws `not_found`: no row has another one. */
function readId(id: string): string {
  if (!isUuid(id)) throw new RequestError('not_found');
  return id;
}

/** The same, for what administrators can't do to themselves. Throws `own_account`. */
function readIdOfAnother(id: string, adminId: string | undefined): string {
  if (readId(id) === adminId) throw new RequestError('own_account');
  return readId(id);
}

function readWhom(body: { id: string } | { phone: string } | { telegram_id: number }, request: FastifyRequest): Whom {
  if (!('phone' in body)) return body;
  const phone = readPhone('phone', body.phone);
  request.aboutPhone = phone;
  return { phone };
}

/** Throws `admin_required` if a service may not do it. */
function allowed<User extends { is_allowed: boolean }>(user: User): User {
  if (!user.is_allowed) throw new RequestError('admin_required');
  return user;
}

/** Throws `not_found` where there is nothing. */
function found<Found>(value: Found | undefined): Found {
  if (value === undefined) throw new RequestError('not_found');
  return value;
}
