import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { test as base } from 'bot-handset/vitest';
import { expect } from 'vitest';

const BOT = fileURLToPath(new URL('bot.ts', import.meta.url));

/** Every test has a Telegram and a bot of its own; the bot runs as it does in production. */
const test = base.extend<{ bot: undefined }>({
  bot: [
    async ({ tg }, use) => {
      const env = { ...process.env, BOT_TOKEN: tg.token, TELEGRAM_API_ROOT: tg.apiRoot };
      const bot = spawn(process.execPath, [BOT], { env, stdio: 'inherit' });
      await use(undefined);
      const exited = once(bot, 'exit');
      bot.kill('SIGKILL');
      await exited;
    },
    { auto: true },
  ],
});

test('a person shares a number and confirms it', async ({ tg }) => {
  const aziza = tg.person({ name: 'Aziza', phone: '+998901234567' });
  expect((await aziza.send('/start')).text).toBe('Hello, Aziza!');
  await aziza.press('Share my number');
  await aziza.expectMessage('Is 998901234567 your number?');
  const { notice } = await aziza.press('Yes');
  expect(notice?.text).toBe('Saved');
  await aziza.expectMessage('Your number is saved.');
  expect(await aziza.buttons()).toEqual([]);
});

test('the bot sends a photo back', async ({ tg }) => {
  const aziza = tg.person();
  const answer = await aziza.sendPhoto({ caption: 'Samarkand' });
  expect(answer.photo).toBeDefined();
  expect(answer.caption).toBe('You sent: Samarkand');
});
