import { setTimeout as timer } from 'node:timers/promises';
import { logBoth } from '@raqam/service/bilingual';
import { describeVersion } from '@raqam/service/build-stamp';
import { describeProblems } from '@raqam/service/environment';
import { describeListenFailure } from '@raqam/service/listen-failure';
import { createApiClient } from '@raqam/shared/client';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Update } from 'telegraf/types';
import { ALERT_POLL_S, sendAlerts } from './alerts/send-alerts.ts';
import { createCallBotApi } from './api/call-bot-api.ts';
import { CHAT_TIMEOUT_MS, createChatApi } from './api/chat-api.ts';
import { createRequestCode } from './api/request-code.ts';
import { type ApiStanding, standingOf, watchApi } from './api-check.ts';
import { createBot } from './bot.ts';
import { nameOwnSite } from './brand.ts';
import { createCallTelegram } from './call-telegram.ts';
import { describeError } from './describe-error.ts';
import { readConfig, variables } from './env.ts';
import { publishCommandMenus, publishDescriptions } from './features/language.ts';
import { publishMenuButton } from './features/menu-button.ts';
import { createBotMetrics, registerBotGauges } from './metrics/bot-metrics.ts';
import { countApiCalls, countTelegramCalls } from './metrics/count-calls.ts';
import { createUpdateTraces } from './metrics/trace-updates.ts';
import { apiTexts, operatorTexts } from './operator-texts.ts';
import { createReadiness } from './readiness.ts';
import { createSendPace } from './send-pace.ts';
import { createServer } from './server.ts';
import { createChatQueues } from './updates/chat-queues.ts';
import { CLAIM_TIMEOUT_MS, createUpdateClaims } from './updates/claim-updates.ts';
import { type Interruption, TokenRefused } from './updates/connection.ts';
import { poll } from './updates/poll.ts';
import { receive } from './updates/receive.ts';

/** The database of the API may take 10 s to answer a statement. */
const API_TIMEOUT_MS = 12_000;
/** Well below the minute after which Telegram closes the request; a slower update is sent again. */
const WEBHOOK_ANSWER_MS = 20_000;
/** Errors that the API watch reports too: the bot can do nothing at all. */
const REPORTED_BY_WATCH: ReadonlySet<string> = new Set(['unreachable', 'bot_secret_invalid', 'host_not_allowed']);

// biome-ignore lint/style/noProcessEnv: the environment is read here, once
const environment = process.env;
const read = readConfig(environment);
if (!read.ok) {
  process.stderr.write(describeProblems({ en: 'The bot can’t start', uz: 'Bot ishga tusha olmaydi' }, read.problems));
  process.exit(1);
}
const { config } = read;

const stopping = new AbortController();
const { webhook } = config;
const version = describeVersion(environment);
const botId = config.token.split(':')[0] ?? '';
const readiness = createReadiness(
  {
    mode: webhook ? 'webhook' : 'polling',
    register_url: config.registerUrl,
    id: botId,
    version,
  },
  () => new Date(),
);

const register = new Registry();
collectDefaultMetrics({ register }); // of the process: it observes until that ends
const metrics = createBotMetrics(register);
const server = createServer({
  logLevel: config.logLevel,
  readiness: readiness.describe,
  metrics: register,
  webhook: webhook && { ...describeUrl(webhook.url), secret: webhook.secret, handle: answerInTime },
});
const { log } = server;
const traces = createUpdateTraces(botId, metrics, log);

const waiting = new Set<number>();
const delay = (ms: number) => timer(ms, undefined, { signal: stopping.signal });
const connectApi = (timeout: number) =>
  countApiCalls(createApiClient({ baseUrl: config.apiUrl, timeout, requestId: traces.requestId }), metrics);
const api = connectApi(API_TIMEOUT_MS);
const { bot, alerts } = createBot(config.token, {
  callTelegram: countTelegramCalls(createCallTelegram(config.token, config.telegramApiRoot), metrics),
  pace: createSendPace({ delay, stopping: stopping.signal }),
  registerUrl: config.registerUrl,
  brand: config.brand,
  requestCode: createRequestCode(api, config.secretKey, delay),
  callApi: createCallBotApi(api, config.secretKey, delay),
  chatApi: createChatApi(connectApi(CHAT_TIMEOUT_MS), config.secretKey),
  now: () => performance.now(),
  delay,
  stopping: stopping.signal,
  waiting,
  onRefused: (code) => reportApi(standingOf(code), code),
  onError(reason) {
    traces.failed();
    log.error({ reason, request_id: traces.requestId() }, 'An update could not be answered');
  },
});
const claims = createUpdateClaims({
  api: connectApi(CLAIM_TIMEOUT_MS),
  botSecret: config.secretKey,
  botId,
  delay,
});
const queues = createChatQueues(
  {
    answer(update, arrivedMs) {
      metrics.lastUpdate.setToCurrentTime();
      return claims.run(update, () => traces.answer(update, arrivedMs, () => bot.handleUpdate(update)));
    },
    onDropped: traces.dropped,
  },
  stopping.signal,
);
registerBotGauges(register, { version, countQueued: () => queues.size, countWaiting: () => waiting.size });

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    log.info({ signal }, 'Stopping');
    readiness.stopping();
    stopping.abort();
  });
}

