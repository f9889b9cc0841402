import { Markup, Telegraf } from 'telegraf';
import { message } from 'telegraf/filters';
import { expect, onTestFinished, test } from 'vitest';
import { AZIZA, type OpenHandset, openHandset, TOKEN } from '../support/open-handset.ts';
import { openServer } from '../support/open-webhook.ts';

/** A small typical bot: asks for the number, sends a code, answers a button. */
function createBot(stack: OpenHandset): Telegraf {
  const bot = new Telegraf(TOKEN, { telegram: { apiRoot: stack.url, webhookReply: false } });
  bot.start((context) =>
    context.reply(
      `Welcome ${context.payload}`,
      Markup.keyboard([Markup.button.contactRequest('Share my number')]).resize(),
    ),
  );
  bot.on(message('contact'), (context) =>
    context.replyWithHTML(`Code for ${context.message.contact.phone_number}: <code>042137</code>`, {
      protect_content: true,
      ...Markup.inlineKeyboard([Markup.button.callback('New code', 'renew')]),
    }),
  );
  bot.action('renew', async (context) => {
    await context.editMessageText('Another code');
    await context.answerCbQuery('Renewed');
  });
  return bot;
}

async function walkThrough(stack: OpenHandset): Promise<void> {
  const start = await stack.write(AZIZA, '/start web');
  const welcome = await stack.next(AZIZA, start.message_id);
  expect(welcome).toMatchObject({
    text: 'Welcome web',
    reply_markup: { keyboard: [[{ text: 'Share my number', request_contact: true }]], resize_keyboard: true },
  });
  const contact = await stack.write(AZIZA, { contact: 'own' });
  const code = await stack.next(AZIZA, contact.message_id);
  expect(code).toMatchObject({
    text: 'Code for 998901234567: 042137',
    entities: [{ type: 'code', offset: 23, length: 6 }],
    has_protected_content: true,
    reply_markup: { inline_keyboard: [[{ text: 'New code', callback_data: 'renew' }]] },
  });
  const { callback_query_id } = await stack.write(AZIZA, { callback_data: 'renew', message_id: code.message_id });
  const answer = await stack.handset(`/callbacks/${callback_query_id}?wait=30`);
  expect(answer.body).toMatchObject({ is_answered: true, text: 'Renewed' });
  expect(await stack.next(AZIZA, contact.message_id)).toMatchObject({ text: 'Another code' });
}

test('a Telegraf bot serves a person by polling', async () => {
  const stack = await openHandset();
  const bot = createBot(stack);
  const running = bot.launch();
  onTestFinished(async () => {
    bot.stop();
    await running;
  });
  await walkThrough(stack);
});

test('a Telegraf bot serves a person by webhook', async () => {
  const stack = await openHandset();
  const bot = createBot(stack);
  const handle = bot.webhookCallback('/hook', { secretToken: 'Secret_1' });
  const url = await openServer((request, response) => void handle(request, response));
  await bot.telegram.setWebhook(`${url}/hook`, { secret_token: 'Secret_1' });
  await walkThrough(stack);
});

test('a second Telegraf instance ends the first with 409', async () => {
  const stack = await openHandset();
  const first = createBot(stack);
  const ended = expect(first.launch()).rejects.toMatchObject({ response: { error_code: 409 } });
  const start = await stack.write(AZIZA, '/start one');
  await stack.next(AZIZA, start.message_id);
  const second = createBot(stack);
  const running = second.launch();
  onTestFinished(async () => {
    second.stop();
    await running;
  });
  await ended;
  const again = await stack.write(AZIZA, '/start two');
  expect(await stack.next(AZIZA, again.message_id)).toMatchObject({ text: 'Welcome two' });
});

test('Telegraf handles the errors like those of Telegram', async () => {
  const stack = await openHandset();
  const { telegram } = createBot(stack);
  await expect(telegram.sendMessage(AZIZA, 'hi')).rejects.toMatchObject({
    response: { error_code: 400, description: 'Bad Request: chat not found' },
  });
  await stack.handset('/faults', { target: 'telegram', kind: 'status', status: 429, retry_after: 3, times: 1 });
  await expect(telegram.getMe()).rejects.toMatchObject({
    response: { error_code: 429, parameters: { retry_after: 3 } },
  });
  const unknown = new Telegraf('5:unknown', { telegram: { apiRoot: stack.url } });
  await expect(unknown.telegram.getMe()).rejects.toMatchObject({ response: { error_code: 401 } });
});
