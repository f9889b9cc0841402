import { expect, test } from 'vitest';
import { AZIZA, openHandset } from '../support/open-handset.ts';

const inline = (button: unknown) => ({ inline_keyboard: [[button]] });
const keyboard = (button: unknown) => ({ keyboard: [[button]] });

test.each([
  ['a URL', { text: 'Site', url: 'https://example.com/#phone=%2B1&code=2' }],
  ['a local URL', { text: 'Site', url: 'http://localhost:5173/register#phone=%2B998901234567&code=042137' }],
  ['an app link', { text: 'Profile', url: 'tg://user?id=1' }],
  ['64 bytes of callback data', { text: 'A', callback_data: 'я'.repeat(32) }],
  ['256 characters to copy, with a style', { text: 'Copy', copy_text: { text: 'c'.repeat(256) }, style: 'primary' }],
])('an inline button with %s comes back as it was sent', async (_what, button) => {
  const stack = await openHandset();
  await stack.write(AZIZA, '/start');
  const sent = await stack.result('sendMessage', { chat_id: AZIZA, text: 'x', reply_markup: inline(button) });
  expect(sent.reply_markup).toEqual(inline(button));
});

test.each([
  ['no object', 5, 'object expected as reply markup'],
  ['no rows', { inline_keyboard: 'x' }, 'field "inline_keyboard" must be of type Array'],
  [
    'a button outside a row',
    { inline_keyboard: [{ text: 'A', url: 'https://a.uz' }] },
    'field "inline_keyboard" must be an Array of Arrays',
  ],
  ['no text', inline({ url: 'https://a.uz' }), 'can\'t parse inline keyboard button: Can\'t find field "text"'],
  [
    'nothing to do',
    inline({ text: 'A' }),
    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  ],
  ['65 bytes of callback data', inline({ text: 'A', callback_data: 'a'.repeat(65) }), 'BUTTON_DATA_INVALID'],
  ['257 characters to copy', inline({ text: 'A', copy_text: { text: 'a'.repeat(257) } }), 'BUTTON_COPY_TEXT_INVALID'],
  ['nothing to copy', inline({ text: 'A', copy_text: { text: '' } }), 'BUTTON_COPY_TEXT_INVALID'],
  [
    'a host without a dot',
    inline({ text: 'A', url: 'http://intranet/' }),
    "inline keyboard button URL 'http://intranet/' is invalid: Wrong HTTP URL",
  ],
  [
    'a script for a URL',
    inline({ text: 'A', url: 'javascript:alert(1)' }),
    "inline keyboard button URL 'javascript:alert(1)' is invalid: Unsupported URL protocol",
  ],
  [
    'a Mini App without HTTPS',
    inline({ text: 'A', web_app: { url: 'http://shop.uz/' } }),
    "inline keyboard button Web App URL 'http://shop.uz/' is invalid: Only HTTPS links are allowed",
  ],
  [
    'an unknown style',
    inline({ text: 'A', callback_data: 'a', style: 'pink' }),
    "can't parse inline keyboard button: Unsupported button style specified",
  ],
  ['a number as a key', keyboard(5), "can't parse keyboard button: KeyboardButton must be a String or an Object"],
])('%s is refused', async (_what, reply_markup, description) => {
  const stack = await openHandset();
  await stack.write(AZIZA, '/start');
  const answer = await stack.api('sendMessage', { chat_id: AZIZA, text: 'x', reply_markup });
  expect(answer).toMatchObject({ status: 400, body: { description: `Bad Request: ${description}` } });
});

test('the number can be requested in private chats only', async () => {
  const stack = await openHandset();
  const { chat } = await stack.write(AZIZA, { text: '/start', chat: 'group' });
  await stack.write(AZIZA, '/start');
  const reply_markup = keyboard({ text: 'Share', request_contact: true });
  const inGroup = await stack.api('sendMessage', { chat_id: chat.id, text: 'x', reply_markup });
  expect(inGroup.body.description).toBe('Bad Request: phone number can be requested in private chats only');
  expect((await stack.api('sendMessage', { chat_id: AZIZA, text: 'x', reply_markup })).status).toBe(200);
});

test.each([
  [
    'a reply keyboard',
    { keyboard: [['Help', { text: 'Share', request_contact: true }]], resize_keyboard: true, one_time_keyboard: false },
    { keyboard: [[{ text: 'Help' }, { text: 'Share', request_contact: true }]], resize_keyboard: true },
  ],
  ['its removal', { remove_keyboard: true }, { remove_keyboard: true }],
  [
    'a forced reply',
    { force_reply: true, input_field_placeholder: '+998…' },
    { force_reply: true, input_field_placeholder: '+998…' },
  ],
])('%s reaches the person, though the Bot API does not show it', async (_what, reply_markup, shown) => {
  const stack = await openHandset();
  const { message_id } = await stack.write(AZIZA, '/start');
  const sent = await stack.result('sendMessage', { chat_id: AZIZA, text: 'x', reply_markup });
  expect(sent).not.toHaveProperty('reply_markup');
  expect((await stack.next(AZIZA, message_id)).reply_markup).toEqual(shown);
});