process.exitCode = await serve();
stopping.abort(); // also ends the API watch when the token was refused
await server.close();

/** Resolves to the exit code when the process stops or can't go on. */
async function serve(): Promise<number> {
  try {
    await server.listen({ port: config.port, host: config.host });
  } catch (error) {
    const { reason, fix } = describeListenFailure('bot', variables.PORT.fallback, error);
    logBoth(log, 'error', fix, { reason });
    return 1;
  }
  try {
    await takeUpdates();
    return 0;
  } catch (error) {
    if (error instanceof TokenRefused) logBoth(log, 'error', operatorTexts.tokenRefused);
    else log.fatal({ reason: describeError(error) }, 'The bot ended unexpectedly');
    return 1;
  }
}

/** Receives updates, sends alerts and watches the API until the process stops. */
async function takeUpdates(): Promise<void> {
  const { signal } = stopping;
  const pause = (ms: number, until: AbortSignal) => timer(ms, undefined, { signal: until }).catch(() => {});
  let isPublished = false;
  let isAccepted = false;
  const events = {
    onConnected(username: string) {
      if (!isPublished) {
        isPublished = true;
        void publishTexts();
        if (isAccepted) void publishButton();
      }
      readiness.connected(username);
      log.info({ username }, webhook ? 'Receiving updates by webhook' : 'Polling');
    },
    onInterrupted(kind: Interruption, reason: string) {
      // In the other three cases another program gets the updates
      readiness.interrupted(kind === 'unreachable' ? 'unreachable' : 'conflict');
      logBoth(log, 'warn', operatorTexts[kind], { reason });
    },
  };
  const onChange = (standing: ApiStanding) => {
    readiness.apiAnswered(standing);
    isAccepted = standing === 'ok';
    metrics.apiAccepts.set(isAccepted ? 1 : 0);
    if (!isAccepted) return;
    log.info('The API accepts the bot');
    if (isPublished) void publishButton();
  };
  void watchApi({ api, secretKey: config.secretKey, delay: pause, onChange, onTrouble: reportApi }, signal);
  const alertsEnded = sendAlerts(
    {
      ...alerts,
      api: connectApi(ALERT_POLL_S * 1_000 + API_TIMEOUT_MS),
      botSecret: config.secretKey,
      onTrouble(trouble) {
        if ('api' in trouble && REPORTED_BY_WATCH.has(trouble.api)) return;
        logBoth(log, 'warn', operatorTexts.alertsWait, trouble);
      },
      onRefused: (reason) => log.error({ reason }, 'Telegram refused an alert'),
      onSettled: (outcome) => metrics.alerts.inc({ outcome }),
    },
    signal,
  );
  await (webhook
    ? receive({ bot, webhook, delay: pause, events }, signal)
    : poll({ bot, queues, waiting, delay: pause, events }, signal));
  await alertsEnded;
}

/** Webhook mode: whether the update was answered before Telegram gives up on the request. The queue answers it either way. */
async function answerInTime(update: Update): Promise<boolean> {
  const done = new AbortController();
  const answered = queues.add(update).then(
    () => true,
    () => false,
  );
  const late = timer(WEBHOOK_ANSWER_MS, false, { signal: done.signal }).catch(() => false);
  const isAnswered = await Promise.race([answered, late]);
  done.abort();
  return isAnswered;
}

/** Logs why the API does not accept the bot. `code`: the error of a person's request. */
function reportApi(standing: ApiStanding, code?: string): void {
  const text = standing === 'secret_refused' || standing === 'host_refused' ? apiTexts[standing] : apiTexts.unreachable;
  logBoth(log, 'error', text, code ? { code } : {});
}

/** It needs the API, which knows whether there is a Mini App, and Telegram. */
async function publishButton(): Promise<void> {
  const { registerUrl, telegramApiRoot } = config;
  await publishMenuButton({ telegram: bot.telegram, api, registerUrl, telegramApiRoot }).catch((error) =>
    log.warn({ reason: describeError(error) }, 'The menu button could not be set'),
  );
}

/** Menus and descriptions: without them the bot still works. */
async function publishTexts(): Promise<void> {
  await Promise.all([publishCommandMenus(bot.telegram), publishDescriptions(bot.telegram, nameOwnSite(config))]).catch(
    (error) => log.warn({ reason: describeError(error) }, 'Menus and descriptions could not be set'),
  );
}

function describeUrl(url: string): { path: string; host: string } {
  const { pathname: path, host } = new URL(url);
  return { path, host };
}
