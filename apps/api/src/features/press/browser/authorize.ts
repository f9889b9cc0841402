import type { FastifyRequest } from 'fastify';
import type { Database } from '../../../database/database.ts';
import type { RowsOf } from '../../../database/prepare.ts';
import { RequestError } from '../../../http/errors.ts';
import { forEachKey, type KeyRing, matchesAny } from '../../../keys.ts';
import { isUuid } from '../../../uuid.ts';
import type { Origin } from '../../events/events.ts';
import type { SessionCookies } from '../../sessions/session-cookies.ts';
import { digestSecret } from '../challenge-secrets.ts';
import { findBoundChallenge } from '../press.queries.ts';

/**
 * The challenge, if the request has its secret: in its body, or else in the cookie. Throws `not_found` or
 * `origin_forbidden`.
 */
export type Authorize = (
  request: FastifyRequest,
  id: string,
  given: string | undefined,
) => Promise<RowsOf<typeof findBoundChallenge> & { secret: string }>;

export function createAuthorize(deps: {
  db: Database;
  cookies: SessionCookies;
  challengeKeys: KeyRing;
  findOrigin(request: FastifyRequest): Origin;
}): Authorize {
  const { db, cookies, challengeKeys, findOrigin } = deps;
  return async (request, id, given) => {
    const cookie = given === undefined ? cookies.findChallengeSecret(request) : undefined;
    if (cookie !== undefined) cookies.refuseForeignOrigin(request);
    const secret = given ?? cookie;
    if (!isUuid(id) || secret === undefined) throw new RequestError('not_found');
    const [found] = await db.run(findBoundChallenge, { id });
    const digests = forEachKey(challengeKeys, (key) => digestSecret(key, secret));
    const isOwn = found && matchesAny(found.secret_digest, digests);
    const isOwnSite =
      request.headers.origin === undefined ||
      (cookies.isOwnOrigin(request) && found?.site === findOrigin(request).site);
    if (!found || !isOwn || !isOwnSite) throw new RequestError('not_found');
    request.aboutChallenge = id;
    request.aboutPhone ??= found.phone;
    return { ...found, secret };
  };
}
