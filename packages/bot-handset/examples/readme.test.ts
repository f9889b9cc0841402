import { test as base } from 'bot-handset/vitest';
import { Bot, InlineKeyboard, Keyboard } from 'grammy';
import { expect } from 'vitest';

/** Your bot. Usually it is imported. */
function createBot(token: string, apiRoot: string): Bot {
  const bot = new Bot(token, { client: { apiRoot } });
  bot.command('start', (context) =>
    context.reply('Welcome!', { reply_markup: new Keyboard().requestContact('Share my number') }),
  );
  bot.on('message:contact', (context) =>
    context.reply(`Is it ${context.message.contact.phone_number}?`, {
      reply_markup: new InlineKeyboard().text('Yes', 'yes'),
    }),
  );
  bot.callbackQuery('yes', async (context) => {
    await context.editMessageText('Saved.');
    await context.answerCallbackQuery('Thank you');
  });
  return bot;
}

/** Every test has a Telegram of its own, and your bot in it. */
const test = base.extend<{ bot: Bot }>({
  bot: [
    async ({ tg }, use) => {
      const bot = createBot(tg.token, tg.apiRoot);
      const running = bot.start();
      await use(bot);
      await bot.stop();
      await running;
    },
    { auto: true },
  ],
});

test('a person shares a number and confirms it', async ({ tg }) => {
  const aziza = tg.person({ language: 'uz', phone: '+998901234567' });

  const welcome = await aziza.send('/start');
  expect(welcome.text).toBe('Welcome!');

  await aziza.press('Share my number');
  await aziza.expectMessage(/998901234567/);

  const { notice } = await aziza.press('Yes');
  expect(notice?.text).toBe('Thank you');
  await aziza.expectMessage('Saved.');
});

test('the bot goes on after a fault of Telegram', async ({ tg, bot }) => {
  const failures: string[] = [];
  bot.catch(({ message }) => void failures.push(message));
  const bobur = tg.person();

  await tg.faults.fail({ method: 'sendMessage', status: 500 });
  await bobur.act({ text: '/start' });
  await bobur.handled();
  expect(failures).toEqual([expect.stringContaining('500')]);

  expect((await bobur.send('/start')).text).toBe('Welcome!');
});
