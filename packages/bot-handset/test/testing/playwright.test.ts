import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { Markup, Telegraf } from 'telegraf';
import { message } from 'telegraf/filters';
import { expect, onTestFinished, test } from 'vitest';
import { type HandsetPages, telegramFixtures } from '../../src/testing/playwright.ts';
import type { Telegram } from '../../src/testing/start-telegram.ts';

const CHROMIUM = '/usr/bin/chromium';
const TEST_TIMEOUT_MS = 60_000;

test('a test with a browser acts on the handset page and by the helpers, in one chat', async ({ skip }) => {
  // biome-ignore lint/style/noProcessEnv: in CI nothing is skipped
  skip(!existsSync(CHROMIUM) && !process.env['CI'], `${CHROMIUM} is not installed`);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  onTestFinished(() => browser.close());
  const context = await browser.newContext();
  context.setDefaultTimeout(TEST_TIMEOUT_MS);
  const fixtures = telegramFixtures<Page>();
  // As Playwright's runner calls them
  const useTelegram = (body: (tg: Telegram) => Promise<void>) =>
    fixtures.tg({ telegramOptions: fixtures.telegramOptions[0] }, body, { timeout: TEST_TIMEOUT_MS });
  const useHandset = (tg: Telegram, body: (handset: HandsetPages<Page>) => Promise<void>) =>
    fixtures.handset({ context, tg }, body);

  await useTelegram(async (tg) => {
    const bot = new Telegraf(tg.token, { telegram: { apiRoot: tg.apiRoot } });
    bot.start((each) => each.reply('Welcome', Markup.keyboard([Markup.button.contactRequest('Share my number')])));
    bot.on(message('contact'), (each) => each.reply(`Thank you, ${each.from.first_name}`));
    const running = bot.launch();
    await useHandset(tg, async (handset) => {
      const aziza = tg.person({ name: 'Aziza', language: 'en' });
      const phone = await handset.open(aziza);
      await phone.getByRole('button', { name: 'START' }).click();
      await phone.getByText('Welcome').waitFor();
      await aziza.press('Share my number');
      await phone.getByText('Thank you, Aziza').waitFor();
      expect((await aziza.lastMessage()).text).toBe('Thank you, Aziza');
    });
    bot.stop();
    await running;
  });
});
