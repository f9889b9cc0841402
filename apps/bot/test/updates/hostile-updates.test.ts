import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { type FakeApi, startFakeApi } from '../support/fake-api.ts';
import { BOT_SECRET, BOT_TOKEN, REGISTER_URL } from '../support/run-bot.ts';
import { startBot } from '../support/start-bot.ts';
import { type StubTelegram, startStubTelegram } from '../support/stub-telegram.ts';

const SECRET = 'webhook-secret-0123456789';
/** Of people in hostile updates. Neither a log nor the api may get them. */
const CANARY_PHONE = '998931112233';
const CANARY_NAME = 'canary-name';

let telegram: StubTelegram;
let api: FakeApi;
let bot: ReturnType<typeof startBot>;
let url: string;
beforeAll(async () => {
  telegram = await startStubTelegram();
  api = await startFakeApi();
  const probe = await startFakeApi();
  await probe.close();
  const port = new URL(probe.url).port;
  url = `http://127.0.0.1:${port}/telegram`;
  bot = startBot({
    BOT_TOKEN,
    BOT_SECRET_KEY: BOT_SECRET,
    WEBSITE_URL: api.url,
    REGISTER_URL,
    TELEGRAM_API_ROOT: telegram.url,
    HOST: '127.0.0.1',
    PORT: port,
    BOT_WEBHOOK_URL: url,
    BOT_WEBHOOK_SECRET: SECRET,
  });
  await vi.waitFor(() => expect(bot.lines.join()).toContain('webhook'), { timeout: 60_000 });
}, 70_000);
afterAll(async () => {
  bot.kill();
  expect(await bot.exit).toBe(0);
  await telegram.close();
  await api.close();
});

const deliver = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  (
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': SECRET, ...headers },
      body,
    })
  ).status;

let updateCount = 0;
let personCount = 0;
const newPerson = () => {
  personCount += 1;
  return { id: 60_000 + personCount, is_bot: false, first_name: CANARY_NAME, language_code: 'uz' };
};

function updateOf(content: object): string {
  updateCount += 1;
  return JSON.stringify({ update_id: updateCount, ...content });
}

/** The bot still lives, and answers somebody who presses /help. */
async function expectAnAnswer(): Promise<void> {
  const from = newPerson();
  const message = { message_id: 1, date: 1_790_000_000, chat: { id: from.id, type: 'private' }, from, text: '/help' };
  expect(
    await deliver(updateOf({ message: { ...message, entities: [{ type: 'bot_command', offset: 0, length: 5 }] } })),
  ).toBe(200);
  expect(telegram.calls).toContainEqual({ method: 'sendMessage', chatId: from.id, text: messages.uz.help });
}

/** Nothing of a person in the log, and no error in it but the documented one, of an update that could not be answered. */
function expectAQuietLog(): void {
  const log = bot.lines.join('\n');
  for (const canary of [CANARY_PHONE, CANARY_NAME, BOT_SECRET, BOT_TOKEN, SECRET]) expect(log).not.toContain(canary);
  const errors = bot.lines.filter((line) => /"level":"(error|fatal)"/.test(line));
  expect(errors.filter((line) => !line.includes('"msg":"An update could not be answered"'))).toEqual([]);
}

const contact = (user_id?: number) => ({ phone_number: CANARY_PHONE, first_name: CANARY_NAME, user_id });

test.for<[string, (from: { id: number }) => object]>([
  ['a foreign contact', (from) => ({ contact: contact(from.id + 1) })],
  ['a contact without user_id', () => ({ contact: contact() })],
  ['a forwarded contact', (from) => ({ contact: contact(from.id), forward_origin: { type: 'user', date: 1 } })],
  ['a contact forwarded as in older versions', (from) => ({ contact: contact(from.id), forward_date: 1 })],
  ['a contact in a group', (from) => ({ contact: contact(from.id), chat: { id: -100, type: 'supergroup' } })],
  ['a contact in a channel', (from) => ({ contact: contact(from.id), chat: { id: -100, type: 'channel' } })],
])('%s: no call to the API', async ([, describe]) => {
  const from = newPerson();
  const message = {
    message_id: 1,
    date: 1_790_000_000,
    chat: { id: from.id, type: 'private' },
    from,
    ...describe(from),
  };
  expect(await deliver(updateOf({ message }))).toBe(200);
  await expectAnAnswer();
  expect(JSON.stringify([api.calls, api.bot.calls])).not.toContain(CANARY_PHONE);
  expectAQuietLog();
});

test('the same update five times: one answer', async () => {
  const from = newPerson();
  const message = { message_id: 1, date: 1_790_000_000, chat: { id: from.id, type: 'private' }, from, text: 'salom' };
  const update = updateOf({ message });
  expect(await Promise.all([1, 2, 3, 4, 5].map(() => deliver(update)))).toEqual([200, 200, 200, 200, 200]);
  expect(telegram.calls.filter(({ chatId }) => chatId === from.id)).toHaveLength(1);
});

