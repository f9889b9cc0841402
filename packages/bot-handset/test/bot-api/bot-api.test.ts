import { describe, expect, test } from 'vitest';
import { AZIZA, BOBUR, call, openHandset, TOKEN, USERNAME } from '../support/open-handset.ts';

describe('URLs', () => {
  test.each([
    ['an unknown token', `/bot1:other/getMe`, 401, 'Unauthorized'],
    ['a malformed token', '/botnonsense/getMe', 404, 'Not Found'],
    ['no method', `/bot${TOKEN}`, 404, 'Not Found'],
    ['an unknown method', `/bot${TOKEN}/sendNothing`, 404, 'Not Found'],
  ])('%s is refused as Telegram refuses it', async (_what, path, status, description) => {
    const stack = await openHandset();
    const answer = await call(stack.url + path);
    expect(answer).toEqual({ status, body: { ok: false, error_code: status, description } });
  });

  test('getMe returns the bot', async () => {
    const stack = await openHandset();
    expect(await stack.result('getMe')).toMatchObject({
      id: 1_000_000_001,
      is_bot: true,
      first_name: 'First',
      username: USERNAME,
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: true,
    });
  });

  test('method names are case-insensitive', async () => {
    const stack = await openHandset();
    expect((await stack.api('GETme')).body.ok).toBe(true);
  });
});

