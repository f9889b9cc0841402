import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { apiEnvironment, botEnvironment } from '@raqam/dev/development-environment';
import { chooseFreePorts } from '@raqam/dev/ports';
import { startService } from '@raqam/dev/service';
import { inject, onTestFinished } from 'vitest';
import { addBot } from './handset.ts';

export interface Process {
  url: string;
  /** Its output; complete once it has stopped. */
  log: string[];
  stop(): Promise<void>;
  /** Starts it again on the same port, after `stop`. */
  startAgain(): Promise<void>;
}

export interface BotAccount {
  token: string;
  username: string;
}

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** Starts a second replica of the API on the stack's database; it ends with the test. */
export async function startApi(environment: Record<string, string> = {}): Promise<Process> {
  const { api } = await chooseFreePorts();
  const env = apiEnvironment({ ...inject('ports'), api }, inject('urls').postgres);
  return start('api', 'src/server.ts', api, { ...env, ...environment });
}

/** Adds a bot, without a process yet, beside the product's own. */
export async function addBotAccount(): Promise<BotAccount> {
  const id = 2_000_000_000 + randomBytes(3).readUIntBE(0, 3);
  const account = { token: `${id}:token-of-a-bot-for-one-test`, username: `test_${id}_bot` };
  await addBot(account);
  return account;
}

/** Starts another process of the bot; it ends with the test. */
export async function startBot(account: BotAccount, environment: Record<string, string> = {}): Promise<Process> {
  const { bot } = await chooseFreePorts();
  const env = { ...botEnvironment({ ...inject('ports'), bot }), BOT_TOKEN: account.token };
  return start('bot', 'src/main.ts', bot, { ...env, ...environment });
}

async function start(app: 'api' | 'bot', entry: string, port: number, env: Record<string, string>): Promise<Process> {
  const url = `http://127.0.0.1:${port}`;
  const log: string[] = [];
  const launch = () =>
    startService({
      name: app,
      args: [entry],
      cwd: `${root}/apps/${app}`,
      env,
      readyUrl: `${url}/readyz`,
      print: (line) => log.push(line),
    });
  let service = launch();
  const stop = async () => void (await service.stop());
  onTestFinished(stop);
  await service.ready();
  return {
    url,
    log,
    stop,
    async startAgain() {
      service = launch();
      await service.ready();
    },
  };
}