const nasty = fc.oneof(
  fc.constantFrom(
    '/start',
    `/start ${'A'.repeat(22)}`,
    '/start\u0000',
    '/language',
    '\u202e/help',
    'card:x:12',
    '\ud800',
  ),
  fc.constantFrom(
    'x'.repeat(100_000),
    '\u0000'.repeat(50),
    '🏳️‍🌈'.repeat(2_000),
    `language:${'uz'.repeat(60)}`,
    'disown:',
  ),
  fc.string({ unit: 'binary' }),
);
const id = fc.oneof(fc.constantFrom(0, -1, -1_001_000_000_001, 2 ** 52, 2 ** 60, 1.5, null, '7', {}), fc.integer());
const anything = fc.oneof(fc.anything({ withNullPrototype: false }), nasty, id);
const user = fc.oneof(
  fc.constant(undefined).map(() => newPerson()),
  fc.record(
    { id, is_bot: fc.boolean(), first_name: nasty, last_name: nasty, language_code: nasty },
    { requiredKeys: [] },
  ),
);
const chat = fc.record(
  {
    id,
    type: fc.constantFrom('private', 'private', 'group', 'supergroup', 'channel', 'other'),
    is_forum: fc.boolean(),
  },
  { requiredKeys: [] },
);
const message = fc.record(
  {
    message_id: id,
    date: fc.oneof(fc.nat(), anything),
    chat,
    from: user,
    sender_chat: chat,
    text: nasty,
    contact: fc.oneof(fc.constant(contact(1)), anything),
    entities: fc.array(
      fc.record({ type: fc.constantFrom('bot_command', 'bold', 'url', 'newer'), offset: id, length: id }),
    ),
    forward_origin: anything,
    via_bot: user,
    new_chat_members: anything,
    photo: anything,
    successful_payment: anything,
  },
  { requiredKeys: [] },
);
const press = fc.record(
  {
    id: fc.oneof(nasty, fc.constant('1')),
    from: user,
    message,
    inline_message_id: nasty,
    data: fc.oneof(
      nasty,
      fc.constantFrom('card:ref:12', 'card:ref:-', `number:${'r'.repeat(5_000)}:99`, 'undo:', 'undo:x', 'language:xx'),
    ),
    game_short_name: nasty,
  },
  { requiredKeys: [] },
);
const KINDS_OF_MESSAGES = [
  'message',
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'business_message',
  'edited_business_message',
  'guest_message',
] as const;
const OTHER_KINDS = [
  'inline_query',
  'chosen_inline_result',
  'shipping_query',
  'pre_checkout_query',
  'poll',
  'poll_answer',
  'my_chat_member',
  'chat_member',
  'chat_join_request',
  'message_reaction',
  'chat_boost',
  'business_connection',
  'deleted_business_messages',
  'purchased_paid_media',
  'managed_bot',
  'of_next_year',
] as const;
const update = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...KINDS_OF_MESSAGES), message) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('callback_query'), press) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...OTHER_KINDS), anything) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('message', 'callback_query'), anything) },
);

/** Whether keys of a body lead to a prototype: fastify refuses these. */
function reachesPrototype(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false;
  const maker: unknown = Object.hasOwn(value, 'constructor') ? value.constructor : undefined;
  const isMaker = maker !== null && typeof maker === 'object' && Object.hasOwn(maker, 'prototype');
  return isMaker || Object.hasOwn(value, '__proto__') || Object.values(value).some(reachesPrototype);
}

test('200 updates as no person sends them: each is taken, nothing leaks, and the next person is answered', async () => {
  const before = { calls: api.calls.length };
  await fc.assert(
    fc.asyncProperty(update, async ([kind, content]) => {
      const body = updateOf({ [kind]: content });
      expect(await deliver(body), body).toBe(reachesPrototype(JSON.parse(body)) ? 400 : 200);
    }),
    { numRuns: 200, seed: 1 }, // the same ones each time
  );
  await expectAnAnswer();
  expect(JSON.stringify([api.calls.slice(before.calls), api.bot.calls])).not.toContain(CANARY_PHONE);
  expectAQuietLog();
});

test.for<[string, string | Uint8Array<ArrayBuffer>, Record<string, string>, number]>([
  ['broken JSON', '{"update_id":', {}, 400],
  ['no body', '', {}, 400],
  ['null', 'null', {}, 400],
  ['an array', '[]', {}, 400],
  ['a number', '7', {}, 400],
  ['no update_id', '{}', {}, 400],
  ['an update_id that is a text', '{"update_id":"7"}', {}, 400],
  ['__proto__', '{"update_id":7,"__proto__":{"message":{}}}', {}, 400],
  ['a deep value', `{"update_id":7,"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, {}, 200],
  ['bytes that are no UTF-8', new Uint8Array([0xff, 0xfe, 0x00]), {}, 400],
  ['2 MB', JSON.stringify({ update_id: 7, x: 'x'.repeat(2_000_000) }), {}, 413],
  ['a form', 'update_id=7', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ['another content type', '<update/>', { 'content-type': 'application/xml' }, 415],
  ['no secret', '{"update_id":7}', { 'x-telegram-bot-api-secret-token': '' }, 403],
  ['a wrong secret', '{"update_id":7}', { 'x-telegram-bot-api-secret-token': `${SECRET}x` }, 403],
  ['two secrets', '{"update_id":7}', { 'x-telegram-bot-api-secret-token': `${SECRET}, ${SECRET}` }, 403],
])('the port gets %s: a refusal, never a failure', async ([, body, headers, status]) => {
  expect(await deliver(body, headers)).toBe(status);
  expectAQuietLog();
});
