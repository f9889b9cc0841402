import { createHmac, webcrypto } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DEVELOPMENT_MINI_APP_PUBLIC_KEY } from '../src/mini-app/development-key.ts';
import { AZIZA, type Json, type OpenHandset, openHandset, TOKEN } from './support/open-handset.ts';

const BOT_ID = 1_000_000_001;
const SITE = 'https://shop.uz/telegram';

const open = async (stack: OpenHandset, input: object = {}): Promise<Json> =>
  (await stack.handset(`/users/${AZIZA}/mini-app`, input)).body;

/** The fields but `left`, sorted, as Telegram's documentation joins them. */
function linesOf(initData: string, ...left: string[]): string {
  const fields = [...new URLSearchParams(initData)].filter(([name]) => !left.includes(name));
  return fields
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}

async function isSigned(initData: string, botId = BOT_ID): Promise<boolean> {
  const key = await webcrypto.subtle.importKey(
    'raw',
    Buffer.from(DEVELOPMENT_MINI_APP_PUBLIC_KEY, 'hex'),
    'Ed25519',
    false,
    ['verify'],
  );
  const signature = Buffer.from(new URLSearchParams(initData).get('signature') ?? '', 'base64url');
  const text = `${botId}:WebAppData\n${linesOf(initData, 'hash', 'signature')}`;
  return webcrypto.subtle.verify('Ed25519', key, signature, Buffer.from(text));
}

describe('init_data', () => {
  test('has Telegram’s fields, in its encoding', async () => {
    const stack = await openHandset();
    await stack.handset('/users', { telegram_id: AZIZA, first_name: 'Aziza & Co', username: 'aziza' });
    const before = Math.floor(Date.now() / 1_000);
    const { init_data } = await open(stack);
    expect(init_data).not.toContain('+');
    const fields = Object.fromEntries(new URLSearchParams(init_data));
    expect(fields).toEqual({
      query_id: expect.stringMatching(/^[A-Za-z0-9_-]{24}$/),
      user: expect.any(String),
      auth_date: expect.stringMatching(/^\d+$/),
      signature: expect.stringMatching(/^[A-Za-z0-9_-]{86}$/),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(JSON.parse(fields['user'] ?? '')).toEqual({
      id: AZIZA,
      first_name: 'Aziza & Co',
      last_name: '',
      username: 'aziza',
      language_code: 'uz',
    });
    expect(Number(fields['auth_date'])).toBeGreaterThanOrEqual(before);
  });

  test('is signed by the development key for this bot alone, and no field can be changed', async () => {
    const stack = await openHandset();
    const { init_data } = await open(stack);
    expect(await isSigned(init_data)).toBe(true);
    expect(await isSigned(init_data, BOT_ID + 1)).toBe(false);
    expect(await isSigned(init_data.replace('Aziza', 'Bobur'))).toBe(false);
    const { init_data: other } = await open(stack, { bot: 'other_test_bot' });
    expect(await isSigned(other)).toBe(false);
    expect(await isSigned(other, BOT_ID + 1)).toBe(true);
  });

  test('has the hash of the bot’s token over all other fields, the signature included', async () => {
    const { init_data } = await open(await openHandset());
    const secret = createHmac('sha256', 'WebAppData').update(TOKEN).digest();
    const hash = createHmac('sha256', secret).update(linesOf(init_data, 'hash')).digest('hex');
    expect(new URLSearchParams(init_data).get('hash')).toBe(hash);
  });

  test('of a link has start_param and the chat, and no query_id', async () => {
    const stack = await openHandset();
    const { init_data } = await open(stack, { start_param: 'abc_-9' });
    const fields = new URLSearchParams(init_data);
    expect(fields.get('start_param')).toBe('abc_-9');
    expect(fields.get('chat_type')).toBe('sender');
    expect(fields.has('query_id')).toBe(false);
    expect(await isSigned(init_data)).toBe(true);
  });

  test('may be old', async () => {
    const { init_data } = await open(await openHandset(), { auth_date: 1_700_000_000 });
    expect(new URLSearchParams(init_data).get('auth_date')).toBe('1700000000');
    expect(await isSigned(init_data)).toBe(true);
  });

  test('says whether the bot may write to the person', async () => {
    const stack = await openHandset();
    await stack.write(AZIZA, '/start');
    const { init_data } = await open(stack);
    expect(JSON.parse(new URLSearchParams(init_data).get('user') ?? '')).toMatchObject({ allows_write_to_pm: true });
  });

  test.each([
    ['start_param', { start_param: 'a b' }],
    ['start_param', { start_param: 'x'.repeat(513) }],
    ['auth_date', { auth_date: 'now' }],
    ['theme_params', { theme_params: 'dark' }],
    ['bot', { bot: 5 }],
  ])('a wrong %s is named: %j', async (field, input) => {
    const stack = await openHandset();
    const answer = await stack.handset(`/users/${AZIZA}/mini-app`, input);
    expect(answer).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining(field) } } });
  });
});

describe('the URL', () => {
  test('is null while the bot has no menu button for a Mini App', async () => {
    expect((await open(await openHandset())).url).toBeNull();
  });

  test('is the menu button’s, with Telegram’s launch parameters in the fragment', async () => {
    const stack = await openHandset();
    const menu_button = { type: 'web_app', text: 'Sign in', web_app: { url: SITE } };
    await stack.result('setChatMenuButton', { menu_button });
    const theme_params = { bg_color: '#ffffff' };
    const { url, init_data } = await open(stack, { theme_params });
    expect(url.startsWith(`${SITE}#tgWebAppData=`)).toBe(true);
    expect(Object.fromEntries(new URLSearchParams(new URL(url).hash.slice(1)))).toEqual({
      tgWebAppData: init_data,
      tgWebAppVersion: expect.stringMatching(/^\d+\.\d+$/),
      tgWebAppPlatform: 'web',
      tgWebAppThemeParams: JSON.stringify(theme_params),
    });
    const linked = await open(stack, { start_param: 'abc' });
    expect(new URL(linked.url).searchParams.get('tgWebAppStartParam')).toBe('abc');
  });
});
