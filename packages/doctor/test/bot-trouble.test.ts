import { chooseFreePorts } from '@raqam/dev/ports';
import { beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { useDeployment } from './support/deployment.ts';
import { runDoctor, startDoctor } from './support/doctor.ts';
import { rewriteJson } from './support/door.ts';
import { addBotAccount, type BotAccount, handset, startApi, startBot } from './support/processes.ts';

const deployment = useDeployment();
const MINUTE = 60_000;

test('a bot without a clear answer from the API yet is a warning, which the last lines count', async () => {
  deployment.report('bot', { api: 'unknown' });
  const { output } = await startDoctor(deployment.args, deployment.environment).ended;
  expect(output).toMatch(/\nAll checks were made\. No problems found\.\n1 warning\.\n$/);
  const diagnosis = await deployment.examine();
  expect(diagnosis.marked('failed')).toEqual([]);
  expect(diagnosis.marked('warning')).toEqual(['bot-api']);
});

test('a conflict of ten minutes ago, as after a redeploy, is no problem', async () => {
  const lastConflict = new Date(Date.now() - 10 * MINUTE).toISOString();
  deployment.bot.fault = rewriteJson('/readyz', (told) => ({ ...told, last_conflict: lastConflict }));
  expect((await deployment.examine()).marked('failed')).toEqual([]);
});

describe('bots with real faults', () => {
  let other: BotAccount;
  beforeAll(async () => {
    other = await addBotAccount();
  });

  /** Lets the deployment's API link to another bot. */
  const linkTo = ({ token, username }: BotAccount) =>
    deployment.report('api', { bot: username, mini_app: token.split(':')[0] });

  /** Examines a bot of its own, besides the deployment's API and site. */
  const examineBot = async (environment: Record<string, string>, given = other) => {
    const bot = await startBot(other, environment);
    onTestFinished(() => bot.stop());
    await expect
      .poll(async () => Reflect.get(Object(await (await fetch(`${bot.url}/readyz`)).json()), 'api'))
      .not.toBe('unknown');
    const { api, web } = deployment;
    deployment.report('web', { botUsername: other.username });
    linkTo(other);
    return runDoctor(['--api', api.url, '--web', web.url, '--bot', bot.url], {
      ...deployment.environment,
      BOT_TOKEN: given.token,
    });
  };
  const site = () => ({ REGISTER_URL: `${deployment.web.url}/register` });

  test('the API refuses the bot’s key, though the doctor was given the right one', async () => {
    const diagnosis = await examineBot({ ...site(), BOT_SECRET_KEY: 'another-secret-than-the-one-of-the-api' });
    expect(diagnosis.marked('failed')).toEqual(['bot-api']);
    expect(diagnosis.of('bot-api').fix).toMatch(/^BOT_SECRET_KEY of the bot and TELEGRAM_BOT_SECRET of the api/);
  });

  test('WEBSITE_URL leads to a port where nothing listens', async () => {
    const { api: port } = await chooseFreePorts();
    const diagnosis = await examineBot({ ...site(), WEBSITE_URL: `http://127.0.0.1:${port}` });
    expect(diagnosis.marked('failed')).toEqual(['bot-api']);
    expect(diagnosis.of('bot-api').fix).toMatch(/^WEBSITE_URL of the bot/);
  });

  test('ALLOWED_HOSTS of the API lacks the name by which the bot calls it', async () => {
    const api = await startApi({ ...deployment.apiEnvironment, ALLOWED_HOSTS: '127.0.0.1' });
    onTestFinished(() => api.stop());
    const diagnosis = await examineBot({ ...site(), WEBSITE_URL: api.url.replace('127.0.0.1', 'localhost') });
    expect(diagnosis.marked('failed')).toEqual(['bot-api']);
    expect(diagnosis.of('bot-api').fix).toMatch(
      /^ALLOWED_HOSTS of the api: add the host name in WEBSITE_URL of the bot/,
    );
  });

  test('the bot runs with the token of another bot than the operator gives', async () => {
    const diagnosis = await examineBot(site(), deployment.account);
    expect(diagnosis.marked('failed')).toEqual(['bot-name']);
    expect(diagnosis.of('bot-name').fix).toMatch(/^BOT_TOKEN of the bot: the token of @/);
  });

  test('two of them poll', async () => {
    const bots = [await startBot(other), await startBot(other)];
    onTestFinished(async () => void (await Promise.all(bots.map((bot) => bot.stop()))));
    const url = bots[0]?.url ?? '';
    const readConflict = async () => Reflect.get(Object(await (await fetch(`${url}/readyz`)).json()), 'last_conflict');
    await expect.poll(readConflict).not.toBeNull();
    const diagnosis = await runDoctor(['--bot', url]);
    expect(diagnosis.of('bot-alone').mark).toBe('failed');
    expect(diagnosis.of('bot-alone').fix).toMatch(/^Run the bot in one place only/);
  });

  test('the webhook can’t be delivered', async () => {
    const { bot: port } = await chooseFreePorts();
    const call = async (method: string, body: object) => {
      const response = await fetch(`${inject('urls').stack}/bot${other.token}/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return Object(await response.json()).result;
    };
    await call('setWebhook', { url: `http://127.0.0.1:${port}/telegram` });
    onTestFinished(() => call('deleteWebhook', { drop_pending_updates: true }));
    await handset(`/users/1001/messages?bot=${other.username}`, { text: '/start' });
    await expect.poll(() => call('getWebhookInfo', {})).toMatchObject({ last_error_message: expect.any(String) });

    const environment = { BOT_TOKEN: other.token, TELEGRAM_API_ROOT: inject('urls').stack };
    linkTo(other);
    const diagnosis = await runDoctor(['--api', deployment.api.url], environment);
    expect(diagnosis.marked('failed')).toEqual(['telegram-webhook']);
    expect(diagnosis.of('telegram-webhook').seen).toMatch(/the last delivery failed 0 min ago: Connection refused/);
    expect(diagnosis.of('telegram-updates')).toMatchObject({ mark: 'warning', seen: '1 update is pending' });
  });
});
