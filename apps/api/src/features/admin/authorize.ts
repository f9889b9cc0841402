import type { ServiceScope } from '@raqam/shared/contract/admin';
import type { FastifyRequest } from 'fastify';
import type { Database } from '../../database/database.ts';
import { digestRandomSecret } from '../../encryption/random-secret.ts';
import { RequestError } from '../../http/errors.ts';
import type { IpLimit } from '../../limits/ip-limits.ts';
import type { AdminAct } from './admin-act.ts';
import { findServiceKey, markServiceKeyUsed } from './service-keys.queries.ts';

/** Checks that the request may do what needs `scope`; resolves to the act that its events name. */
export type AuthorizeAdmin = (request: FastifyRequest, scope: ServiceScope) => Promise<AdminAct>;

/**
 * Makes the guard of the server API: `Authorization: Bearer rqk_…`. A wrong key costs the same as a right one: one look
 * by its digest. Wrong keys are counted per IP; a right one works from every IP.
 *
 * @returns a function that throws `service_key_invalid`, `scope_missing` or `too_many_attempts`
 */
export function createAuthorizeAdmin({
  db,
  failedKeys,
  findOrigin,
}: {
  db: Database;
  failedKeys: IpLimit;
  findOrigin(request: FastifyRequest): Pick<AdminAct, 'ip' | 'user_agent'>;
}): AuthorizeAdmin {
  return async (request, scope) => {
    const [, given] = /^bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (given === undefined) throw new RequestError('service_key_invalid');
    const [key] = await db.run(findServiceKey, { digest: digestRandomSecret(given) });
    if (key === undefined) {
      await failedKeys.run(request, { work: async () => {}, counts: () => true });
      throw new RequestError('service_key_invalid');
    }
    if (key.is_mark_due) await db.run(markServiceKeyUsed, { id: key.id });
    if (!key.scopes.includes(scope)) throw new RequestError('scope_missing', { scope });
    const { ip, user_agent } = findOrigin(request);
    return { ip, user_agent, key_id: key.id };
  };
}
