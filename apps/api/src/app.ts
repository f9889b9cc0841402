import { type KeyObject, randomBytes } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import type { Phone } from '@raqam/shared/phone';
import { TELEGRAM_LOGIN_CALLBACK_PATH } from '@raqam/shared/routes';
import type { FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify';
import { fastify, LogController } from 'fastify';
import { Registry } from 'prom-client';
import { createCarriers } from './create-carriers.ts';
import type { Database } from './database/database.ts';
import { listen } from './database/listen.ts';
import { createSignal, type Signal } from './database/signal.ts';
import { createFernet } from './encryption/fernet.ts';
import { openVault } from './encryption/vault.ts';
import type { Config } from './env.ts';
import { createAuthorizeAdmin } from './features/admin/authorize.ts';
import { registerEventRoutes } from './features/admin/events/events.routes.ts';
import { registerServiceKeyRoutes } from './features/admin/service-keys.routes.ts';
import { registerAlertRoutes } from './features/alerts/alerts.routes.ts';
import { createReportEntered } from './features/channels/gateway/gateway-carrier.ts';
import { registerGatewayReports } from './features/channels/gateway/gateway-reports.routes.ts';
import { createFindRoute, listCodeChannels } from './features/channels/sending/code-routes.ts';
import { livingTestNumbers } from './features/channels/sending/test-numbers.ts';
import { describeAccounts } from './features/channels/sms/providers/watch-account.ts';
import { registerSmsReports } from './features/channels/sms/reports.routes.ts';
import { registerChatRoutes } from './features/chats/chats.routes.ts';
import { registerClientRoutes } from './features/clients/clients.routes.ts';
import { offerCompatPaths, registerCompatRoutes } from './features/compat/compat.routes.ts';
import { registerSmsRoutes } from './features/compat/sms.routes.ts';
import { registerTelegramRoutes } from './features/compat/telegram.routes.ts';
import { createDescribeOrigin } from './features/events/describe-origin.ts';
import { CHALLENGE_CHANGES, NEW_ALERTS } from './features/events/notify.ts';
import { createPeople } from './features/events/person.ts';
import { registerHealthRoutes } from './features/health/health.routes.ts';
import { readMiniAppKey } from './features/mini-app/init-data.ts';
import { registerMiniAppRoutes } from './features/mini-app/mini-app.routes.ts';
import { registerOidcRoutes } from './features/oidc/oidc.routes.ts';
import { registerPasskeyRoutes } from './features/passkeys/passkeys.routes.ts';
import { registerPeopleRoutes } from './features/people/people.routes.ts';
import { registerBotPressRoutes } from './features/press/bot/bot-press.routes.ts';
import { createAuthorize } from './features/press/browser/authorize.ts';
import { type ChallengeChanges, createChallengeChanges } from './features/press/browser/challenge-changes.ts';
import { registerCodeRoutes } from './features/press/browser/code.routes.ts';
import { registerPressRoutes } from './features/press/browser/press.routes.ts';
import { createWaitingRoom } from './features/press/browser/waiting-room.ts';
import { createDescribeCard } from './features/press/card.ts';
import { createChangeGuard } from './features/press/change/authorize.ts';
import { findStates } from './features/press/press.queries.ts';
import { createIssuePhoneToken } from './features/press/prove/phone-token.ts';
import { findPushedCards } from './features/press/push/push-card.queries.ts';
import { registerAskOwnerRoute } from './features/press/recycled/ask-owner.routes.ts';
import { registerProfileRoutes } from './features/profile/profile.routes.ts';
import { createAuthenticate } from './features/sessions/authenticate.ts';
import { createSessionCookies } from './features/sessions/session-cookies.ts';
import { registerSessionRoutes } from './features/sessions/sessions.routes.ts';
import { createTokenMint } from './features/sessions/tokens.ts';
import { createFindTotals } from './features/statistics/count-users.ts';
import { registerStatisticsRoutes } from './features/statistics/statistics.routes.ts';
import { createLoginClient } from './features/telegram-login/login-client.ts';
import { registerTelegramLoginRoutes } from './features/telegram-login/telegram-login.routes.ts';
import { registerJwksRoute } from './features/tokens/jwks.routes.ts';
import { registerWebhookRoutes } from './features/webhooks/webhooks.routes.ts';
import { setAnswerHeaders } from './http/answers/answer-headers.ts';
import { watchClosing } from './http/answers/closing.ts';
import { allowOrigin, registerCors } from './http/answers/cors.ts';
import { registerDocs } from './http/docs.ts';
import { answerError, sendError } from './http/errors.ts';
import { shedLoad } from './http/load/shed-load.ts';
import { logAnswers } from './http/log.ts';
import { registerMetrics } from './http/metrics.ts';
import { BODY_LIMIT } from './http/register-endpoint.ts';
import { decorateRequests } from './http/requests/about.ts';
import { refuseOtherHosts } from './http/requests/allowed-hosts.ts';
import { createBotCheck } from './http/requests/bot-check.ts';
import { createClientIp, rememberPeer } from './http/requests/client-ip.ts';
import { refuseOtherMethods } from './http/requests/other-methods.ts';
import { readBody } from './http/requests/read-body.ts';
import { readRequestId } from './http/requests/request-id.ts';
import { answerUnreadable, refuseOddRequests } from './http/requests/unreadable-requests.ts';
import { deriveKeys, forEachKey } from './keys.ts';
import { createAbuseGuard } from './limits/abuse/guard.ts';
import { createInTurn } from './limits/in-turn.ts';
import { createIpLimit, type IpLimitOptions } from './limits/ip-limits.ts';
import { createCountPhoneAttempt } from './limits/phone-attempts.ts';
import { openRateStore } from './limits/rate-store.ts';
import { createRecordReached } from './limits/record-reached.ts';
import { connectRedis, type SharedRedis } from './limits/shared-redis.ts';
import { countRefusals } from './metrics/count-refusals.ts';
import { countStatements } from './metrics/count-statements.ts';
import { createCounters } from './metrics/counters.ts';
import { registerGauges } from './metrics/gauges.ts';
import {
  CHALLENGES_PER_IP,
  FAILED_CHECKS_PER_IP,
  FAILED_CLIENTS_PER_IP,
  FAILED_SERVICE_KEYS_PER_IP,
  INTERACTIONS_PER_IP,
  REFUSED_SMS_PER_IP,
  SMS_PER_IP,
} from './policy.ts';
import { findRotations, listSealedData } from './sealed-data.ts';

export interface AppDependencies {
  config: Config;
  db: Database;
  /** The version of this build, shown at /readyz. */
  version: string;
  logger: FastifyServerOptions['logger'];
  /** Shown at /metrics, beside those of the process and its requests. */
  metrics?: Registry;
}

/** A whole request must arrive within this time. */
const REQUEST_TIMEOUT_MS = 30_000;
/** How often Node.js checks for requests that take longer. */
const TIMEOUT_CHECK_INTERVAL_MS = 1_000;
/** Characters. */
const USER_AGENT_MAX_LENGTH = 400;

/** Builds the whole API as a Fastify instance that does not listen yet. */
export async function buildApp(dependencies: AppDependencies): Promise<FastifyInstance> {
  const { config, version, logger, metrics = new Registry() } = dependencies;
  const counters = createCounters(metrics);
  const db = countStatements(dependencies.db, counters);
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    forceCloseConnections: 'idle',
    return503OnClosing: false, // /readyz answers 503; requests that have arrived are served
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { connectionsCheckingInterval: TIMEOUT_CHECK_INTERVAL_MS, requireHostHeader: false },
    genReqId: readRequestId,
    frameworkErrors: (_error, request, reply) => {
      setAnswerHeaders(request, reply);
      allowOrigin(request, reply, config.webOrigins);
      sendError(reply, 'bad_request');
    },
    clientErrorHandler: answerUnreadable,
    routerOptions: { ignoreTrailingSlash: true },
    logger: logger ?? false,
  });
  const keys = deriveKeys(config.secretKeys);
  const people = createPeople(keys.person);
  const clientIp = createClientIp(config.trustedProxies);
  const sites = new Map(config.webOrigins.map((origin) => [origin, new URL(origin).host]));
  const [mainSite = ''] = sites.values();
  const findOrigin = (request: FastifyRequest) => ({
    site: sites.get(request.headers.origin ?? '') ?? mainSite,
    ip: clientIp(request),
    user_agent: request.headers['user-agent']?.slice(0, USER_AGENT_MAX_LENGTH) ?? '',
  });

  decorateRequests(app);
  logAnswers(app, (phone) => people.idOf(phone as Phone)); // as the columns of numbers hold it
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((_request, reply) => sendError(reply, 'not_found'));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) =>
    done(null, readBody(request.headers, body)),
  );
  // the hooks of every request call `done`: a promise would cost each of them about 4 µs
  app.addHook('onRequest', (request, reply, done) => {
    rememberPeer(request);
    setAnswerHeaders(request, reply);
    done();
  });
  await registerCors(app, config.webOrigins);
  refuseOddRequests(app);
  refuseOtherHosts(app, config.allowedHosts);
  const refuseStart = shedLoad(app, { pool: db.pool, metrics });
  const refuseMethods = refuseOtherMethods(app);
  offerCompatPaths(app);

  await app.register(fastifyCookie);
  const { issuer } = config;
  const mint = await createTokenMint(app, { issuer, signing: keys.signing, refreshKeys: keys.refreshToken });
  const shared = await connectShared(app, config.redisUrl, keys.ip);
  const createRate = await openRateStore(app, shared);
  await registerDocs(app);
  registerMetrics(app, metrics);
  const findSharedState = async () => (shared ? findRedisState(shared.redis) : 'off');
  countRefusals(app, counters);
  const probing = { ...db, run: db.probe };
  registerGauges(metrics, {
    db: probing,
    version,
    smsDailyLimit: config.smsDailyLimit,
    findRedisState: findSharedState,
  });

  const isClosing = watchClosing(app);
  const cookies = createSessionCookies({
    webOrigins: config.webOrigins,
    sameSite: config.cookieSameSite,
    deviceKeys: keys.device,
  });
  const fernet = config.fernetKeys && createFernet(config.fernetKeys, Date.now, randomBytes);
  const sealed = listSealedData(config);
  const { providers, smsAccounts, gateway, carriers } = createCarriers(config, keys.smsReports, app.log);
  const loginClient =
    config.telegramLogin &&
    createLoginClient({
      ...config.telegramLogin,
      redirectUri: config.publicUrl + TELEGRAM_LOGIN_CALLBACK_PATH,
      now: Date.now,
      onUnreachable: (reason) => app.log.warn({ reason }, 'Telegram Login can’t be reached'),
    });
  const listTestNumbers = () => livingTestNumbers(config.testNumbers, Date.now());
  registerJwksRoute(app, keys.signing);
  registerHealthRoutes(app, {
    db: probing,
    version,
    fernet,
    findRotations: () => findRotations(probing, sealed),
    publicUrl: config.publicUrl,
    botUrl: config.botUrl,
    miniAppBotId: config.miniApp?.botId,
    hasGateway: gateway !== undefined,
    countTestNumbers: () => listTestNumbers().length,
    findRedisState: findSharedState,
    findSmsState: () => describeAccounts(smsAccounts),
    findTelegramLoginState: () => loginClient?.state() ?? 'off',
    now: Date.now,
    isClosing,
  });
  const authenticate = createAuthenticate({ db, mint, cookies });
  const inTurn = createInTurn(db.pool);
  registerSessionRoutes(app, { db, mint, cookies, authenticate, inTurn, findOrigin });
  registerProfileRoutes(app, { db, authenticate, cookies, fernet, inTurn, people });
  const recordReached = createRecordReached(db, {
    key: keys.ip,
    onError: ({ message }) => app.log.error({ reason: message }, 'The event of a reached limit could not be written'),
  });
  /** `title`: as the events of the limit name it. */
  const limitIp = (name: string, title: string, limits: IpLimitOptions['limits'], error: IpLimitOptions['error']) => {
    const window = Math.min(...limits.map((limit) => limit.window));
    const onReached: IpLimitOptions['onReached'] = (reached) => recordReached({ ...reached, title, window });
    return createIpLimit({ createRate, clientIp, name, limits, error, onReached });
  };
  const failedChecks = limitIp('failed', 'failed checks per IP', FAILED_CHECKS_PER_IP, 'too_many_attempts');
  const countPhoneAttempt = createCountPhoneAttempt(createRate);
  const abuse = createAbuseGuard(app, {
    ...config.abuse,
    db,
    createRate,
    clientIp,
    recordReached,
    onExceeded: (rule, outcome) => counters.abuse.inc({ rule, outcome }),
    keys: keys.captcha,
    now: Date.now,
  });
  const signIn = {
    db,
    people,
    mint,
    cookies,
    failedChecks,
    abuse,
    countPhoneAttempt,
    inTurn,
    codeKeys: keys.code,
    findOrigin,
  };
  const sms = {
    ...signIn,
    carriers,
    findRoute: createFindRoute(config.codeRoutes, carriers),
    findTestCode: (phone: Phone) => listTestNumbers().find((number) => number.phone === phone)?.code,
    smsOfIp: limitIp('sms', 'SMS per IP', SMS_PER_IP, 'code_limit'),
    refusedSmsOfIp: limitIp('sms-refused', 'refused SMS per IP', REFUSED_SMS_PER_IP, 'code_limit'),
  };
  registerSmsRoutes(app, { ...sms, refuseStart, webHost: new URL(config.webOrigins[0] ?? '').hostname }); // there is one at least
  await app.register(registerSmsReports, { db, providers });
  if (gateway) await app.register(registerGatewayReports, { ...sms, gateway, now: Date.now });
  registerTelegramRoutes(app, { ...signIn, botSecrets: config.botSecrets });
  const requireBot = createBotCheck(config.botSecrets);
  registerChatRoutes(app, { db, requireBot });

  const changes = createChallengeChanges((ids) => db.run(findStates, { ids }));
  const alerts = createSignal();
  listenForChanges(app, config.databaseUrl, { changes, alerts });
  const describeOrigin = createDescribeOrigin();
  const challengesOfIp = limitIp('challenges', 'challenges per IP', CHALLENGES_PER_IP, 'challenge_limit');
  const press = { db, people, challengeKeys: keys.challenge, challengesOfIp, inTurn };
  const waitingRoom = createWaitingRoom(changes, isClosing);
  const authorize = createAuthorize({ ...press, cookies, findOrigin });
  const issuePhoneToken = createIssuePhoneToken(app.jwt.newest, Date.now);
  const changeGuard = createChangeGuard({ db, authenticate });
  registerPressRoutes(app, {
    ...press,
    mint,
    cookies,
    botUrl: config.botUrl,
    channels: [
      ...(config.botUrl ? (['telegram'] as const) : []),
      ...listCodeChannels(config.codeRoutes, carriers),
      ...(loginClient ? (['telegram_login'] as const) : []),
    ],
    waitingRoom,
    authorize,
    issuePhoneToken,
    changeGuard,
    findOrigin,
  });
  const reportEntered = gateway && createReportEntered(db, gateway, app.log);
  registerCodeRoutes(app, { ...sms, authorize, issuePhoneToken, changeGuard, reportEntered });
  registerTelegramLoginRoutes(app, {
    ...press,
    cookies,
    authorize,
    client: loginClient,
    webOrigins: config.webOrigins,
    findOrigin,
  });
  registerAskOwnerRoute(app, { ...press, cookies, botUrl: config.botUrl, authorize, findOrigin });
  const describeCard = createDescribeCard(keys.challenge, describeOrigin);
  registerBotPressRoutes(app, { ...press, requireBot, describeCard });
  registerPasskeyRoutes(app, {
    ...press,
    mint,
    cookies,
    authenticate,
    authorize,
    webOrigins: config.webOrigins,
    brand: config.brandName,
    findOrigin,
  });
  registerMiniAppRoutes(app, {
    ...press,
    db: countStatements(dependencies.db, counters, 'mini_app'),
    mint,
    cookies,
    issuer: config.miniApp && { botId: config.miniApp.botId, publicKey: readMiniAppKey(config.miniApp.publicKey) },
    now: Date.now,
    findOrigin,
  });
  const findCards = async (ids: string[]) => (await db.run(findPushedCards, { ids })).map(describeCard);
  registerAlertRoutes(app, { db, requireBot, describeOrigin, findCards, nextAlert: alerts.next });
  registerOidcRoutes(app, {
    db,
    mint,
    cookies,
    authenticate,
    failedClients: limitIp('clients', 'failed clients per IP', FAILED_CLIENTS_PER_IP, 'too_many_attempts'),
    strangers: limitIp('interactions', 'interactions per IP', INTERACTIONS_PER_IP, 'too_many_attempts'),
    isClosing,
    findOrigin,
    provider: {
      publicUrl: issuer,
      siteUrl: config.webOrigins[0],
      isCrossSite: config.cookieSameSite === 'none',
      signing: keys.signing,
      vaults: forEachKey(keys.vault, (key) => createFernet([key], Date.now, randomBytes)),
      cookieKeys: keys.oidcCookies,
    },
  });
  const failedKeys = limitIp(
    'service-keys',
    'wrong service keys per IP',
    FAILED_SERVICE_KEYS_PER_IP,
    'too_many_attempts',
  );
  const authorizeAdmin = createAuthorizeAdmin({ db, authenticate, failedKeys, findOrigin });
  registerEventRoutes(app, { db, people, authorizeAdmin, describeOrigin });
  const isTestNumber = (phone: string) => listTestNumbers().some((number) => number.phone === phone);
  registerPeopleRoutes(app, { db, people, fernet, isTestNumber, authorizeAdmin });
  registerServiceKeyRoutes(app, { db, authorizeAdmin, now: Date.now });
  registerClientRoutes(app, { db, authorizeAdmin });
  registerWebhookRoutes(app, {
    db,
    authorizeAdmin,
    seal: openVault(config.secretKeys).encrypt,
    allowPrivate: config.privateWebhooks,
  });
  registerStatisticsRoutes(app, {
    db,
    authorizeAdmin,
    describeOrigin,
    findTotals: createFindTotals(db, Date.now),
    sms: smsAccounts[0] && { dailyLimit: config.smsDailyLimit, account: smsAccounts[0] },
    prices: { currency: config.smsCurrency, sms: config.smsPrices, gateway: config.gatewayPrice },
  });
  registerCompatRoutes(app, { db, authenticate, cookies, findOrigin });
  await app.after(); // some routes are registered in scopes of their own
  refuseMethods();
  return app;
}

