import { botEnvironment } from '@raqam/dev/development-environment';
import { chooseFreePorts } from '@raqam/dev/ports';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { passADay } from './database.ts';
import { type Diagnosis, runDoctor } from './doctor.ts';
import { type Door, openDoor, rewriteJson } from './door.ts';
import { addBotAccount, type BotAccount, type Process, startApi, startBot, telegramOf } from './processes.ts';
import { serveBuild } from './site.ts';

/** A system of its own on the stack's database, without faults until a test adds one. */
export interface Deployment {
  api: Door;
  web: Door;
  bot: Door;
  telegram: Door;
  account: BotAccount;
  /** The API's environment. */
  apiEnvironment: Record<string, string>;
  /** Correct arguments and variables. */
  args: string[];
  environment: Record<string, string>;
  /** Changes fields of a service's own report. */
  report(service: 'api' | 'bot' | 'web', fields: object): void;
  examine(more?: { args?: string[]; environment?: Record<string, string> }): Promise<Diagnosis>;
}

/** For all tests of a file. The faults of a test are removed after it. */
export function useDeployment(): Deployment {
  const state: { deployment?: Deployment } = {};
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    state.deployment = await start((stop) => void stops.unshift(stop));
  });
  afterEach(async () => {
    await passADay();
    const { api, web, bot, telegram } = running();
    for (const door of [api, web, bot, telegram]) door.fault = {};
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
  });

  const running = () => {
    if (!state.deployment) throw new Error('The deployment is started before the first test');
    return state.deployment;
  };
  return new Proxy({} as Deployment, { get: (_, name) => Reflect.get(running(), name) }); // there once the tests run
}

async function start(onStop: (stop: () => Promise<void>) => void): Promise<Deployment> {
  const keep = <Part extends Process | { close(): Promise<void> }>(part: Part): Part => {
    onStop(() => ('stop' in part ? part.stop() : part.close()));
    return part;
  };
  const ports = await chooseFreePorts();
  const webUrl = `http://localhost:${ports.web}`;
  const account = await addBotAccount();
  const apiEnvironment = {
    CORS_ALLOWED_ORIGINS: `${webUrl},http://127.0.0.1:${ports.web}`,
    ...telegramOf(account),
  };
  const site = keep(
    await serveBuild({
      VITE_API_BASE_URL: `http://localhost:${ports.api}/api/v1`,
      VITE_TELEGRAM_BOT_USERNAME: account.username,
    }),
  );
  const bot = keep(await startBot(account, { REGISTER_URL: `${webUrl}/register` }));
  const doors = {
    api: keep(await openDoor(ports.api, keep(await startApi(apiEnvironment)).url)),
    web: keep(await openDoor(ports.web, site.url)),
    bot: keep(await openDoor(ports.bot, bot.url)),
    telegram: keep(await openDoor(ports.stack, inject('urls').stack)),
  };
  const args = ['--api', doors.api.url, '--web', doors.web.url, '--bot', doors.bot.url];
  const { BOT_SECRET_KEY = '' } = botEnvironment(ports);
  const environment = { BOT_TOKEN: account.token, BOT_SECRET_KEY, TELEGRAM_API_ROOT: doors.telegram.url };
  return {
    ...doors,
    account,
    apiEnvironment,
    args,
    environment,
    report(service, fields) {
      const path = service === 'web' ? '/build.json' : '/readyz';
      doors[service].fault = rewriteJson(path, (said) => ({ ...said, ...fields }));
    },
    examine: (more = {}) => runDoctor(more.args ?? args, { ...environment, ...more.environment }),
  };
}
