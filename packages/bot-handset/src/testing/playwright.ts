import { startTelegram, type Telegram, type TelegramOptions } from './start-telegram.ts';

/** The handset page: phones of people in the test's browser. */
export interface HandsetPages<Page> {
  /** Opens a tab with the phone of a person. */
  open(person: { id: number; ready(): Promise<void> }): Promise<Page>;
}

/** What the tests get beside Playwright's own fixtures. */
export interface TelegramFixtures<Page> {
  /** Telegram of this test: nobody else uses it, and it ends with the test. */
  tg: Telegram;
  handset: HandsetPages<Page>;
}

export interface TelegramFixtureOptions {
  /** Overrides of `startTelegram`, for `test.use({ telegramOptions: { url: '…' } })`. */
  telegramOptions: TelegramOptions;
}

/** The parts of Playwright that the fixtures use, of whichever version. */
interface Tab {
  goto(url: string): Promise<unknown>;
}
interface Context<Page> {
  newPage(): Promise<Page>;
}

/** The part of a test's time that one wait may take, so that its error comes before the test's. */
const LIMIT_SHARE = 0.8;
/** Without a timeout of the test. */
const LONGEST_LIMIT_MS = 60_000;

/**
 * Fixtures for Playwright's `test.extend`, with which they are used so that there is only one Playwright:
 *
 * `const test = base.extend<TelegramFixtures<Page> & TelegramFixtureOptions>(telegramFixtures<Page>());`
 */
export function telegramFixtures<Page extends Tab>() {
  return {
    telegramOptions: [{}, { option: true }] as [TelegramOptions, { option: true }],
    tg: async (
      { telegramOptions }: TelegramFixtureOptions,
      use: (tg: Telegram) => Promise<void>,
      { timeout }: { timeout: number },
    ) => {
      const limitMs = timeout > 0 ? timeout * LIMIT_SHARE : LONGEST_LIMIT_MS;
      const tg = await startTelegram({ limitMs, ...telegramOptions });
      await use(tg);
      await tg.close();
    },
    handset: async (
      { context, tg }: { context: Context<Page>; tg: Telegram },
      use: (handset: HandsetPages<Page>) => Promise<void>,
    ) => {
      await use({
        async open(person) {
          await person.ready();
          const page = await context.newPage();
          await page.goto(tg.pageOf(person));
          return page;
        },
      });
    },
  };
}
