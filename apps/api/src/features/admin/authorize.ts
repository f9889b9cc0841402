import type { ServiceScope } from '@raqam/shared/contract/admin';
import type { FastifyRequest } from 'fastify';
import type { Database } from '../../database/database.ts';
import { digestRandomSecret } from '../../encryption/random-secret.ts';
import { RequestError } from '../../http/errors.ts';
import type { IpLimit } from '../../limits/ip-limits.ts';
import { ADMIN_PROOF_MAX_AGE } from '../../policy.ts';
import type { Authenticate } from '../sessions/authenticate.ts';
import { type AdminAct, describeActor } from './admin-act.ts';
import { findServiceKey, markServiceKeyUsed } from './service-keys.queries.ts';

/** An act of an administrator has the user, who may not do everything to themselves; a service's act has none. */
export type AuthorizedAct = AdminAct & { adminId: string | undefined };

/**
 * Checks that the request may do what needs `scope`, and resolves to the act that its events name. `admin`: no service
 * key may do it.
 */
export type AuthorizeAdmin = (request: FastifyRequest, scope: ServiceScope | 'admin') => Promise<AuthorizedAct>;

interface Dependencies {
  db: Database;
  authenticate: Authenticate;
  failedKeys: IpLimit;
  findOrigin(request: FastifyRequest): { ip: string; user_agent: string };
}

/**
 * Makes the guard of the server API and the admin page. A service has a key, `Authorization: Bearer rqk_…`, with scopes.
 * An administrator has a session with the role `admin`, signed in at most 15 minutes ago.
 *
 * @returns a function that throws `service_key_invalid`, `scope_missing` or `too_many_attempts` for keys, and
 *   `session_invalid`, `origin_forbidden`, `admin_required` or `proof_required` for sessions
 */
export function createAuthorizeAdmin(deps: Dependencies): AuthorizeAdmin {
  return async (request, scope) => {
    const { ip, user_agent } = deps.findOrigin(request);
    const key = findKey(request);
    if (key !== undefined) {
      const id = await checkKey(request, key, scope, deps);
      return { ip, user_agent, by: describeActor({ key: id }), adminId: undefined };
    }
    const { user } = await deps.authenticate(request);
    if (user.role !== 'admin') throw new RequestError('admin_required');
    if (user.signed_in_ago > ADMIN_PROOF_MAX_AGE) throw new RequestError('proof_required');
    return { ip, user_agent, by: describeActor({ admin: user.id }), adminId: user.id };
  };
}

function findKey({ headers: { authorization = '' } }: FastifyRequest): string | undefined {
  const [, given] = /^bearer (.+)$/i.exec(authorization) ?? [];
  return given?.includes('.') ? undefined : given; // an access token has dots, a key has none
}

/** A wrong key costs the same as a right one: one look by its digest. Wrong ones are counted per IP; a right one works from every IP. */
async function checkKey(
  request: FastifyRequest,
  given: string,
  scope: ServiceScope | 'admin',
  { db, failedKeys }: Dependencies,
): Promise<string> {
  const [key] = await db.run(findServiceKey, { digest: digestRandomSecret(given) });
  if (key === undefined) {
    await failedKeys.run(request, { work: async () => {}, counts: () => true });
    throw new RequestError('service_key_invalid');
  }
  if (key.is_mark_due) await db.run(markServiceKeyUsed, { id: key.id });
  if (scope === 'admin') throw new RequestError('admin_required');
  if (!key.scopes.includes(scope)) throw new RequestError('scope_missing', { scope });
  return key.id;
}