/** Listens, while the app runs, for the changes that any process makes. */
function listenForChanges(
  app: FastifyInstance,
  url: string,
  { changes, alerts }: { changes: ChallengeChanges; alerts: Signal },
): void {
  app.addHook('onReady', async () => {
    const listener = listen({
      url,
      channels: [CHALLENGE_CHANGES, NEW_ALERTS],
      onNotification: (channel, payload) => (channel === NEW_ALERTS ? alerts.fire() : changes.changed(payload)),
      onGap() {
        alerts.fire();
        void changes.checkAll().catch(() => {}); // requests log why the database is away
      },
    });
    app.addHook('onClose', () => listener.close());
  });
  app.addHook('preClose', async () => {
    changes.close();
    alerts.close();
  });
}

/** Connects to the Redis in which processes share their limits, if one is configured. */
async function connectShared(app: FastifyInstance, redisUrl: string | undefined, key: KeyObject) {
  if (redisUrl === undefined) return undefined;
  const redis = await connectRedis(redisUrl, app.log);
  app.addHook('onClose', async () => redis.client.disconnect());
  return { redis, key };
}

/** Whether Redis answers within its command timeout (half a second). */
function findRedisState({ client }: SharedRedis): Promise<'ok' | 'unreachable'> {
  return client.ping().then(
    () => 'ok',
    () => 'unreachable',
  );
}
