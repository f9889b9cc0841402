import type { Page } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import type { Person } from '../../../src/handset.ts';
import { TEST_PROXIES } from '../../../src/open-proxy.ts';
import { pressOf, see } from '../../../src/site.ts';
import { useChromium } from '../../support/browser.ts';
import { addKnownPerson, buttonIn, type OwnPhone, openTelegram, visitOnPhone } from '../../support/press.ts';
import { addBotAccount, type BotAccount, type Process, startApi, startBot } from '../../support/processes.ts';

const { visit } = useChromium();

/** An API whose pages lead to a bot for one test. */
const startApiFor = ({ username }: BotAccount): Promise<Process> =>
  startApi({
    TELEGRAM_BOT_USERNAME: `http://localhost:${inject('ports').stack}/?bot=${username}`,
    TRUSTED_PROXIES: TEST_PROXIES,
  });

describe('services restart or differ between the link and the press', () => {
  test('the API: the page says so, goes on by itself, and two presses still do', async () => {
    const account = await addBotAccount();
    const api = await startApiFor(account);
    await startBot(account, { WEBSITE_URL: api.url });
    const { phone, telegram, number } = await openCard(account, api);
    await api.stop();
    await phone.page.getByText('Server bilan aloqa yo‘q').waitFor();
    await api.startAgain();
    await buttonIn(telegram, number).tap();
    await seeSignedIn(phone);
  });

  test('the bot: a press that nobody heard is heard once it runs again', async () => {
    const account = await addBotAccount();
    const api = await startApiFor(account);
    const bot = await startBot(account, { WEBSITE_URL: api.url });
    const { phone, telegram, number } = await openCard(account, api);
    await bot.stop();
    await buttonIn(telegram, number).tap();
    await bot.startAgain();
    await seeSignedIn(phone);
    await telegram.getByText('Tayyor. Sahifaga qayting').waitFor();
  });

  test('the page waits at one replica of the API, the bot talks to another', async () => {
    const account = await addBotAccount();
    const [ofPage, ofBot] = [await startApiFor(account), await startApiFor(account)];
    await startBot(account, { WEBSITE_URL: ofBot.url });
    const { phone, telegram, number } = await openCard(account, ofPage);
    await buttonIn(telegram, number).tap();
    await seeSignedIn(phone);
  });
});

describe('while Telegram is open', () => {
  test('the phone unloads the page: back on it, the person is in', async () => {
    const person = await addKnownPerson();
    const phone = await visitOnPhone(visit, person);
    const { number } = await pressOf(phone.page);
    const telegram = await openTelegram(phone);
    await phone.page.goto('about:blank');
    await buttonIn(telegram, number).tap();
    await telegram.getByText('Tayyor. Sahifaga qayting').waitFor();
    await phone.page.goBack();
    await seeSignedIn(phone);
  });

  test('the phone unloads the page before the press: back on it, it has the same number and waits on', async () => {
    const person = await addKnownPerson();
    const phone = await visitOnPhone(visit, person);
    const { number } = await pressOf(phone.page);
    const telegram = await openTelegram(phone);
    await buttonIn(telegram, number).waitFor();
    await phone.page.goto('about:blank');
    await phone.page.goBack();
    await phone.page.getByText('Telegram ochildi.').waitFor();
    expect((await pressOf(phone.page)).number).toBe(number);
    await buttonIn(telegram, number).tap();
    await seeSignedIn(phone);
  });

  test('the browser closes the tab and restores it later: the person is in', async () => {
    const person = await addKnownPerson();
    const phone = await visitOnPhone(visit, person);
    const { number } = await pressOf(phone.page);
    const telegram = await openTelegram(phone);
    const kept = await phone.page.evaluate(() => ({ ...sessionStorage }));
    await phone.page.close();
    await buttonIn(telegram, number).tap();
    await telegram.getByText('Tayyor. Sahifaga qayting').waitFor();

    const page = await phone.context.newPage();
    await page.goto(`${inject('urls').web}/nowhere`);
    await page.evaluate((items) => Object.assign(sessionStorage, items), kept);
    await page.goto(`${inject('urls').web}/register`);
    await seeSignedIn({ ...phone, page });
  });

  test('the phone loses the connection for a moment: the page says so, and goes on by itself', async () => {
    const person = await addKnownPerson();
    const phone = await visitOnPhone(visit, person);
    const { number } = await pressOf(phone.page);
    const telegram = await openTelegram(phone);
    await buttonIn(telegram, number).waitFor();
    await phone.context.setOffline(true);
    await phone.page.getByText('Internet yo‘q. Ulansa').waitFor();
    // By the Telegram of another device
    const card = (await person.read()).at(-1);
    if (!card) throw new Error('The chat is empty');
    await person.press(card, number);
    await phone.context.setOffline(false);
    await seeSignedIn(phone);
  });
});

interface OpenCard {
  person: Person;
  phone: OwnPhone;
  telegram: Page;
  /** The number that the page shows. */
  number: string;
}

/** Opens the page of this API on a person's phone, and the card in the chat with this bot. */
async function openCard({ username }: BotAccount, api: Process): Promise<OpenCard> {
  const person = await addKnownPerson({ bot: username });
  const phone = await visitOnPhone(visit, person, { path: '/nowhere' });
  phone.proxy.redirect(api.url);
  await phone.page.goto(`${inject('urls').web}/register`);
  const { number } = await pressOf(phone.page);
  const telegram = await openTelegram(phone);
  await buttonIn(telegram, number).waitFor();
  await phone.page.getByText('Telegram ochildi.').waitFor();
  return { person, phone, telegram, number };
}

async function seeSignedIn({ page, input }: OwnPhone): Promise<void> {
  await see(page, 'Yana xush kelibsiz!');
  expect(input.typed).toEqual([]);
  expect(input.presses.length).toBeLessThanOrEqual(2);
}
