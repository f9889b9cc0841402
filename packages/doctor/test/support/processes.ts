import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { apiEnvironment, botEnvironment } from '@raqam/dev/development-environment';
import { chooseFreePorts } from '@raqam/dev/ports';
import { type Service, startService } from '@raqam/dev/service';
import { inject } from 'vitest';

export interface Process {
  url: string;
  stop(): Promise<void>;
}

export interface BotAccount {
  token: string;
  username: string;
}

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** One more process of the API; on the stack's database, if nothing else is said. */
export async function startApi(environment: Record<string, string> = {}): Promise<Process> {
  const { api } = await chooseFreePorts();
  const env = { ...apiEnvironment({ ...inject('ports'), api }, inject('urls').postgres), ...environment };
  return start('api', 'src/server.ts', api, env, '/healthz');
}

/** One more process of the bot. */
export async function startBot(account: BotAccount, environment: Record<string, string> = {}): Promise<Process> {
  const { bot } = await chooseFreePorts();
  const env = { ...botEnvironment({ ...inject('ports'), bot }), BOT_TOKEN: account.token, ...environment };
  return start('bot', 'src/main.ts', bot, env, '/readyz');
}

/** A bot that nobody serves yet, beside the product's own. */
export async function addBotAccount(): Promise<BotAccount> {
  const id = 2_000_000_000 + randomBytes(3).readUIntBE(0, 3);
  const account = { token: `${id}:token-of-a-bot-for-one-test`, username: `test_${id}_bot` };
  await handset('/bots', account);
  return account;
}

/** The variables of an API that links to this bot. */
export const telegramOf = ({ token, username }: BotAccount): Record<string, string> => ({
  TELEGRAM_BOT_USERNAME: username,
  TELEGRAM_BOT_ID: token.split(':')[0] ?? '',
});

/** Calls the handset API. */
export async function handset(path: string, body: object): Promise<void> {
  const response = await fetch(`${inject('urls').stack}/handset${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} → ${response.status} ${await response.text()}`);
}

async function start(
  app: 'api' | 'bot',
  entry: string,
  port: number,
  env: Record<string, string>,
  readyPath: string,
): Promise<Process> {
  const url = `http://127.0.0.1:${port}`;
  const service: Service = startService({
    name: app,
    args: [entry],
    cwd: `${root}/apps/${app}`,
    env,
    readyUrl: url + readyPath,
    print: () => {},
  });
  await service.ready();
  return { url, stop: async () => void (await service.stop()) };
}
