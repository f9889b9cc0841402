import { Bot, InlineKeyboard, InlineQueryResultBuilder } from 'grammy';
import { expect, test } from 'vitest';
import { AZIZA, type Json, openHandset, TOKEN } from '../support/open-handset.ts';

async function open() {
  const handset = await openHandset();
  await handset.write(AZIZA, '/start');
  const { api } = new Bot(TOKEN, { client: { apiRoot: handset.url } });
  const ask = async (query: string | object) => (await handset.write(AZIZA, { inline_query: query })).inline_query_id;
  const choose = (inline_query_id: string, result_id: string) =>
    handset.write(AZIZA, { chosen_inline_result: { inline_query_id, result_id } });
  return { handset, api, ask, choose };
}

test('a query reaches the bot, its results the person, and the chosen one the chat', async () => {
  const { handset, api, ask, choose } = await open();
  const id = await ask({ query: 'te', offset: '20' });
  expect(await handset.result('getUpdates', { offset: -1 })).toMatchObject([
    { inline_query: { id, from: { id: AZIZA }, query: 'te', offset: '20', chat_type: 'sender' } },
  ]);
  const waiting = handset.handset(`/inline-queries/${id}?wait=30`);
  const keyboard = new InlineKeyboard().text('More', 'more');
  await api.answerInlineQuery(
    id,
    [
      InlineQueryResultBuilder.article('tea', 'Tea', { reply_markup: keyboard }).text('<b>Tea</b>', {
        parse_mode: 'HTML',
      }),
      InlineQueryResultBuilder.location('place', 'Bozor', 41.3, 69.2),
    ],
    { next_offset: '22', button: { text: 'Sign in', start_parameter: 'inline' } },
  );
  expect((await waiting).body).toMatchObject({
    is_answered: true,
    results: [{ id: 'tea', title: 'Tea' }, { id: 'place' }],
    next_offset: '22',
    button: { text: 'Sign in', start_parameter: 'inline' },
  });
  const message = await choose(id, 'tea');
  expect(message).toMatchObject({
    from: { id: AZIZA },
    via_bot: { id: 1_000_000_001 },
    text: 'Tea',
    entities: [{ type: 'bold' }],
  });
  const [posted, chosen] = await handset.result('getUpdates', { offset: -2 });
  expect(posted).toMatchObject({ message: { message_id: message.message_id } });
  expect(chosen).toMatchObject({
    chosen_inline_result: { result_id: 'tea', query: 'te', inline_message_id: expect.any(String) },
  });
  const inlineId = chosen.chosen_inline_result.inline_message_id;
  await handset.write(AZIZA, { callback_data: 'more', message_id: message.message_id });
  const [{ callback_query }] = await handset.result('getUpdates', { offset: -1 });
  expect(callback_query).toMatchObject({ inline_message_id: inlineId, data: 'more' });
  expect(callback_query).not.toHaveProperty('message');
  expect(await api.editMessageTextInline(inlineId, 'Green tea')).toBe(true);
  expect((await handset.handset(`/users/${AZIZA}/messages?after=1`)).body).toMatchObject([{ text: 'Green tea' }]);
  expect(await choose(id, 'place')).toMatchObject({ location: { latitude: 41.3 } });
});

test('a result with a file of the bot', async () => {
  const { handset, api, ask, choose } = await open();
  const { photo } = await handset.write(AZIZA, { photo: true });
  const id = await ask('hills');
  await api.answerInlineQuery(id, [
    InlineQueryResultBuilder.photoCached('hills', photo[0].file_id, { caption: 'The hills' }),
  ]);
  expect(await choose(id, 'hills')).toMatchObject({ photo, caption: 'The hills', via_bot: {} });
});

test.each<[string, Json[], string]>([
  ['two results of one id', ['a', 'a'].map((id) => article(id)), 'RESULT_ID_DUPLICATE'],
  ['too many results', Array.from({ length: 51 }, (_, index) => article(String(index))), 'RESULTS_TOO_MUCH'],
  ['an article without content', [{ type: 'article', id: 'a', title: 'A' }], 'MESSAGE_TEXT_EMPTY'],
  ['a result without an id', [{ type: 'photo' }], 'can\'t parse inline query result: Can\'t find field "id"'],
  ['a wrong text', [article('a', '<b>')], "can't parse entities"],
])('%s are refused', async (_what, results, description) => {
  const { api, ask } = await open();
  await expect(api.answerInlineQuery(await ask(''), results)).rejects.toThrow(description);
});

test('an unknown query and an unknown result', async () => {
  const { handset, api, ask } = await open();
  await expect(api.answerInlineQuery('1', [])).rejects.toThrow('query is too old');
  const id = await ask('');
  const choice = { chosen_inline_result: { inline_query_id: id, result_id: 'none' } };
  expect((await handset.handset(`/users/${AZIZA}/messages`, choice)).status).toBe(404);
});

function article(id: string, text = 'x'): Json {
  return { type: 'article', id, title: id, input_message_content: { message_text: text, parse_mode: 'HTML' } };
}
