import { type KeyObject, randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import fastifyCookie from '@fastify/cookie';
import fastifyCors from '@fastify/cors';
import fastifyJwt from '@fastify/jwt';
import type { FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify';
import { fastify, LogController } from 'fastify';
import type { Database } from './database/database.ts';
import type { Config } from './env.ts';
import { registerHealthRoutes } from './features/health/health.routes.ts';
import { createFernet } from './features/profile/fernet.ts';
import { registerProfileRoutes } from './features/profile/profile.routes.ts';
import { createAuthenticate } from './features/sessions/authenticate.ts';
import { createSessionCookies } from './features/sessions/session-cookies.ts';
import { registerSessionRoutes } from './features/sessions/sessions.routes.ts';
import { createTokenMint } from './features/sessions/tokens.ts';
import { createEskizSender } from './features/sms/eskiz-sender.ts';
import { registerSmsRoutes, smsReportPath } from './features/sms/sms.routes.ts';
import { registerTelegramRoutes } from './features/telegram/telegram.routes.ts';
import { refuseOtherHosts } from './http/allowed-hosts.ts';
import { createClientAddress } from './http/client-address.ts';
import { watchClosing } from './http/closing.ts';
import { registerDocs } from './http/docs.ts';
import { answerError, RequestError, sendError, unreadableRequest } from './http/errors.ts';
import { registerMetrics } from './http/metrics.ts';
import { isPlainUtf8, parseJson } from './http/parse-json.ts';
import { deriveKeys } from './keys.ts';
import { createIpLimit } from './limits/ip-limits.ts';
import { createPhoneAttempts } from './limits/phone-attempts.ts';
import { openRateStore } from './limits/rate-store.ts';
import { connectRedis } from './limits/shared-redis.ts';
import { ACCESS_TOKEN_LIFETIME, FAILED_CHECKS_PER_IP, MINUTE, SMS_PER_IP } from './policy.ts';

export interface AppDependencies {
  config: Config;
  db: Database;
  generateCode(): string;
  /** Of this build, told at /readyz. */
  version: string;
  logger: FastifyServerOptions['logger'];
}

const BODY_LIMIT = 4 * 1024;
/** Milliseconds for 4 KB to arrive. */
const REQUEST_TIMEOUT = 30_000;
const ISSUER = 'raqam';
/** What the web app's own origins may do. */
const cors = {
  credentials: true,
  methods: ['GET', 'POST', 'PATCH', 'DELETE'],
  allowedHeaders: ['Content-Type', 'Authorization', 'Accept-Language'],
  exposedHeaders: ['Retry-After'],
  maxAge: 10 * MINUTE,
};

/** The whole API as a Fastify instance that listens to nothing yet. */
export async function buildApp({
  config,
  db,
  generateCode,
  version,
  logger,
}: AppDependencies): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    return503OnClosing: false, // readyz says it; what is on its way is served
    requestTimeout: REQUEST_TIMEOUT,
    frameworkErrors: (_error, _request, reply) => void sendError(reply, 'bad_request'),
    clientErrorHandler: (_error, socket) => answerUnreadable(socket),
    routerOptions: { ignoreTrailingSlash: true },
    logger: logger ?? false,
  });
  const keys = deriveKeys(config.secretKey);
  const clientAddress = createClientAddress(config.trustedProxies);

  app.setErrorHandler(answerError);
  app.setNotFoundHandler((_request, reply) => sendError(reply, 'not_found'));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
    if (!isPlainUtf8(request.headers)) throw new RequestError('unsupported_media_type');
    if (body.length === 0) return undefined;
    try {
      return parseJson(body);
    } catch {
      throw new RequestError('bad_request');
    }
  });
  refuseOtherHosts(app, config.allowedHosts);

  await app.register(fastifyCors, {
    // with a plain list the plugin would tell its other headers to every origin
    delegator: ({ headers: { origin } }, decide) =>
      decide(
        null,
        origin !== undefined && config.webOrigins.includes(origin) ? { ...cors, origin } : { origin: false },
      ),
  });
  await app.register(fastifyCookie);
  await app.register(fastifyJwt, {
    secret: keys.accessToken,
    sign: { algorithm: 'HS256', iss: ISSUER, aud: ISSUER, expiresIn: `${ACCESS_TOKEN_LIFETIME}s` },
    verify: {
      algorithms: ['HS256'],
      allowedIss: ISSUER,
      allowedAud: ISSUER,
      requiredClaims: ['sub', 'sid', 'role', 'typ', 'iss', 'aud', 'iat', 'exp'],
    },
  });
  const createRate = await openRateStore(app, await connectShared(app, config.redisUrl, keys.address));
  await registerDocs(app);
  registerMetrics(app);

  const mint = createTokenMint(app.jwt, keys.refreshToken);
  const cookies = createSessionCookies({ webOrigins: config.webOrigins, sameSite: config.cookieSameSite });
  const limitIp = { createRate, clientIp: clientAddress };
  const failedChecks = createIpLimit({
    ...limitIp,
    name: 'failed',
    limits: FAILED_CHECKS_PER_IP,
    error: 'too_many_attempts',
  });
  registerHealthRoutes(app, { db, version, isClosing: watchClosing(app) });
  const authenticate = createAuthenticate({ db, mint, cookies });
  registerSessionRoutes(app, { db, mint, cookies, authenticate, clientAddress });
  registerProfileRoutes(app, {
    db,
    authenticate,
    cookies,
    fernet: config.fernetKey && createFernet(config.fernetKey, Date.now, randomBytes),
  });
  const phoneAttempts = createPhoneAttempts(createRate);
  const signIn = { db, mint, cookies, failedChecks, phoneAttempts, codeKey: keys.code, clientAddress };
  const reportUrl = config.publicUrl && config.publicUrl + smsReportPath(keys.smsReports);
  registerSmsRoutes(app, {
    ...signIn,
    sender: config.eskiz && createEskizSender({ ...config.eskiz, callbackUrl: reportUrl }),
    countries: config.smsCountries,
    dailyLimit: config.smsDailyLimit,
    webHost: new URL(config.webOrigins[0] ?? '').hostname, // there is one at least
    reportSecret: keys.smsReports,
    generateCode,
    smsOfIp: createIpLimit({ ...limitIp, name: 'sms', limits: SMS_PER_IP, error: 'code_limit' }),
  });
  registerTelegramRoutes(app, { ...signIn, botSecrets: config.botSecrets });
  return app;
}

/** The Redis by which processes share their budgets, where there is one. */
async function connectShared(app: FastifyInstance, redisUrl: string | undefined, key: KeyObject) {
  if (redisUrl === undefined) return undefined;
  const redis = await connectRedis(redisUrl, app.log);
  app.addHook('onClose', async () => redis.client.disconnect());
  return { redis, key };
}

/** What Node.js can't read as HTTP never becomes a request: the answer is written to the socket itself. */
function answerUnreadable(socket: Socket): void {
  if (socket.writable) {
    const head = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\n';
    socket.write(`${head}Content-Length: ${Buffer.byteLength(unreadableRequest)}\r\n\r\n${unreadableRequest}`);
  }
  socket.destroySoon();
}