describe('bodies', () => {
  const fields = {
    chat_id: String(AZIZA),
    text: '<b>hi</b>',
    parse_mode: 'HTML',
    protect_content: 'true',
    reply_markup: JSON.stringify({ inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] }),
  };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const withFile = new FormData();
  withFile.set('unused', new Blob(['bytes']), 'file.txt');
  for (const [name, value] of Object.entries(fields)) withFile.set(name, value);

  const json = (body: object): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

  test.each<[string, string, RequestInit]>([
    ['a GET query', `?${new URLSearchParams(fields)}`, {}],
    ['an urlencoded form', '', { method: 'POST', body: new URLSearchParams(fields) }],
    ['a multipart form', '', { method: 'POST', body: form }],
    ['a multipart form with a file', '', { method: 'POST', body: withFile }],
    ['JSON with strings inside', '', json(fields)],
    [
      'JSON with real types',
      '',
      json({ ...fields, chat_id: AZIZA, protect_content: true, reply_markup: JSON.parse(fields.reply_markup) }),
    ],
    ['a query and a body together', `?chat_id=${AZIZA}`, json({ ...fields, chat_id: undefined })],
  ])('%s is understood', async (_what, query, init) => {
    const stack = await openHandset();
    await stack.write(AZIZA, '/start');
    const answer = await call(`${stack.url}/bot${TOKEN}/sendMessage${query}`, init);
    expect(answer.body).toMatchObject({
      ok: true,
      result: {
        message_id: 2,
        chat: { id: AZIZA, type: 'private', first_name: 'Aziza' },
        from: { id: 1_000_000_001, is_bot: true, username: USERNAME },
        text: 'hi',
        entities: [{ type: 'bold', offset: 0, length: 2 }],
        has_protected_content: true,
        reply_markup: { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] },
      },
    });
  });

  test('a POST without a body is a call without arguments, whatever its content type', async () => {
    const stack = await openHandset();
    for (const type of ['application/json', 'text/plain', 'application/octet-stream']) {
      const answer = await call(`${stack.url}/bot${TOKEN}/getMe`, {
        method: 'POST',
        headers: { 'content-type': type },
      });
      expect(answer.status).toBe(200);
    }
  });

  test('broken JSON is a 400 of the Bot API', async () => {
    const stack = await openHandset();
    const answer = await call(`${stack.url}/bot${TOKEN}/getMe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(answer).toMatchObject({ status: 400, body: { ok: false, error_code: 400 } });
  });
});

describe('sendMessage', () => {
  test.each([
    ['no chat_id', { chat_id: undefined }, 'chat_id is empty'],
    ['a chat that does not exist', { chat_id: 424242 }, 'chat not found'],
    ['a person who never wrote', { chat_id: BOBUR }, 'chat not found'],
    ['no text', { text: '' }, 'message text is empty'],
    ['only white space', { text: ' \n ' }, 'text must be non-empty'],
    ['4097 characters', { text: 'я'.repeat(4_097) }, 'message is too long'],
    ['an unknown parse mode', { parse_mode: 'RTF' }, 'unsupported parse_mode'],
    [
      'malformed HTML',
      { text: '<b>x', parse_mode: 'HTML' },
      'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
    ],
    ['a reply to nothing', { reply_parameters: { message_id: 99 } }, 'message to be replied not found'],
  ])('%s is refused', async (_what, change, description) => {
    const stack = await openHandset();
    await stack.write(AZIZA, '/start');
    const answer = await stack.api('sendMessage', { chat_id: AZIZA, text: 'hi', ...change });
    expect(answer).toEqual({
      status: 400,
      body: { ok: false, error_code: 400, description: `Bad Request: ${description}` },
    });
  });

  test('reading an empty chat does not let the bot write to it', async () => {
    const stack = await openHandset();
    await stack.handset(`/users/${BOBUR}/messages`);
    const answer = await stack.api('sendMessage', { chat_id: BOBUR, text: 'hi' });
    expect(answer.body.description).toBe('Bad Request: chat not found');
  });

  test('4096 characters arrive, and a refused message uses no id', async () => {
    const stack = await openHandset();
    const { message_id } = await stack.write(AZIZA, '/start');
    await stack.api('sendMessage', { chat_id: AZIZA, text: '' });
    const sent = await stack.result('sendMessage', { chat_id: AZIZA, text: 'я'.repeat(4_096) });
    expect(sent.message_id).toBe(message_id + 1);
  });

  test('a reply quotes the message it answers', async () => {
    const stack = await openHandset();
    const { message_id } = await stack.write(AZIZA, 'question');
    const sent = await stack.result('sendMessage', { chat_id: AZIZA, text: 'yes', reply_parameters: { message_id } });
    expect(sent.reply_to_message).toMatchObject({ message_id, text: 'question' });
  });

  test('link previews can be switched off', async () => {
    const stack = await openHandset();
    await stack.write(AZIZA, '/start');
    const sent = await stack.result('sendMessage', {
      chat_id: AZIZA,
      text: 'see https://example.com',
      link_preview_options: { is_disabled: true },
    });
    expect(sent.link_preview_options).toEqual({ is_disabled: true });
  });

  test('a person who blocked the bot gets nothing', async () => {
    const stack = await openHandset();
    await stack.write(AZIZA, '/start');
    await stack.handset(`/users/${AZIZA}/block`, { blocked: true });
    for (const method of ['sendMessage', 'sendChatAction']) {
      const answer = await stack.api(method, { chat_id: AZIZA, text: 'hi', action: 'typing' });
      expect(answer).toEqual({
        status: 403,
        body: { ok: false, error_code: 403, description: 'Forbidden: bot was blocked by the user' },
      });
    }
    await stack.handset(`/users/${AZIZA}/block`, { blocked: false });
    expect((await stack.api('sendMessage', { chat_id: AZIZA, text: 'hi' })).status).toBe(200);
  });
});

describe('editing and deleting', () => {
  const KEYBOARD = { inline_keyboard: [[{ text: 'A', callback_data: 'a' }]] };

  test('an edit changes text and keyboard, once', async () => {
    const stack = await openHandset();
    await stack.write(AZIZA, '/start');
    const sent = await stack.result('sendMessage', { chat_id: AZIZA, text: 'one', reply_markup: KEYBOARD });
    const place = { chat_id: AZIZA, message_id: sent.message_id };
    const edited = await stack.result('editMessageText', { ...place, text: '<i>two</i>', parse_mode: 'HTML' });
    expect(edited).toMatchObject({ text: 'two', entities: [{ type: 'italic', offset: 0, length: 3 }] });
    expect(edited.reply_markup).toBeUndefined();
    expect(edited.edit_date).toEqual(expect.any(Number));
    const again = await stack.api('editMessageText', { ...place, text: '<i>two</i>', parse_mode: 'HTML' });
    expect(again.body.description).toMatch(/^Bad Request: message is not modified: /);
    expect((await stack.handset(`/users/${AZIZA}/messages?after=1`)).body).toMatchObject([{ text: 'two' }]);
  });

  test('editMessageReplyMarkup changes only the buttons', async () => {
    const stack = await openHandset();
    await stack.write(AZIZA, '/start');
    const sent = await stack.result('sendMessage', { chat_id: AZIZA, text: 'one', reply_markup: KEYBOARD });
    const place = { chat_id: AZIZA, message_id: sent.message_id };
    expect((await stack.api('editMessageReplyMarkup', { ...place, reply_markup: KEYBOARD })).status).toBe(400);
    expect(await stack.result('editMessageReplyMarkup', place)).not.toHaveProperty('reply_markup');
  });

  test("another author's message, one with a reply keyboard and a deleted one can't be edited", async () => {
    const stack = await openHandset();
    const own = await stack.write(AZIZA, '/start');
    const keyed = await stack.result('sendMessage', {
      chat_id: AZIZA,
      text: 'x',
      reply_markup: { keyboard: [['A']] },
    });
    const edit = async (message_id: number) =>
      (await stack.api('editMessageText', { chat_id: AZIZA, message_id, text: 'y' })).body.description;
    expect(await edit(own.message_id)).toBe("Bad Request: message can't be edited");
    expect(await edit(keyed.message_id)).toBe("Bad Request: message can't be edited");
    expect(await edit(99)).toBe('Bad Request: message to edit not found');
  });

  test('a deleted message disappears from the chat', async () => {
    const stack = await openHandset();
    await stack.write(AZIZA, '/start');
    const sent = await stack.result('sendMessage', { chat_id: AZIZA, text: 'gone' });
    const place = { chat_id: AZIZA, message_id: sent.message_id };
    expect(await stack.result('deleteMessage', place)).toBe(true);
    expect((await stack.api('deleteMessage', place)).body.description).toBe('Bad Request: message to delete not found');
    expect((await stack.handset(`/users/${AZIZA}/messages?after=1`)).body).toEqual([]);
    expect(await stack.result('deleteMessages', { chat_id: AZIZA, message_ids: [1, 77] })).toBe(true);
    expect((await stack.handset(`/users/${AZIZA}/messages`)).body).toEqual([]);
  });
});

describe('callback queries', () => {
  test('a press reaches the bot with its message, and its answer reaches the person', async () => {
    const stack = await openHandset();
    await stack.write(AZIZA, '/start');
    const sent = await stack.result('sendMessage', {
      chat_id: AZIZA,
      text: 'pick',
      reply_markup: { inline_keyboard: [[{ text: 'A', callback_data: 'a' }]] },
    });
    const pressed = await stack.write(AZIZA, { callback_data: 'a', message_id: sent.message_id });
    const updates = await stack.result('getUpdates', { offset: -1 });
    expect(updates).toMatchObject([
      {
        callback_query: {
          id: pressed.callback_query_id,
          from: { id: AZIZA },
          data: 'a',
          message: { message_id: sent.message_id, text: 'pick' },
        },
      },
    ]);
    await stack.result('answerCallbackQuery', { callback_query_id: pressed.callback_query_id, text: 'Thanks' });
    const answer = await stack.handset(`/callbacks/${pressed.callback_query_id}?wait=30`);
    expect(answer.body).toEqual({ id: pressed.callback_query_id, is_answered: true, text: 'Thanks' });
  });

  test('an unknown query is reported as too old', async () => {
    const stack = await openHandset();
    expect((await stack.api('answerCallbackQuery', { callback_query_id: '1' })).body.description).toBe(
      'Bad Request: query is too old and response timeout expired or query ID is invalid',
    );
  });
});

describe('commands', () => {
  const commands = (command: string) => [{ command, description: `About ${command}` }];

  test('are stored per scope and language, without a fallback', async () => {
    const stack = await openHandset();
    const scope = { type: 'all_private_chats' };
    await stack.result('setMyCommands', { commands: commands('plain') });
    await stack.result('setMyCommands', { commands: commands('russian'), language_code: 'ru' });
    await stack.result('setMyCommands', { commands: commands('scoped'), scope });
    expect(await stack.result('getMyCommands')).toEqual(commands('plain'));
    expect(await stack.result('getMyCommands', { language_code: 'ru' })).toEqual(commands('russian'));
    expect(await stack.result('getMyCommands', { scope })).toEqual(commands('scoped'));
    expect(await stack.result('getMyCommands', { scope, language_code: 'ru' })).toEqual([]);
    await stack.result('deleteMyCommands', { scope });
    expect(await stack.result('getMyCommands', { scope })).toEqual([]);
  });

  test('a person sees the list of the nearest scope, in their language first', async () => {
    const stack = await openHandset();
    await stack.result('setMyCommands', { commands: commands('plain') });
    await stack.result('setMyCommands', { commands: commands('russian'), language_code: 'ru' });
    expect((await stack.handset(`/users/${AZIZA}/commands`)).body).toEqual(commands('plain'));
    expect((await stack.handset(`/users/${BOBUR}/commands`)).body).toEqual(commands('russian'));
  });

  test.each([
    ['capitals', { commands: commands('Start') }, 'BOT_COMMAND_INVALID'],
    ['no description', { commands: [{ command: 'a', description: '' }] }, 'command description must be non-empty'],
    ['a language with a script', { commands: [], language_code: 'uz-Cyrl' }, 'invalid language code specified'],
    [
      'an unknown scope',
      { commands: [], scope: { type: 'mars' } },
      "can't parse BotCommandScope: Unsupported type specified",
    ],
    ['a chat that is not there', { commands: [], scope: { type: 'chat', chat_id: 5 } }, 'chat not found'],
  ])('%s are refused', async (_what, body, description) => {
    const stack = await openHandset();
    expect((await stack.api('setMyCommands', body)).body.description).toBe(`Bad Request: ${description}`);
  });
});

describe('chats', () => {
  test('getChat and getChatMember return only what a bot may know', async () => {
    const stack = await openHandset();
    expect((await stack.api('getChat', { chat_id: AZIZA })).body.description).toBe('Bad Request: chat not found');
    await stack.write(AZIZA, '/start');
    expect(await stack.result('getChat', { chat_id: AZIZA })).toMatchObject({ id: AZIZA, type: 'private' });
    expect(await stack.result('getChatMember', { chat_id: AZIZA, user_id: AZIZA })).toMatchObject({
      status: 'member',
      user: { id: AZIZA },
    });
    const { chat } = await stack.write(BOBUR, { text: 'hello', chat: 'group' });
    expect(await stack.result('getChatMember', { chat_id: chat.id, user_id: 1_000_000_001 })).toMatchObject({
      status: 'administrator',
    });
  });

  test('sendChatAction accepts only Telegram’s actions', async () => {
    const stack = await openHandset();
    await stack.write(AZIZA, '/start');
    expect(await stack.result('sendChatAction', { chat_id: AZIZA, action: 'typing' })).toBe(true);
    expect((await stack.api('sendChatAction', { chat_id: AZIZA, action: 'dancing' })).status).toBe(400);
  });
});
