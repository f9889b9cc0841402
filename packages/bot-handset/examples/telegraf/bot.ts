import { Markup, Telegraf } from 'telegraf';
import { message } from 'telegraf/filters';

const { BOT_TOKEN = '', TELEGRAM_API_ROOT = 'https://api.telegram.org' } = process.env;

const bot = new Telegraf(BOT_TOKEN, { telegram: { apiRoot: TELEGRAM_API_ROOT } });

bot.start((context) =>
  context.reply(
    `Hello, ${context.from.first_name}!`,
    Markup.keyboard([Markup.button.contactRequest('Share my number')]).resize(),
  ),
);

bot.on(message('contact'), async (context) => {
  await context.reply('Thank you.', Markup.removeKeyboard());
  await context.reply(
    `Is ${context.message.contact.phone_number} your number?`,
    Markup.inlineKeyboard([Markup.button.callback('Yes', 'yes'), Markup.button.callback('No', 'no')]),
  );
});

bot.action('yes', async (context) => {
  await context.answerCbQuery('Saved');
  await context.editMessageText('Your number is saved.');
});

bot.on(message('photo'), (context) => {
  const { photo, caption = '' } = context.message;
  return context.replyWithPhoto(photo.at(-1)?.file_id ?? '', { caption: `You sent: ${caption}` });
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => bot.stop(signal));
await bot.launch();
