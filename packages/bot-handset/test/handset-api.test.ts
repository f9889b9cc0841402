import { describe, expect, test } from 'vitest';
import { AZIZA, BOBUR, call, type Json, openHandset } from './support/open-handset.ts';

describe('people', () => {
  test('two are there from the start', async () => {
    const stack = await openHandset();
    expect((await stack.handset('/users')).body).toEqual([
      { telegram_id: AZIZA, first_name: 'Aziza', phone: '+998901234567', language_code: 'uz', blocked: false },
      { telegram_id: BOBUR, first_name: 'Bobur', phone: '+998935550199', language_code: 'ru', blocked: false },
    ]);
  });

  test('a new one is created, and changed when posted again; omitted fields stay', async () => {
    const stack = await openHandset();
    const created = await stack.handset('/users', {
      telegram_id: 42,
      first_name: 'Dilnoza',
      phone: '998 90 765-43-21',
    });
    expect(created).toEqual({
      status: 201,
      body: { telegram_id: 42, first_name: 'Dilnoza', phone: '+998907654321', language_code: 'uz', blocked: false },
    });
    const changed = await stack.handset('/users', { telegram_id: 42, language_code: 'en' });
    expect(changed).toEqual({ status: 200, body: { ...created.body, language_code: 'en' } });
    expect(await stack.write(42, '/start')).toMatchObject({ from: { first_name: 'Dilnoza', language_code: 'en' } });
  });

  test('a deleted one is gone, with the chat: the bot can no longer write there', async () => {
    const stack = await openHandset();
    const id = 2 ** 52;
    const remove = () => call(`${stack.url}/handset/users/${id}`, { method: 'DELETE' });
    await stack.handset('/users', { telegram_id: id });
    await stack.write(id, 'Hello');
    expect((await remove()).status).toBe(200);
    expect((await stack.handset(`/users/${id}`)).status).toBe(404);
    expect((await stack.api('sendMessage', { chat_id: id, text: 'Hello' })).body).toMatchObject({ error_code: 400 });
    expect((await remove()).status).toBe(404);
    await stack.handset('/users', { telegram_id: id });
    expect((await stack.handset(`/users/${id}/messages`)).body).toEqual([]);
  });

  test('only telegram_id is required', async () => {
    const stack = await openHandset();
    const { status, body } = await stack.handset('/users', { telegram_id: 4503599627370496 });
    expect(status).toBe(201);
    expect(body).toMatchObject({ first_name: expect.any(String), phone: expect.stringMatching(/^\+\d+$/) });
  });

  test.each<[string, object]>([
    ['telegram_id', {}],
    ['telegram_id', { telegram_id: '7' }],
    ['telegram_id', { telegram_id: 0 }],
    ['telegram_id', { telegram_id: 1.5 }],
    ['telegram_id', { telegram_id: 4503599627370497 }],
    ['first_name', { telegram_id: 7, first_name: 5 }],
    ['first_name', { telegram_id: 7, first_name: ' ' }],
    ['phone', { telegram_id: 7, phone: 'abc' }],
    ['language_code', { telegram_id: 7, language_code: 'Klingon!' }],
  ])('a wrong %s is named: %j', async (field, body) => {
    const stack = await openHandset();
    const answer = await stack.handset('/users', body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toEqual({ code: 'invalid_input', message: expect.stringContaining(field) });
    expect((await stack.handset('/users')).body).toHaveLength(2);
  });
});

describe('messages of a person', () => {
  test('a text arrives trimmed and highlighted', async () => {
    const stack = await openHandset();
    const sent = await stack.write(AZIZA, '  /start abc  ');
    expect(sent).toMatchObject({ text: '/start abc', entities: [{ type: 'bot_command', offset: 0, length: 6 }] });
    expect(await stack.result('getUpdates')).toMatchObject([{ message: sent }]);
  });

  test('the own contact carries the own id and the number without +', async () => {
    const stack = await openHandset();
    const sent = await stack.write(AZIZA, { contact: 'own' });
    expect(sent.contact).toEqual({ phone_number: '998901234567', first_name: 'Aziza', user_id: AZIZA });
    expect(sent).not.toHaveProperty('forward_origin');
  });

  test("another person's card is passed on unchanged, without a user_id if none is given", async () => {
    const stack = await openHandset();
    const card = { phone_number: '+998935550199', first_name: 'Bobur' };
    expect((await stack.write(AZIZA, { contact: card })).contact).toEqual(card);
    expect((await stack.write(AZIZA, { contact: { ...card, user_id: BOBUR } })).contact).toEqual({
      ...card,
      user_id: BOBUR,
    });
  });

  test('a forwarded message is marked', async () => {
    const stack = await openHandset();
    const sent = await stack.write(AZIZA, { contact: 'own', forward: true });
    expect(sent.forward_origin).toMatchObject({ type: 'user', sender_user: { is_bot: false } });
    expect(sent.forward_origin.sender_user.id).not.toBe(AZIZA);
  });

  test('a message in the group is not in a private chat', async () => {
    const stack = await openHandset();
    const sent = await stack.write(AZIZA, { contact: 'own', chat: 'group' });
    expect(sent.chat).toMatchObject({ id: expect.any(Number), type: 'supergroup' });
    expect(sent.chat.id).toBeLessThan(0);
    expect((await stack.handset(`/users/${AZIZA}/messages`)).body).toEqual([]);
    expect((await stack.handset(`/users/${AZIZA}/messages?chat=group`)).body).toEqual([sent]);
  });

  test('redeliver queues one update several times under one id', async () => {
    const stack = await openHandset();
    await stack.write(AZIZA, { text: 'again', redeliver: 5 });
    const updates = await stack.result('getUpdates');
    expect(updates).toHaveLength(5);
    expect(new Set(updates.map((update: Json) => update.update_id)).size).toBe(1);
    expect((await stack.handset(`/users/${AZIZA}/messages`)).body).toHaveLength(1);
  });

  test.each<[string, object]>([
    ['text', { text: 5 }],
    ['text', { text: ' ' }],
    ['text', { text: 'x'.repeat(4_097) }],
    ['exactly one', {}],
    ['exactly one', { text: 'a', contact: 'own' }],
    ['contact', { contact: 'theirs' }],
    ['contact.phone_number', { contact: { first_name: 'x' } }],
    ['message_id', { callback_data: 'a' }],
    ['chat', { text: 'a', chat: 'channel' }],
    ['redeliver', { text: 'a', redeliver: 0 }],
    ['forward', { text: 'a', forward: 'yes' }],
  ])('a wrong %s is named: %j', async (field, body) => {
    const stack = await openHandset();
    const answer = await stack.handset(`/users/${AZIZA}/messages`, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain(field);
    expect(await stack.result('getUpdates')).toEqual([]);
  });

  test('unknown people, bots, messages and paths are 404', async () => {
    const stack = await openHandset();
    const answers = [
      await stack.handset('/users/77/messages', { text: 'a' }),
      await stack.handset('/users/77/messages'),
      await stack.handset(`/users/${AZIZA}/messages?bot=nobody`, { text: 'a' }),
      await stack.handset(`/users/${AZIZA}/messages`, { callback_data: 'a', message_id: 5 }),
      await stack.handset('/nothing'),
    ];
    for (const answer of answers) {
      expect(answer).toEqual({ status: 404, body: { error: { code: 'not_found', message: expect.any(String) } } });
    }
  });

  test('a body other than a JSON object is refused', async () => {
    const stack = await openHandset();
    for (const body of ['{', '[]', 'null', '"x"']) {
      const answer = await call(`${stack.url}/handset/users`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_input' } } });
    }
  });
});

describe('reading a chat', () => {
  test('shows both sides, oldest first, and only what is newer than `after`', async () => {
    const stack = await openHandset();
    await stack.write(AZIZA, 'question');
    await stack.result('sendMessage', { chat_id: AZIZA, text: 'answer' });
    const all = (await stack.handset(`/users/${AZIZA}/messages`)).body;
    expect(all.map((message: Json) => [message.message_id, message.text])).toEqual([
      [1, 'question'],
      [2, 'answer'],
    ]);
    expect((await stack.handset(`/users/${AZIZA}/messages?after=1`)).body).toEqual([all[1]]);
    expect((await stack.handset(`/users/${AZIZA}/messages?after=2`)).body).toEqual([]);
  });

  test('`wait` delays the answer until a message arrives', async () => {
    const stack = await openHandset();
    const { message_id } = await stack.write(AZIZA, 'question');
    const waiting = stack.handset(`/users/${AZIZA}/messages?after=${message_id}&wait=30`);
    await stack.handset('/users');
    await stack.result('sendMessage', { chat_id: AZIZA, text: 'answer' });
    expect((await waiting).body).toMatchObject([{ text: 'answer' }]);
  });

  test('a `wait` without a message returns an empty list', async () => {
    const stack = await openHandset();
    expect(await stack.handset(`/users/${AZIZA}/messages?wait=0.01`)).toEqual({ status: 200, body: [] });
  });

  test.each(['wait=soon', 'wait=-1', 'after=x'])('%s is refused', async (query) => {
    const stack = await openHandset();
    expect((await stack.handset(`/users/${AZIZA}/messages?${query}`)).status).toBe(400);
  });

  test('a chat keeps its last thousand messages', async () => {
    const stack = await openHandset();
    for (let count = 0; count < 1_001; count += 1) await stack.write(AZIZA, String(count));
    const { body } = await stack.handset(`/users/${AZIZA}/messages`);
    expect([body.length, body[0].text, body.at(-1).text]).toEqual([1_000, '1', '1000']);
  });
});

test('blocking and unblocking sends the bot an update, and blocked people can’t write', async () => {
  const stack = await openHandset();
  const blocked = await stack.handset(`/users/${AZIZA}/block`, { blocked: true });
  expect(blocked.body).toMatchObject({ telegram_id: AZIZA, blocked: true });
  await stack.handset(`/users/${AZIZA}/block`, { blocked: true });
  expect((await stack.handset(`/users/${AZIZA}/messages`, { text: 'hi' })).status).toBe(409);
  await stack.handset(`/users/${AZIZA}/block`, { blocked: false });
  const changes = (await stack.result('getUpdates')).map(({ my_chat_member: change }: Json) => [
    change.from.id,
    change.old_chat_member.status,
    change.new_chat_member.status,
  ]);
  expect(changes).toEqual([
    [AZIZA, 'member', 'kicked'],
    [AZIZA, 'kicked', 'member'],
  ]);
  expect((await stack.handset(`/users/${AZIZA}/block`, {})).status).toBe(400);
});

describe('bots', () => {
  test('another bot can be added, and addressed in every call', async () => {
    const stack = await openHandset();
    const added = await stack.handset('/bots', { token: '55:more', username: 'more_bot' });
    expect(added).toEqual({ status: 201, body: { id: 55, username: 'more_bot', first_name: 'more_bot' } });
    await stack.handset(`/users/${AZIZA}/messages?bot=more_bot`, { text: 'hello' });
    const updates = await call(`${stack.url}/bot55:more/getUpdates`);
    expect(updates.body.result).toMatchObject([{ message: { text: 'hello' } }]);
    expect((await stack.handset('/bots')).body).toHaveLength(3);
  });

  test.each<[string, object]>([
    ['token', { username: 'more_bot' }],
    ['token', { token: 'nonsense', username: 'more_bot' }],
    ['username', { token: '55:more' }],
    ['username', { token: '55:more', username: 'a b' }],
    ['another bot', { token: '55:more', username: 'First_Test_Bot' }],
    ['another token', { token: '1000000001:changed', username: 'more_bot' }],
  ])('a wrong %s is named: %j', async (part, body) => {
    const stack = await openHandset();
    const answer = await stack.handset('/bots', body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toContain(part);
  });
});
