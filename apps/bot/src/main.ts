import { setTimeout as delay } from 'node:timers/promises';
import { inBoth } from '@raqam/service/bilingual';
import { describeVersion } from '@raqam/service/build-stamp';
import { describeProblems } from '@raqam/service/environment';
import { describeListenFailure } from '@raqam/service/listen-failure';
import { createApiClient } from '@raqam/shared/client';
import { createBot } from './bot.ts';
import { describeError } from './describe-error.ts';
import { readConfig, variables } from './env.ts';
import { publishCommandMenus } from './features/language.ts';
import { operatorTexts } from './operator-texts.ts';
import { watchReadiness } from './readiness.ts';
import { createRequestCode } from './request-code.ts';
import { createServer } from './server.ts';
import { type Interruption, TokenRefused } from './updates/connection.ts';
import { poll } from './updates/poll.ts';
import { receive } from './updates/receive.ts';

/** Milliseconds; three tries and their pauses fit into one update's time. */
const API_TIMEOUT = 3_000;

// biome-ignore lint/style/noProcessEnv: the environment is read here, once
const environment = process.env;
const read = readConfig(environment);
if (!read.ok) {
  process.stderr.write(describeProblems({ en: 'The bot can’t start', uz: 'Bot ishga tusha olmaydi' }, read.problems));
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
    log.error({ code }, inBoth(code === 'bot_secret_invalid' ? operatorTexts.secretRefused : operatorTexts.noCode));
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

process.exitCode = await serve();
await server.close();
process.exit(); // node-fetch keeps a timer of 500 s for every answer that was cut off

/** Resolves to the exit code, once the process is told to stop or can't go on. */
async function serve(): Promise<number> {
  try {
    await server.listen({ port: config.port, host: config.host });
  } catch (error) {
    const { reason, mend } = describeListenFailure('bot', variables.PORT.fallback, error);
    log.fatal({ reason }, inBoth(mend));
    return 1;
  }
  try {
    await run();
    return 0;
  } catch (error) {
    if (error instanceof TokenRefused) log.fatal(inBoth(operatorTexts.tokenRefused));
    else log.fatal({ reason: describeError(error) }, 'The bot ended unexpectedly');
    return 1;
  }
}

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
    onInterrupted(kind: Interruption, reason: string) {
      // For whoever asks, a webhook takes the updates as another instance would.
      readiness.interrupted(kind === 'webhook' ? 'conflict' : kind);
      log.warn({ reason }, inBoth(operatorTexts[kind]));
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
