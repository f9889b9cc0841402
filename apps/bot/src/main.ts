import { setTimeout as delay } from 'node:timers/promises';
import { describeVersion } from '@raqam/shared/build-stamp';
import { createApiClient } from '@raqam/shared/client';
import { describeProblems } from '@raqam/shared/environment';
import { createBot } from './bot.ts';
import { describeError } from './describe-error.ts';
import { readConfig } from './env.ts';
import { publishCommandMenus } from './features/language.ts';
import { watchReadiness } from './readiness.ts';
import { createRequestCode } from './request-code.ts';
import { createServer } from './server.ts';
import { TokenRefused } from './updates/connection.ts';
import { poll } from './updates/poll.ts';
import { receive } from './updates/receive.ts';

/** Milliseconds; three tries and their pauses fit into one update's time. */
const API_TIMEOUT = 3_000;

// biome-ignore lint/style/noProcessEnv: the environment is read here, once
const environment = process.env;
const read = readConfig(environment);
if (!read.ok) {
  process.stderr.write(describeProblems('The bot can’t start', read.problems));
  process.exit(1);
}
const { config } = read;

let menusPublished = false;
const stopping = new AbortController();
const { webhook } = config;
const readiness = watchReadiness(
  {
    mode: webhook ? 'webhook' : 'polling',
    register_url: config.registerUrl,
    version: describeVersion(environment),
  },
  () => new Date(),
);

const server = createServer({
  logLevel: config.logLevel,
  readiness: readiness.describe,
  webhook: webhook && {
    path: new URL(webhook.url).pathname,
    secret: webhook.secret,
    handle: (update) => bot.handleUpdate(update),
  },
});
const { log } = server;

const api = createApiClient({ baseUrl: config.apiUrl, timeout: API_TIMEOUT });
const bot = createBot(config.token, {
  telegramApiRoot: config.telegramApiRoot,
  registerUrl: config.registerUrl,
  requestCode: createRequestCode(api, config.secretKey, delay),
  delay,
  onRefused(code) {
    if (code === 'bot_secret_invalid') {
      log.error('The API refused the bot: BOT_SECRET_KEY of the bot must equal TELEGRAM_BOT_SECRET of the API');
    } else log.error({ code }, 'The API at WEBSITE_URL gave no code');
  },
  onError: (reason) => log.error({ reason }, 'An update could not be answered'),
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    log.info({ signal }, 'Stopping');
    readiness.stopping();
    stopping.abort();
  });
}

try {
  await server.listen({ port: config.port, host: config.host });
  await run();
} catch (error) {
  if (error instanceof TokenRefused) log.fatal('Telegram refused BOT_TOKEN: ask @BotFather for the token of this bot');
  else log.fatal({ reason: describeError(error) }, `The bot can’t run (HOST ${config.host}, PORT ${config.port})`);
  process.exitCode = 1;
}
await server.close();
process.exit(); // node-fetch keeps a timer of 500 s for every answer that was cut off

/** Takes updates until the process is told to stop. */
function run(): Promise<void> {
  const pause = (ms: number, signal: AbortSignal) => delay(ms, undefined, { signal }).catch(() => {}); // woken to stop
  const events = {
    onConnected() {
      if (!menusPublished) void publishMenus();
      menusPublished = true;
      readiness.connected();
      log.info(webhook ? 'Receiving updates by webhook' : 'Polling');
    },
    onInterrupted(kind: 'conflict' | 'unreachable', reason: string) {
      readiness.interrupted(kind);
      if (kind === 'conflict')
        log.warn({ reason }, 'Another instance of this bot takes its updates: trying again until it ends');
      else log.warn({ reason }, 'Telegram is out of reach: trying again');
    },
  };
  return webhook ? receive(bot, webhook, stopping.signal, pause, events) : poll(bot, stopping.signal, pause, events);
}

/** Menus are a nicety: without them the bot still works. */
async function publishMenus(): Promise<void> {
  await publishCommandMenus(bot.telegram).catch((error) =>
    log.warn({ reason: describeError(error) }, 'The command menus could not be set'),
  );
}
