import { botContract } from '@raqam/shared/contract/bot';
import { API_BASE_PATH } from '@raqam/shared/routes';
import { describe, expect, test } from 'vitest';
import { withBot } from '../../support/press.ts';
import { BOT_SECRET, expectError, fromElsewhere, SECRET_KEY, somebody, useApi } from '../../support/test-api.ts';

const NEXT_SECRET = 'next-bot-secret-of-the-tests-0123456789ab';
const api = useApi({ ...withBot, TELEGRAM_BOT_SECRET: `${BOT_SECRET},${NEXT_SECRET}` });

const endpoints = Object.entries(botContract).map(([name, { path }]) => [name, API_BASE_PATH + path] as const);
const post = (path: string, body: unknown, authorization?: string, more: object = {}) =>
  api.post(path, body, { headers: { ...(authorization !== undefined && { authorization }), ...more } });

test('the bot has as many endpoints as are tested here', () => {
  expect(endpoints.length).toBeGreaterThanOrEqual(8);
});

// before the thousand refusals below: they leave no time for input and output, and a sign-in would find the api overloaded
test('an access token of a user opens no endpoint of the bot', async () => {
  const { access } = await api.signIn(somebody(), fromElsewhere());
  for (const [, path] of endpoints) expectError(await post(path, {}, `Bearer ${access}`), 403, 'bot_secret_invalid');
});

describe.for(endpoints)('%s', ([, path]) => {
  const { telegramId: telegram_id } = somebody();

  test.for([
    ['none', undefined],
    ['an empty one', 'Bearer '],
    ['a wrong one', `Bearer ${BOT_SECRET.slice(0, -1)}x`],
    ['a shorter one', `Bearer ${BOT_SECRET.slice(0, -1)}`],
    ['a longer one', `Bearer ${BOT_SECRET}x`],
    ['both at once', `Bearer ${BOT_SECRET},${NEXT_SECRET}`],
    ['another key', `Bearer ${SECRET_KEY}`],
    ['undefined', 'Bearer undefined'],
    ['no scheme', BOT_SECRET],
    ['another scheme', `Basic ${BOT_SECRET}`],
  ])('is refused with %s, whatever the body', async ([, authorization]) => {
    for (const body of [{ telegram_id }, {}, '', '{', '[]', 'null', `{"a":"${'x'.repeat(5_000)}"}`])
      expectError(await post(path as string, body, authorization), 403, 'bot_secret_invalid');
  });

  test('is refused with the secret in the body or the query', async () => {
    expectError(await post(path as string, { secret_key: BOT_SECRET }), 403, 'bot_secret_invalid');
    expectError(await post(`${path}?secret_key=${BOT_SECRET}`, {}), 403, 'bot_secret_invalid');
  });

  test('takes either of two secrets', async () => {
    for (const secret of [BOT_SECRET, NEXT_SECRET])
      expect((await post(path as string, { nothing: true }, `Bearer ${secret}`)).statusCode).toBe(400);
  });
});

test('no secret that was tried is in the log', () => {
  for (const secret of [BOT_SECRET, NEXT_SECRET, SECRET_KEY]) expect(api.log.join('\n')).not.toContain(secret);
});
