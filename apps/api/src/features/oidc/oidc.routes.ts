import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { logBoth } from '@raqam/service/bilingual';
import { negotiateLanguage } from '@raqam/shared/languages';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import { type Database, DatabaseUnavailable } from '../../database/database.ts';
import { describeDatabaseError } from '../../database/database-trouble.ts';
import { RequestError } from '../../http/errors.ts';
import { Overloaded } from '../../http/load/overloaded.ts';
import type { IpLimit } from '../../limits/ip-limits.ts';
import { PUBLIC_KEYS_MAX_AGE } from '../../policy.ts';
import { PAGE_POLICY } from '../../sign-in-page.ts';
import type { Origin } from '../events/events.ts';
import type { Authenticate } from '../sessions/authenticate.ts';
import type { SessionCookies } from '../sessions/session-cookies.ts';
import { endSession } from '../sessions/sessions.queries.ts';
import { SITE_CLIENT, type TokenMint } from '../sessions/tokens.ts';
import { registerInteractionRoutes } from './interactions.routes.ts';
import { renderErrorPage } from './pages.ts';
import { createProvider, INTERACTIONS_PATH, OIDC_PATH, type ProviderOptions } from './provider.ts';

export interface OidcDependencies {
  db: Database;
  mint: TokenMint;
  cookies: SessionCookies;
  authenticate: Authenticate;
  /** Of clients that fail to authenticate themselves. */
  failedClients: IpLimit;
  /** Of rows that browsers leave in the database before anybody is signed in. */
  strangers: IpLimit;
  isClosing: () => boolean;
  findOrigin(request: FastifyRequest): Origin;
  provider: Omit<ProviderOptions, 'findSessionInCookie' | 'onUnavailable'>;
}

const RETRY_AFTER_UNAVAILABLE_SECONDS = '5';
// oidc-provider ignores the case of a path, and a slash at its end
const CLIENT_ENDPOINTS = /^\/token(?![^/?])/i;
const BROWSER_ENDPOINTS = /^\/(?:auth|session)(?![^/?])/i;
const INTERACTION_ID = /^[\w-]{1,64}$/;

/** Serves oidc-provider, which is loaded by the first request, and the interactions by which it asks people. */
export function registerOidcRoutes(app: FastifyInstance, deps: OidcDependencies): void {
  const { db, mint, cookies, authenticate, failedClients, strangers, isClosing, provider: options } = deps;
  const requests = new WeakMap<IncomingMessage, FastifyRequest>();
  const rowsOfStrangers = new WeakSet<IncomingMessage>();
  const findSessionInCookie = (request: FastifyRequest) => {
    const found = cookies.findAccessToken(request);
    return found?.isCookie ? mint.readAccess(found.token)?.sessionId : undefined;
  };
  let provider: Promise<Provider> | undefined;
  const getProvider = () => {
    provider ??= createProvider(db, {
      ...options,
      onUnavailable: (error) => logUnavailable(app.log, error),
      findSessionInCookie({ req }) {
        const request = requests.get(req);
        return request && findSessionInCookie(request);
      },
    }).then(
      (made) => completeProvider(made, { ...deps, requests, rowsOfStrangers }),
      (error) => {
        provider = undefined; // the next request tries again
        throw error;
      },
    );
    return provider;
  };

  registerInteractionRoutes(app, { db, cookies, authenticate, getProvider });
  app.get(`${INTERACTIONS_PATH}:id/`, { schema: { hide: true } }, async (request, reply) => {
    const { id } = Object(request.params) as { id: string }; // the route has it
    if (!INTERACTION_ID.test(id)) throw new RequestError('not_found');
    return reply.redirect(`${options.siteUrl}/sign-in?interaction=${id}`, 303);
  });

  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null)); // oidc-provider reads the body
    scope.setErrorHandler(answerAsOidc);
    const { pathname: publicPath } = new URL(options.publicUrl + OIDC_PATH);
    const serve = async (request: FastifyRequest, reply: FastifyReply) => {
      const serveByKoa = (await getProvider()).callback();
      const { raw } = request;
      const path = (raw.url ?? '').slice(OIDC_PATH.length);
      const work = async () => {
        requests.set(raw, request);
        // oidc-provider makes its URLs from both, as of a router that express mounts
        Object.assign(raw, { url: path.startsWith('/') ? path : `/${path}`, originalUrl: publicPath + path });
        reply.hijack();
        reply.raw.setHeader('x-request-id', request.id);
        reply.raw.setHeader('cache-control', 'no-store');
        if (isClosing()) reply.raw.setHeader('connection', 'close');
        await serveByKoa(raw, reply.raw);
      };
      if (CLIENT_ENDPOINTS.test(path))
        return failedClients.run(request, { work, counts: () => reply.raw.statusCode === 401 });
      if (BROWSER_ENDPOINTS.test(path))
        return strangers.run(request, {
          work,
          counts: () => rowsOfStrangers.has(raw),
          isExempt: async () => findSessionInCookie(request) !== undefined,
        });
      return work();
    };
    for (const url of [OIDC_PATH, `${OIDC_PATH}/*`])
      scope.route({ method: ['GET', 'POST', 'OPTIONS'], url, schema: { hide: true }, handler: serve });
  });
}

