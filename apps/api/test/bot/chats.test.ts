import { expect, test } from 'vitest';
import { BOT_SECRET, expectError, somebody, useApi } from '../support/test-api.ts';

const NEXT_SECRET = 'next-bot-secret-of-the-tests-0123456789abcdef';

const api = useApi({ TELEGRAM_BOT_SECRET: `${BOT_SECRET},${NEXT_SECRET}` });

const FIND = '/api/v1/bot/chats/find/';
const SAVE = '/api/v1/bot/chats/save/';

const call = (path: string, body: object, authorization = `Bearer ${BOT_SECRET}`) =>
  api.post(path, body, { headers: { authorization } });

async function find(telegramId: number): Promise<unknown> {
  const answer = await call(FIND, { telegram_id: telegramId });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().chat;
}

async function save(telegramId: number, change: object): Promise<void> {
  const answer = await call(SAVE, { telegram_id: telegramId, ...change });
  expect(answer.statusCode, answer.body).toBe(204);
}

test('a chat that was never saved is null', async () => {
  expect(await find(somebody().telegramId)).toBeNull();
});

test('a saved chat is found, also without a language', async () => {
  const { telegramId } = somebody();
  await save(telegramId, {});
  expect(await find(telegramId)).toEqual({ language: null, is_blocked: false });
});

test('the language is saved and replaced; the greatest telegram_id is taken', async () => {
  const telegramId = 2 ** 52;
  await save(telegramId, { language: 'ru' });
  expect(await find(telegramId)).toEqual({ language: 'ru', is_blocked: false });
  await save(telegramId, { language: 'uz-Cyrl' });
  expect(await find(telegramId)).toEqual({ language: 'uz-Cyrl', is_blocked: false });
});

test('a block is saved and cleared; an omitted field stays as it is', async () => {
  const { telegramId } = somebody();
  await save(telegramId, { language: 'en' });
  await save(telegramId, { is_blocked: true });
  expect(await find(telegramId)).toEqual({ language: 'en', is_blocked: true });
  await save(telegramId, { language: 'ru' });
  expect(await find(telegramId)).toEqual({ language: 'ru', is_blocked: true });
  await save(telegramId, { is_blocked: false });
  expect(await find(telegramId)).toEqual({ language: 'ru', is_blocked: false });
});

test('a chat that stays blocked keeps its time', async () => {
  const { telegramId } = somebody();
  const blockedAt = async () =>
    (await api.sql.query('SELECT blocked_at FROM telegram_chats WHERE telegram_id = $1', [telegramId])).rows[0]
      .blocked_at;
  await save(telegramId, { is_blocked: true });
  const first = await blockedAt();
  expect(first).toBeInstanceOf(Date);
  await save(telegramId, { is_blocked: true });
  await save(telegramId, { language: 'en' });
  expect(await blockedAt()).toEqual(first);
});

test.for([FIND, SAVE])('%s takes either secret of a rotation, and no other', async (path) => {
  const { telegramId } = somebody();
  const { access } = await api.signIn(somebody());
  const body = { telegram_id: telegramId };
  for (const authorization of [
    '',
    BOT_SECRET,
    'Bearer',
    'Bearer ',
    `Basic ${BOT_SECRET}`,
    `Bearer ${BOT_SECRET.slice(1)}`,
    `Bearer ${BOT_SECRET} ${BOT_SECRET}`,
    `Bearer ${BOT_SECRET},${NEXT_SECRET}`,
    `Bearer ${access}`,
  ]) {
    expectError(await call(path, body, authorization), 403, 'bot_secret_invalid');
  }
  expectError(await api.post(path, { ...body, secret_key: BOT_SECRET }), 403, 'bot_secret_invalid');
  expectError(await call(path, { telegram_id: 'no number' }, 'Bearer wrong'), 403, 'bot_secret_invalid');
  expect(await find(telegramId)).toBeNull();
  for (const secret of [BOT_SECRET, NEXT_SECRET])
    expect((await call(path, body, `Bearer ${secret}`)).statusCode).toBeLessThan(300);
});

test.for<[string, object]>([
  ['telegram_id', {}],
  ['telegram_id', { telegram_id: 0 }],
  ['telegram_id', { telegram_id: '5' }],
  ['telegram_id', { telegram_id: 2 ** 52 + 1 }],
  ['language', { telegram_id: 5, language: 'de' }],
  ['language', { telegram_id: 5, language: null }],
  ['is_blocked', { telegram_id: 5, is_blocked: 'yes' }],
  ['blocked', { telegram_id: 5, blocked: true }],
])('an invalid %s is refused: %j', async ([field, body]) => {
  const answer = await call(SAVE, body);
  expectError(answer, 400, 'validation_failed');
  expect(Object.keys(answer.json().error.fields)).toEqual([field]);
  expect(await find(5)).toBeNull();
});

test('a deleted account leaves nothing of its chat, and the chats of others stay', async () => {
  const [gone, other] = [somebody(), somebody()] as const;
  const { access } = await api.signIn(gone);
  for (const { telegramId } of [gone, other]) await save(telegramId, { language: 'ru' });
  const answer = await api.app.inject({
    method: 'DELETE',
    url: '/api/v1/auth/me/',
    headers: { authorization: `Bearer ${access}` },
  });
  expect(answer.statusCode).toBe(204);
  expect(await find(gone.telegramId)).toBeNull();
  expect(await find(other.telegramId)).toEqual({ language: 'ru', is_blocked: false });
});
