import { Markup, Telegraf } from 'telegraf';
import { message } from 'telegraf/filters';
import { describe, expect, onTestFinished, test as plainTest, vi } from 'vitest';
import { startTelegram, type Telegram } from '../../src/testing/start-telegram.ts';
import { test as base } from '../../src/testing/vitest.ts';
import { type Json, openHandset } from '../support/open-handset.ts';
import { openServer } from '../support/open-webhook.ts';

/** A bot for one test, which adds its handlers. */
const test = base.extend<{ bot: Telegraf; launch: () => void }>({
  bot: async ({ tg }, use) => use(new Telegraf(tg.token, { telegram: { apiRoot: tg.apiRoot } })),
  launch: async ({ bot }, use) => {
    const launched: Promise<void>[] = [];
    await use(() => void launched.push(bot.launch()));
    bot.stop();
    await Promise.all(launched);
  },
});

describe('send', () => {
  test('resolves to the first of two answers, and nextMessage to the second', async ({ tg, bot, launch }) => {
    bot.on(message('text'), async (context) => {
      await context.reply(`one ${context.message.text}`);
      await context.reply(`two ${context.message.text}`);
    });
    launch();
    const aziza = tg.person();
    for (const text of ['a', 'b']) {
      expect((await aziza.send(text)).text).toBe(`one ${text}`);
      expect((await aziza.nextMessage()).text).toBe(`two ${text}`);
    }
    expect((await aziza.lastMessage()).text).toBe('two b');
  });

  test('resolves once the handler is done', async ({ tg, bot, launch }) => {
    const done: string[] = [];
    const gate = Promise.withResolvers<void>();
    bot.on(message('text'), async (context) => {
      await context.reply('begun');
      await gate.promise;
      done.push('handler');
    });
    launch();
    const aziza = tg.person();
    const sending = aziza.send('go').then(() => done.push('send'));
    await aziza.expectMessage('begun');
    gate.resolve();
    await sending;
    expect(done).toEqual(['handler', 'send']);
  });

  test('resolves to a message that the bot changed', async ({ tg, bot, launch }) => {
    bot.start((context) => context.reply('0'));
    bot.on(message('text'), (context) =>
      context.telegram.editMessageText(
        context.chat.id,
        context.message.message_id - 1,
        undefined,
        context.message.text,
      ),
    );
    launch();
    const aziza = tg.person();
    await aziza.send('/start');
    expect((await aziza.send('1')).text).toBe('1');
    await expect(aziza.messages()).resolves.toHaveLength(3);
  });

  test('through a webhook resolves to the answer in its reply', async ({ tg, bot }) => {
    bot.on(message('text'), (context) => context.reply(context.message.text, { reply_markup: { force_reply: true } }));
    const handle = bot.webhookCallback('/hook');
    const url = await openServer((request, response) => void handle(request, response));
    await bot.telegram.setWebhook(`${url}/hook`);
    const aziza = tg.person();
    expect((await aziza.send('hello')).text).toBe('hello');
  });
});

/** Longer than a test may take: a change that wakes no waiter fails its test. */
const TOO_LONG_MS = 300_000;

describe('a bot that confirms', () => {
  plainTest('before it handles: press resolves once the callback is answered', async () => {
    const tg = await openTelegram({ limitMs: TOO_LONG_MS });
    const aziza = tg.person();
    await aziza.act({ text: '/start' });
    const reply_markup = { inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] };
    await callBot(tg, 'sendMessage', { chat_id: aziza.id, text: 'Sure?', reply_markup });
    const [start] = await callBot(tg, 'getUpdates');
    const pressing = aziza.press('Yes');
    const next = { offset: start.update_id + 1, timeout: 50 };
    const [{ update_id, callback_query }] = await callBot(tg, 'getUpdates', next);
    await nextWait(() => callBot(tg, 'getUpdates', { offset: update_id + 1 }));
    await callBot(tg, 'answerCallbackQuery', { callback_query_id: callback_query.id, text: 'Saved' });
    expect(await pressing).toEqual({ notice: { text: 'Saved', isAlert: false } });
  });

  plainTest('by its webhook after it answered: send resolves then', async () => {
    const tg = await openTelegram({ limitMs: TOO_LONG_MS });
    const done: string[] = [];
    const gate = Promise.withResolvers<void>();
    const aziza = tg.person();
    const url = await openServer(async (request, response) => {
      for await (const _part of request);
      await callBot(tg, 'sendMessage', { chat_id: aziza.id, text: 'Begun' });
      await gate.promise;
      done.push('webhook');
      response.end();
    });
    await callBot(tg, 'setWebhook', { url });
    const sending = aziza.send('go').then(() => done.push('send'));
    await nextWait(() => aziza.expectMessage('Begun'));
    gate.resolve();
    await sending;
    expect(done).toEqual(['webhook', 'send']);
  });
});

