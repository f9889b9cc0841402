import { Bot, InlineKeyboard, InlineQueryResultBuilder, Keyboard } from 'grammy';
import { expect, test } from 'vitest';
import { AZIZA, openHandset, TOKEN } from '../support/open-handset.ts';

const PAGE = 'https://app.example/form';

async function open() {
  const handset = await openHandset();
  await handset.write(AZIZA, '/start');
  const { api } = new Bot(TOKEN, { client: { apiRoot: handset.url } });
  const launch = async (input: object) => (await handset.handset(`/users/${AZIZA}/mini-app`, input)).body;
  return { handset, api, launch };
}

test('an inline button opens its page with a query, which the bot answers by a message of the person', async () => {
  const { handset, api, launch } = await open();
  const reply_markup = new InlineKeyboard().webApp('Form', PAGE);
  const { message_id } = await api.sendMessage(AZIZA, 'Fill in', { reply_markup });
  const opened = await launch({ button: { message_id, text: 'Form' } });
  expect(opened).toMatchObject({ url: expect.stringContaining(`${PAGE}#tgWebAppData=`), can_send_data: false });
  const queryId = new URLSearchParams(opened.init_data).get('query_id') ?? '';
  const result = InlineQueryResultBuilder.article('1', 'Order').text('One tea');
  expect(await api.answerWebAppQuery(queryId, result)).toEqual({ inline_message_id: expect.any(String) });
  expect((await handset.handset(`/users/${AZIZA}/messages?after=${message_id}`)).body).toMatchObject([
    { from: { id: AZIZA }, via_bot: { id: 1_000_000_001 }, text: 'One tea' },
  ]);
  await expect(api.answerWebAppQuery(queryId, result)).rejects.toThrow('query is too old');
});

test('a key of the reply keyboard opens its page, which sends data to the bot', async () => {
  const { handset, api, launch } = await open();
  const reply_markup = new Keyboard().webApp('Form', PAGE);
  const { message_id } = await api.sendMessage(AZIZA, 'Fill in', { reply_markup });
  const opened = await launch({ button: { message_id, text: 'Form' } });
  expect(opened).toMatchObject({ url: expect.stringContaining(PAGE), can_send_data: true });
  expect(new URLSearchParams(opened.init_data).has('query_id')).toBe(false);
  await handset.write(AZIZA, { web_app_data: { data: '{"tea":1}', button_text: 'Form' } });
  expect(await handset.result('getUpdates', { offset: -1 })).toMatchObject([
    { message: { from: { id: AZIZA }, web_app_data: { data: '{"tea":1}', button_text: 'Form' } } },
  ]);
});

test('a button that is not there opens nothing', async () => {
  const { handset } = await open();
  const answer = await handset.handset(`/users/${AZIZA}/mini-app`, { button: { message_id: 1, text: 'Form' } });
  expect(answer.status).toBe(404);
});

test.each(['https://t.me/first_test_bot?startapp=ref_1', 'https://t.me/first_test_bot/shop?startapp=ref_1'])(
  'the link %s opens the Mini App with its start_param',
  async (url) => {
    const { handset, api } = await open();
    await api.setChatMenuButton({ menu_button: { type: 'web_app', text: 'Shop', web_app: { url: PAGE } } });
    const { body } = await handset.handset(`/users/${AZIZA}/links`, { url });
    expect(body).toMatchObject({ bot: 'first_test_bot', url: expect.stringContaining('tgWebAppStartParam=ref_1') });
    expect(new URLSearchParams(body.init_data).get('start_param')).toBe('ref_1');
  },
);
