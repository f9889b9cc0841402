import { describe, expect, test } from 'vitest';
import { AZIZA, BOBUR, type Json, type OpenHandset, openHandset, USERNAME } from './support/open-handset.ts';

const open = (stack: OpenHandset, person: number, url: string) => stack.handset(`/users/${person}/links`, { url });
const LINK = `https://t.me/${USERNAME}?start=abc_-9`;

describe('a link with a start payload', () => {
  test('waits for START in a new chat', async () => {
    const stack = await openHandset();
    expect(await open(stack, AZIZA, LINK)).toEqual({
      status: 200,
      body: { started: false, bot: USERNAME, text: '/start abc_-9' },
    });
    expect(await stack.result('getUpdates')).toEqual([]);
  });

  test('sends the payload at once in a chat that was started before', async () => {
    const stack = await openHandset();
    await stack.write(AZIZA, '/start');
    const { body } = await open(stack, AZIZA, LINK);
    expect(body).toMatchObject({
      started: true,
      message: { text: '/start abc_-9', entities: [{ type: 'bot_command', offset: 0, length: 6 }] },
    });
    const updates = await stack.result('getUpdates');
    expect(updates.map(({ message }: Json) => message.text)).toEqual(['/start', '/start abc_-9']);
    expect(updates[1].message).toEqual(body.message);
  });

  test('two people open one link: the bot gets both, each from its sender', async () => {
    const stack = await openHandset();
    for (const person of [AZIZA, BOBUR]) await stack.write(person, '/start');
    await Promise.all([AZIZA, BOBUR].map((person) => open(stack, person, LINK)));
    const updates = await stack.result('getUpdates');
    const senders = updates.slice(2).map(({ message }: Json) => [message.from.id, message.text]);
    expect(senders.toSorted()).toEqual([
      [AZIZA, '/start abc_-9'],
      [BOBUR, '/start abc_-9'],
    ]);
  });

  test.for([
    ['t.me', () => LINK],
    ['tg://', () => `tg://resolve?domain=${USERNAME}&start=abc_-9`],
    ['the handset page', ({ port }: OpenHandset) => `http://localhost:${port}/?bot=@${USERNAME}&start=abc_-9`],
  ] as const)('may be written as a link of %s', async ([, linkOf]) => {
    const stack = await openHandset();
    const { body } = await open(stack, AZIZA, linkOf(stack));
    expect(body).toEqual({ started: false, bot: USERNAME, text: '/start abc_-9' });
  });

  test('leads to the bot that it names', async () => {
    const stack = await openHandset();
    await stack.write(AZIZA, '/start');
    expect((await open(stack, AZIZA, 'https://t.me/other_test_bot?start=x')).body).toMatchObject({ started: false });
    expect((await open(stack, AZIZA, 'https://t.me/nobodys_bot?start=x')).status).toBe(404);
  });

  test('is refused while the person blocks the bot', async () => {
    const stack = await openHandset();
    await stack.handset(`/users/${AZIZA}/block`, { blocked: true });
    expect(await open(stack, AZIZA, LINK)).toMatchObject({ status: 409, body: { error: { code: 'bot_blocked' } } });
  });

  test.each([
    '',
    'nonsense',
    'https://example.com/first_test_bot?start=x',
    'http://localhost:1/?bot=first_test_bot&start=x',
    'tg://settings?domain=first_test_bot&start=x',
    'https://t.me/?start=x',
    `https://t.me/${USERNAME}?start=`,
    `https://t.me/${USERNAME}?start=a.b`,
    `https://t.me/${USERNAME}?start=a%20b`,
    `https://t.me/${USERNAME}?start=${'x'.repeat(65)}`,
  ])('of a wrong form is refused, and sends nothing: %j', async (url) => {
    const stack = await openHandset();
    await stack.write(AZIZA, '/start');
    const answer = await open(stack, AZIZA, url);
    expect(answer).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining('url') } } });
    expect(await stack.result('getUpdates')).toHaveLength(1);
  });

  test('may have a payload of 64 characters', async () => {
    const stack = await openHandset();
    const payload = 'x'.repeat(64);
    const { body } = await open(stack, AZIZA, `https://t.me/${USERNAME}?start=${payload}`);
    expect(body.text).toBe(`/start ${payload}`);
  });
});

test('a link without a payload opens the chat and sends nothing', async () => {
  const stack = await openHandset();
  const url = `https://t.me/${USERNAME}`;
  expect((await open(stack, AZIZA, url)).body).toEqual({ started: false, bot: USERNAME, text: '/start' });
  await stack.write(AZIZA, '/start');
  expect((await open(stack, AZIZA, url)).body).toEqual({ started: true, bot: USERNAME, text: '/start' });
  expect(await stack.result('getUpdates')).toHaveLength(1);
});

test('a press on a button that the message lost still reaches the bot', async () => {
  const stack = await openHandset();
  await stack.write(AZIZA, '/start');
  const reply_markup = { inline_keyboard: [[{ text: '47', callback_data: 'choose 47' }]] };
  const { message_id } = await stack.result('sendMessage', { chat_id: AZIZA, text: 'Sign in?', reply_markup });
  await stack.result('editMessageText', { chat_id: AZIZA, message_id, text: 'Signed in' });
  const [, card] = (await stack.handset(`/users/${AZIZA}/messages`)).body;
  expect(card).not.toHaveProperty('reply_markup');

  const { callback_query_id } = await stack.write(AZIZA, { callback_data: 'choose 47', message_id });
  const updates = await stack.result('getUpdates');
  expect(updates.at(-1).callback_query).toMatchObject({ id: callback_query_id, data: 'choose 47', message: card });
});
