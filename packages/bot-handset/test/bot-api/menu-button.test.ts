import { expect, test } from 'vitest';
import { AZIZA, BOBUR, openHandset } from '../support/open-handset.ts';

const SITE = { type: 'web_app', text: 'Sign in', web_app: { url: 'https://shop.uz/telegram' } };

test('by default the menu button opens the commands, and a chat has none of its own', async () => {
  const stack = await openHandset();
  await stack.write(AZIZA, '/start');
  expect(await stack.result('getChatMenuButton')).toEqual({ type: 'commands' });
  expect(await stack.result('getChatMenuButton', { chat_id: AZIZA })).toEqual({ type: 'default' });
  expect((await stack.handset(`/users/${AZIZA}/menu-button`)).body).toEqual({ type: 'commands' });
});

test('a button for everybody is shown in every chat, a chat’s own one in that chat', async () => {
  const stack = await openHandset();
  await stack.write(AZIZA, '/start');
  const shownTo = async (person: number) => (await stack.handset(`/users/${person}/menu-button`)).body;
  expect(await stack.result('setChatMenuButton', { menu_button: SITE })).toBe(true);
  expect(await stack.result('getChatMenuButton')).toEqual(SITE);
  expect(await stack.result('getChatMenuButton', { chat_id: AZIZA })).toEqual({ type: 'default' });
  expect([await shownTo(AZIZA), await shownTo(BOBUR)]).toEqual([SITE, SITE]);

  await stack.result('setChatMenuButton', { chat_id: AZIZA, menu_button: { type: 'commands' } });
  expect(await stack.result('getChatMenuButton', { chat_id: AZIZA })).toEqual({ type: 'commands' });
  expect([await shownTo(AZIZA), await shownTo(BOBUR)]).toEqual([{ type: 'commands' }, SITE]);

  await stack.result('setChatMenuButton', { chat_id: AZIZA, menu_button: { type: 'default' } });
  expect(await shownTo(AZIZA)).toEqual(SITE);
  await stack.result('setChatMenuButton');
  expect(await shownTo(AZIZA)).toEqual({ type: 'commands' });
});

test.for([
  ['http://localhost:5173/telegram', 'http://localhost:5173/telegram'],
  ['http://127.0.0.1:5173/telegram', 'http://127.0.0.1:5173/telegram'],
  ['shop.uz', undefined],
  ['http://shop.uz/', undefined],
  ['tg://resolve?domain=x', undefined],
  ['javascript:alert(1)', undefined],
])('a Mini App may be on HTTPS or on this machine: %s', async ([url, stored]) => {
  const { api, result } = await openHandset();
  const answer = await api('setChatMenuButton', { menu_button: { ...SITE, web_app: { url } } });
  if (stored === undefined) {
    expect(answer.body.description).toContain(`Bad Request: menu button Web App URL '${url}' is invalid: `);
    expect(await result('getChatMenuButton')).toEqual({ type: 'commands' });
  } else {
    expect(await result('getChatMenuButton')).toEqual({ ...SITE, web_app: { url: stored } });
  }
});

test.for([
  [{ menu_button: { type: 'unknown' } }, "can't parse menu button: MenuButton has unsupported type"],
  [{ menu_button: 'x' }, "can't parse menu button JSON object"],
  [{ menu_button: [] }, "can't parse menu button: MenuButton must be an Object"],
  [{ menu_button: {} }, 'can\'t parse menu button: Can\'t find field "type"'],
  [{ menu_button: { type: 'web_app', text: 'a' } }, 'can\'t parse menu button: Field "web_app" must be of type Object'],
  [{ menu_button: { ...SITE, text: ' ' } }, 'menu button text must be non-empty'],
  [{ chat_id: 77, menu_button: SITE }, 'user not found'],
  [{ chat_id: -100, menu_button: SITE }, 'invalid chat_id specified'],
] as const)('a wrong button or chat is refused: %j', async ([body, description]) => {
  const { api } = await openHandset();
  expect((await api('setChatMenuButton', body)).body).toEqual({
    ok: false,
    error_code: 400,
    description: `Bad Request: ${description}`,
  });
});
