import { chooseFreePorts } from '@raqam/dev/ports';
import { describe, expect, test } from 'vitest';
import { useDeployment } from './support/deployment.ts';
import { runDoctor } from './support/doctor.ts';

const deployment = useDeployment();

describe('wrong arguments and variables', () => {
  test('another bot secret than the API’s', async () => {
    const diagnosis = await deployment.examine({
      environment: { BOT_SECRET_KEY: 'another-secret-than-the-one-of-the-api' },
    });
    expect(diagnosis.marked('failed')).toEqual(['bot-secret']);
    expect(diagnosis.of('bot-secret').fix).toMatch(/^BOT_SECRET_KEY of the bot and TELEGRAM_BOT_SECRET of the api/);
  });

  test('a bot secret that is none of the API’s, where both are known: it is not even sent', async () => {
    deployment.api.log.length = 0;
    const diagnosis = await deployment.examine({
      environment: { TELEGRAM_BOT_SECRET: 'the-first-secret-of-the-api-000000,the-second-secret-of-the-api-0000' },
    });
    expect(diagnosis.marked('failed')).toEqual(['bot-secret']);
    expect(deployment.api.log.filter(({ path }) => path.includes('/otp/'))).toEqual([]);
  });

  test('one secret of two, while one replaces the other, is right', async () => {
    const { BOT_SECRET_KEY = '' } = deployment.environment;
    const diagnosis = await deployment.examine({
      environment: { TELEGRAM_BOT_SECRET: `the-next-secret-of-the-api-0000000, ${BOT_SECRET_KEY}` },
    });
    expect(diagnosis.marked('failed')).toEqual([]);
  });

  test('--api and --web exchanged', async () => {
    const { api, web } = deployment;
    const diagnosis = await deployment.examine({ args: ['--api', web.url, '--web', api.url] });
    expect(diagnosis.marked('failed')).toEqual(['api-health', 'web-app']);
    for (const name of ['api-health', 'web-app'] as const) {
      expect(diagnosis.of(name).fix).toMatch(/^Swap --api and --web/);
    }
  });

  test('a URL of the API where nothing listens', async () => {
    const { api: port } = await chooseFreePorts();
    const diagnosis = await deployment.examine({ args: ['--api', `http://localhost:${port}`] });
    expect(diagnosis.marked('failed')).toEqual(['api-health']);
    expect(diagnosis.of('api-health').seen).toMatch(/nothing listens/);
  });

  test('a host that does not exist', async () => {
    const diagnosis = await deployment.examine({ args: ['--api', 'https://raqam-doctor.invalid'] });
    expect(diagnosis.marked('failed')).toEqual(['api-address', 'api-health']);
    expect(diagnosis.of('api-address').seen).toMatch(/no such host|connection broke|no answer/);
  });

  test('a bot that can’t be reached', async () => {
    const { bot: port } = await chooseFreePorts();
    const { api, web } = deployment;
    const diagnosis = await deployment.examine({
      args: ['--api', api.url, '--web', web.url, '--bot', `http://localhost:${port}`],
    });
    expect(diagnosis.marked('failed')).toEqual(['bot-ready']);
    expect(diagnosis.of('bot-ready').fix).toMatch(/^Start the bot service/);
  });

  test('a URL of the bot where the API answers', async () => {
    const { api, web } = deployment;
    const diagnosis = await deployment.examine({ args: ['--api', api.url, '--web', web.url, '--bot', api.url] });
    expect(diagnosis.marked('failed')).toEqual(['bot-ready']);
    expect(diagnosis.of('bot-ready').seen).toMatch(/something else answers there, not the bot/);
  });

  test.for([
    ['a token that Telegram refuses', '2999999999:token-that-was-revoked-long-ago'],
    ['a token that is none', 'token-with-a-word-of-its-own'],
  ])('%s', async ([, token = '']) => {
    const diagnosis = await deployment.examine({ environment: { BOT_TOKEN: token } });
    expect(diagnosis.marked('failed')).toEqual(['telegram-token']);
    expect(diagnosis.of('telegram-token').fix).toMatch(
      /^BOT_TOKEN of the bot: get the token of this bot from @BotFather/,
    );
  });

  test.for(['http://telegram.example.uz', 'http://198.51.100.7'])('the token is not sent to %s', async (root) => {
    const diagnosis = await deployment.examine({ environment: { TELEGRAM_API_ROOT: root } });
    expect(diagnosis.marked('failed')).toEqual(['telegram-token']);
    expect(diagnosis.of('telegram-token').seen).toMatch(/^tokens and keys are not sent/);
  });
});

test('SameSite=Lax although web and API are on two sites', async () => {
  const { api, web } = deployment;
  const diagnosis = await deployment.examine({
    args: ['--api', api.url, '--web', web.url.replace('localhost', '127.0.0.1')],
  });
  expect(diagnosis.marked('failed')).toEqual(['cookies']);
  expect(diagnosis.of('cookies').fix).toMatch(/^COOKIE_SAMESITE of the api: none/);
});

describe('without keys and the bot’s URL', () => {
  test('the name of the documentation’s example is refused as the bot of the site: a stranger may own it', async () => {
    const { api, web } = deployment;
    deployment.report('web', { botUsername: 'your_bot' });
    const diagnosis = await runDoctor(['--api', api.url, '--web', web.url]);
    expect(diagnosis.marked('failed')).toEqual(['telegram-name']);
    expect(diagnosis.of('telegram-name').fix).toMatch(/^VITE_TELEGRAM_BOT_USERNAME of the web build/);
  });

  test('the running bot’s name is enough to see another bot on the site', async () => {
    const { api, web, bot } = deployment;
    deployment.report('web', { botUsername: 'other_bot' });
    const diagnosis = await runDoctor(['--api', api.url, '--web', web.url, '--bot', bot.url]);
    expect(diagnosis.marked('failed')).toEqual(['telegram-name']);
    expect(diagnosis.of('telegram-name').fix).toContain(deployment.account.username);
  });

  test('the API’s own report is enough to see another bot on the site', async () => {
    const { api, web } = deployment;
    deployment.report('web', { botUsername: 'other_bot' });
    const diagnosis = await runDoctor(['--api', api.url, '--web', web.url]);
    expect(diagnosis.marked('failed')).toEqual(['telegram-name']);
    expect(diagnosis.of('telegram-name').fix).toMatch(/web build and TELEGRAM_BOT_USERNAME of the api: the same bot/);
  });

  test('the running bot’s id is enough to see that TELEGRAM_BOT_ID is another one’s', async () => {
    const { api, bot, account } = deployment;
    deployment.report('api', { mini_app: '1234567890' });
    const diagnosis = await runDoctor(['--api', api.url, '--bot', bot.url]);
    expect(diagnosis.marked('failed')).toEqual(['api-mini-app']);
    expect(diagnosis.of('api-mini-app').fix).toBe(`TELEGRAM_BOT_ID of the api: ${account.token.split(':')[0]}`);
  });
});
