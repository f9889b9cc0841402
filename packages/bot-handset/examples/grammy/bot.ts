import { Bot, InlineKeyboard, Keyboard } from 'grammy';

const { BOT_TOKEN = '', TELEGRAM_API_ROOT = 'https://api.telegram.org' } = process.env;

const bot = new Bot(BOT_TOKEN, { client: { apiRoot: TELEGRAM_API_ROOT } });

bot.command('start', (context) =>
  context.reply(`Hello, ${context.from?.first_name}!`, {
    reply_markup: new Keyboard().requestContact('Share my number').resized(),
  }),
);

bot.on('message:contact', async (context) => {
  await context.reply('Thank you.', { reply_markup: { remove_keyboard: true } });
  await context.reply(`Is ${context.message.contact.phone_number} your number?`, {
    reply_markup: new InlineKeyboard().text('Yes', 'yes').text('No', 'no'),
  });
});

bot.callbackQuery('yes', async (context) => {
  await context.answerCallbackQuery('Saved');
  await context.editMessageText('Your number is saved.');
});

bot.on('message:photo', (context) => {
  const { photo, caption = '' } = context.message;
  return context.replyWithPhoto(photo.at(-1)?.file_id ?? '', { caption: `You sent: ${caption}` });
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void bot.stop());
await bot.start();
