import { test as base, type TestAPI } from 'vitest';
import { startTelegram, type Telegram, type TelegramOptions } from './start-telegram.ts';

/** What the tests get beside Vitest's own context. */
export interface TelegramFixtures {
  /** Telegram of this test: nobody else uses it, and it ends with the test. */
  tg: Telegram;
  /** Overrides of `startTelegram`, for `test.extend({ telegramOptions: … })`. */
  telegramOptions: TelegramOptions;
}

/** The part of a test's time that one wait may take, so that its error comes before the test's. */
const LIMIT_SHARE = 0.8;

/** Vitest's `test` with the fixture `tg`. A wait for the bot fails shortly before the test's own timeout. */
export const test: TestAPI<TelegramFixtures> = base.extend<TelegramFixtures>({
  telegramOptions: {},
  tg: async ({ telegramOptions, task }, use) => {
    const tg = await startTelegram({ limitMs: task.timeout * LIMIT_SHARE, ...telegramOptions });
    await use(tg);
    await tg.close();
  },
});