/** What oidc-provider leaves to its host: logs, headers, the page of unknown paths, and the end of a session. */
function completeProvider(
  provider: Provider,
  {
    db,
    findOrigin,
    requests,
    rowsOfStrangers,
  }: OidcDependencies & {
    requests: WeakMap<IncomingMessage, FastifyRequest>;
    rowsOfStrangers: WeakSet<IncomingMessage>;
  },
): Provider {
  const logFailure = (ctx: { req: IncomingMessage }, { message, stack }: Error) =>
    requests.get(ctx.req)?.log.error({ reason: message, stack }, 'A request failed unexpectedly');
  provider.on('server_error', logFailure);
  provider.on('interaction.started', ({ req }) => void rowsOfStrangers.add(req));
  const koa: EventEmitter = provider; // which has more events than its types
  koa.on('error', (error: Error, ctx: { req: IncomingMessage }) => logFailure(ctx, error));

  provider.use(async (ctx, next) => {
    await next();
    if (ctx.status === 404 && !ctx.body) {
      ctx.status = 404; // koa takes a body for a success
      ctx.body = { error: 'not_found', error_description: 'there is nothing at this path' };
    }
    if (ctx.status === 503) ctx.set('retry-after', RETRY_AFTER_UNAVAILABLE_SECONDS);
    if (ctx.type === 'text/html') ctx.set('content-security-policy', PAGE_POLICY);
    if (ctx.path === '/jwks' && ctx.status === 200) ctx.set('cache-control', `public, max-age=${PUBLIC_KEYS_MAX_AGE}`);
    const session = ctx['oidc']?.session;
    // a new session has an end only once it is stored
    if (session?.exp !== undefined && session.accountId === undefined) rowsOfStrangers.add(ctx.req);
    const request = requests.get(ctx.req);
    const sessionId: string | undefined = session?.destroyed ? session.sidFor(SITE_CLIENT) : undefined;
    if (sessionId !== undefined && request)
      await db.run(endSession, { id: sessionId, reason: 'logout', forgets: false, ...findOrigin(request) });
  });
  return provider;
}

/** An error before oidc-provider, in the shape of OAuth (RFC 6749 §5.2). */
function answerAsOidc(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof RequestError && error.code === 'too_many_attempts') {
    reply.code(429).header('retry-after', error.details.retryAfter ?? RETRY_AFTER_UNAVAILABLE_SECONDS);
    const isClient = CLIENT_ENDPOINTS.test(request.url.slice(OIDC_PATH.length));
    if (isClient) return reply.send({ error: 'slow_down', error_description: 'too many failed authentications' });
    const out = { error: 'slow_down', error_description: 'too many sign-ins from this network' };
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', PAGE_POLICY)
      .send(renderErrorPage(negotiateLanguage(request.headers['accept-language']), out));
  }
  if (error instanceof DatabaseUnavailable || error instanceof Overloaded) {
    if (error instanceof DatabaseUnavailable) logUnavailable(request.log, error);
    reply.header('retry-after', RETRY_AFTER_UNAVAILABLE_SECONDS);
    return reply.code(503).send({ error: 'temporarily_unavailable' });
  }
  throw error;
}

function logUnavailable(log: FastifyBaseLogger, error: DatabaseUnavailable): void {
  const { reason, fix } = describeDatabaseError(error);
  logBoth(log, 'error', fix, { reason });
}
