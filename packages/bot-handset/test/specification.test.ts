import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COVERAGE_FILE, describeCoverage } from '../scripts/describe-coverage.ts';
import { readTypes } from '../scripts/read-types.ts';
import { SPECIFICATION_FILE, showSpecification } from '../scripts/show-specification.ts';
import { METHODS } from '../src/bot-api/methods/methods.ts';
import { SPECIFICATION } from '../src/bot-api/specification/specification.ts';
import { AZIZA, BOBUR, type OpenHandset, openHandset } from './support/open-handset.ts';

test('the specification and COVERAGE.md are current; node scripts/generate.ts writes them', () => {
  const specification = readTypes();
  expect(readFileSync(SPECIFICATION_FILE, 'utf8')).toBe(showSpecification(specification));
  expect(readFileSync(COVERAGE_FILE, 'utf8')).toBe(describeCoverage(specification));
});

test('the specification has every method with its parameters', () => {
  const { version, methods } = SPECIFICATION;
  expect([version, Object.keys(methods).length]).toEqual(['10.3', 185]);
  expect(methods['sendPhoto']).toMatchObject({
    returns: 'Message',
    required: { chat_id: 'number or string', photo: 'InputFile or string' },
    optional: { caption: 'string', caption_entities: 'MessageEntity[]', has_spoiler: 'boolean' },
  });
  expect(methods['getMe']).toEqual({ returns: 'User', required: {}, optional: {} });
  expect(methods['sendDice']?.optional).toMatchObject({ emoji: 'string' });
});

test('only methods of the Bot API are emulated', () => {
  expect(Object.keys(METHODS).filter((name) => !(name in SPECIFICATION.methods))).toEqual([]);
});

/** Opens an emulator that collects its notes. */
async function openWithNotes(): Promise<OpenHandset & { notes: string[] }> {
  const notes: string[] = [];
  return { ...(await openHandset({ writeNote: (line) => notes.push(line) })), notes };
}

describe('three kinds of failure are told apart', () => {
  test('an unknown method is 404, and the console has the nearest name, once', async () => {
    const tg = await openWithNotes();
    for (const name of ['sendMesage', 'sendMesage', 'frobnicate']) {
      expect(await tg.api(name)).toMatchObject({ status: 404, body: { description: 'Not Found' } });
    }
    expect(tg.notes).toEqual([
      'bot-handset: Bot API 10.3 has no method sendMesage, did you mean sendMessage?\n',
      'bot-handset: Bot API 10.3 has no method frobnicate\n',
    ]);
  });

  test.each<[string, object, string]>([
    ['sendMessage', { text: 'x' }, 'chat_id is empty'],
    ['sendMessage', { chat_id: AZIZA }, 'message text is empty'],
    ['setStickerSetTitle', { name: 'a' }, 'parameter "title" is required'],
    ['setStickerSetTitle', { name: '', title: 'b' }, 'parameter "name" is required'],
    ['banChatMember', { chat_id: AZIZA }, 'invalid user_id specified'],
    ['setChatPermissions', { chat_id: AZIZA, permissions: '{' }, "can't parse permissions JSON object"],
    ['sendMessage', { chat_id: AZIZA, text: 'x', reply_markup: '{' }, "can't parse reply keyboard markup JSON object"],
  ])('a wrong parameter of %s is 400: %j', async (method, parameters, description) => {
    const tg = await openWithNotes();
    await tg.write(AZIZA, 'hello');
    expect(await tg.api(method, parameters)).toEqual({
      status: 400,
      body: { ok: false, error_code: 400, description: `Bad Request: ${description}` },
    });
    expect(tg.notes).toEqual([]);
  });

  test('a known method that is not emulated is 501, whatever its case, and on the console once', async () => {
    const tg = await openWithNotes();
    for (const name of ['setStickerSetTitle', 'setstickersettitle']) {
      expect(await tg.api(name, { name: 'a', title: 'b' })).toEqual({
        status: 501,
        body: { ok: false, error_code: 501, description: 'Not emulated: setStickerSetTitle (bot-handset 0.1.0)' },
      });
    }
    expect(tg.notes).toEqual(['bot-handset: Not emulated: setStickerSetTitle (bot-handset 0.1.0), see COVERAGE.md\n']);
  });
});

test('the console names what Telegram ignores or reads otherwise, and is quiet about everything else', async () => {
  const tg = await openWithNotes();
  await tg.write(AZIZA, 'hello');
  const { message_id } = await tg.result('sendMessage', {
    chat_id: AZIZA,
    text: 'x',
    parsemode: 'HTML',
    wholly_unknown: 1,
    message_thread_id: 'first',
    protect_content: 'maybe',
    reply_to_message_id: 1,
  });
  await tg.result('deleteMessage', { chat_id: AZIZA, message_id });
  await tg.result('setWebhook', {});
  await tg.result('setMyCommands', {});
  await tg.api('sendMessage', { chat_id: BOBUR, text: 'never wrote' });
  expect(tg.notes.map((note) => note.trimEnd())).toEqual([
    'bot-handset: sendMessage has no parameter parsemode: Telegram ignores it, did you mean parse_mode?',
    'bot-handset: sendMessage has no parameter wholly_unknown: Telegram ignores it',
    'bot-handset: sendMessage: message_thread_id is not a number: Telegram reads it as 0',
    'bot-handset: sendMessage: protect_content is neither true nor false: Telegram reads it as false',
  ]);
});