describe('press', () => {
  test('presses the newest button with the text, and finds old ones below', async ({ tg, bot, launch }) => {
    bot.command('menu', (context) =>
      context.reply(
        'Menu',
        Markup.inlineKeyboard([
          Markup.button.callback('Next', context.payload),
          Markup.button.callback(`Only ${context.payload}`, 'only'),
        ]),
      ),
    );
    bot.action(/.*/, (context) => context.answerCbQuery(context.match[0], { show_alert: true }));
    launch();
    const aziza = tg.person();
    await aziza.send('/menu 1');
    await aziza.send('/menu 2');
    expect(await aziza.buttons()).toEqual(['Next', 'Only 2', 'Next', 'Only 1']);
    expect((await aziza.press('Next')).notice).toEqual({ text: '2', isAlert: true });
    expect((await aziza.press(/^Only 1/)).notice).toEqual({ text: 'only', isAlert: true });
  });

  test('follows links, copies, opens Mini Apps, shares the contact and the location', async ({ tg, bot, launch }) => {
    bot.start((context) =>
      context.reply('Buttons', {
        reply_markup: {
          inline_keyboard: [
            [
              Markup.button.url('Site', 'https://example.com/a'),
              Markup.button.webApp('App', 'https://example.com/app'),
            ],
            [Markup.button.switchToCurrentChat('Search', 'tea')],
          ],
        },
      }),
    );
    bot.command('keys', (context) =>
      context.reply(
        'Keys',
        Markup.keyboard(['Plain', Markup.button.contactRequest('Number'), Markup.button.locationRequest('Place')]),
      ),
    );
    bot.hears('Plain', (context) => context.reply('plain'));
    bot.on(message('contact'), (context) => context.reply(context.message.contact.phone_number));
    bot.on(message('location'), (context) => context.reply('location', Markup.removeKeyboard()));
    launch();
    const aziza = tg.person({ phone: '+998901112233' });
    await aziza.send('/start');
    expect((await aziza.press('Site')).url).toBe('https://example.com/a');
    expect((await aziza.press('App')).miniApp).toMatchObject({
      canSendData: false,
      url: expect.stringMatching(/^https:\/\/example\.com\/app#tgWebAppData=/),
      initData: expect.stringContaining('hash='),
    });
    expect((await aziza.press('Search')).inlineQuery).toBe('tea');
    await aziza.send('/keys');
    expect((await aziza.press('Plain')).answer?.text).toBe('plain');
    expect((await aziza.press('Number')).answer?.text).toBe('998901112233');
    expect((await aziza.press('Place')).answer?.text).toBe('location');
    expect(await aziza.buttons()).toEqual(['Site', 'App', 'Search']);
  });

  plainTest('names the visible buttons and shows the chat if there is none with the text', async () => {
    const tg = await openTelegram({ limitMs: 0 });
    const aziza = tg.person({ name: 'Aziza' });
    await aziza.act({ text: '/start' });
    const reply_markup = {
      inline_keyboard: [
        [
          { text: 'Yes', callback_data: 'y' },
          { text: 'No', callback_data: 'n' },
        ],
      ],
    };
    await callBot(tg, 'sendMessage', { chat_id: aziza.id, text: 'Sure?', reply_markup });
    await expect(aziza.press('Maybe')).rejects.toThrow(
      'There is no button “Maybe”: visible are “Yes”, “No” (waited 0 s)\n' +
        `Chat of Aziza with @${tg.username}:\n  Aziza: /start\n  ${tg.username}: Sure? [Yes] [No]`,
    );
  });
});

describe('a bot that does not answer', () => {
  plainTest('fails send with what happened to the update, and the chat', async () => {
    const tg = await openTelegram({ limitMs: 0 });
    const aziza = tg.person();
    await expect(aziza.send('/start')).rejects.toThrow(
      /did not answer “\/start”: it has not taken the update.*\n.*\/start/s,
    );
    await expect(aziza.handled()).rejects.toThrow('The bot has not handled everything');
    await callBot(tg, 'getUpdates', { offset: 2 ** 40 });
    await aziza.handled();
    await expect(aziza.lastMessage()).rejects.toThrow('sent no message here');
  });

  plainTest('is no failure of expectMessage while an older message matches: it waits for a new one', async () => {
    const tg = await openTelegram({ limitMs: 0 });
    const aziza = tg.person();
    await aziza.act({ text: 'hello' });
    await callBot(tg, 'sendMessage', { chat_id: aziza.id, text: 'Welcome' });
    expect((await aziza.expectMessage(/welcome/i)).text).toBe('Welcome');
    await expect(aziza.send('again')).rejects.toThrow();
    await expect(aziza.expectMessage('Welcome')).rejects.toThrow('only one from before the last action');
  });
});

test('a group has several people, and the bot hears them', async ({ tg, bot, launch }) => {
  bot.command('who', (context) => context.reply(`You are ${context.from.first_name}`));
  bot.on(message('left_chat_member'), (context) =>
    context.reply(`Bye, ${context.message.left_chat_member.first_name}`),
  );
  launch();
  const [aziza, bobur] = [tg.person({ name: 'Aziza' }), tg.person({ name: 'Bobur' })];
  const group = await tg.group({ title: 'Friends', people: [aziza, bobur] });
  expect((await bobur.in(group).send('/who')).text).toBe('You are Bobur');
  await group.remove(bobur);
  await aziza.in(group).expectMessage('Bye, Bobur');
});

test('faults meet the calls of the bot; a person blocks it', async ({ tg, bot, launch }) => {
  const failures: unknown[] = [];
  bot.catch((error) => void failures.push((error as { code?: number }).code));
  bot.on(message('text'), (context) => context.reply('ok'));
  launch();
  const aziza = tg.person();
  await tg.faults.fail({ method: 'sendMessage', status: 429, retryAfterSeconds: 3 });
  await aziza.act({ text: 'one' });
  await aziza.handled();
  expect(failures).toEqual([429]);
  await tg.faults.fail({ method: 'sendMessage', status: 500, times: 5 });
  await tg.faults.clear();
  expect((await aziza.send('two')).text).toBe('ok');
  await aziza.block();
  await expect(aziza.send('three')).rejects.toThrow('blocked');
  await expect(bot.telegram.sendMessage(aziza.id, 'x')).rejects.toMatchObject({ code: 403 });
  await aziza.unblock();
  expect((await aziza.openLink(`https://t.me/${tg.username}?start=abc`)).text).toBe('ok');
});

plainTest('a running emulator serves several bots, each with people of its own', async () => {
  const { url } = await openHandset();
  const [first, second] = await Promise.all([startTelegram({ url }), startTelegram({ url })]);
  expect(first.token).not.toBe(second.token);
  const aziza = first.person({ language: 'ru' });
  await aziza.act({ text: 'hello' });
  const [update] = await callBot(first, 'getUpdates');
  expect(update).toMatchObject({ message: { text: 'hello', from: { id: aziza.id, language_code: 'ru' } } });
  expect(await callBot(second, 'getUpdates')).toEqual([]);
  await first.close();
  expect((await fetch(url)).status).toBe(200);
});

/** Does something, after which a helper asks the emulator to wait for the next change. */
async function nextWait(act: () => Promise<unknown>): Promise<void> {
  const calls = vi.spyOn(globalThis, 'fetch');
  onTestFinished(() => calls.mockRestore());
  await act();
  const isWaiting = () => calls.mock.calls.some(([url]) => String(url).includes('&seen='));
  await vi.waitUntil(isWaiting, { timeout: 60_000 });
}

async function openTelegram(options: Parameters<typeof startTelegram>[0]): Promise<Telegram> {
  const { url } = await openHandset();
  return startTelegram({ url, ...options });
}

async function callBot({ apiRoot, token }: Telegram, method: string, body: object = {}): Promise<Json> {
  const response = await fetch(`${apiRoot}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: Json = await response.json();
  return answer.result;
}
