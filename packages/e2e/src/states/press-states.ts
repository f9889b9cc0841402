import type { Page } from 'playwright-core';
import { cardOf, type Message } from '../handset.ts';
import { pressOf, see } from '../site.ts';
import { refuseWith } from './answers.ts';
import { goOffline, type State, type Visit } from './visit.ts';

/** The states of a sign-in by one press, each with the way there. */
export const pressStates: readonly State[] = [
  { name: 'press', arrive: startPress },
  { name: 'press-starting', api: 'silent', arrive: ({ open }) => open() },
  { name: 'press-opened', arrive: openPress },
  {
    name: 'returning',
    async arrive(visit) {
      await beRemembered(visit);
    },
  },
  {
    name: 'returning-pushed',
    async arrive(visit) {
      await beRemembered(visit);
      await visit.page.getByRole('button', { name: /sifatida davom etish/ }).click();
      await visit.page.getByText('Telegram’ingizga xabar yubordik.').waitFor();
    },
  },
  {
    name: 'press-slow',
    async arrive(visit) {
      await visit.page.clock.install();
      const { page } = visit;
      await startPress(visit);
      await leave(page);
      await page.clock.fastForward('00:20');
      await page.getByText('Bo‘lmadimi? Boshqa usul:').waitFor();
    },
  },
  {
    name: 'press-approved',
    async arrive(visit) {
      await visit.page.route('**/collect/', () => {}); // never answered
      await approvePress(visit);
      await visit.page.getByText('Telegram’da tasdiqlandi').waitFor();
    },
  },
  {
    name: 'press-declined',
    async arrive(visit) {
      const { card } = await openPress(visit);
      await visit.person.press(card, 'Bu men emasman');
      await visit.page.getByText('Telegram’da «Bu men emasman» bosildi').waitFor();
    },
  },
  {
    name: 'press-wrong-number',
    async arrive(visit) {
      const { card, number } = await openPress(visit);
      const choices = card.reply_markup?.inline_keyboard?.[0]?.map(({ text }) => text) ?? [];
      await visit.person.press(card, choices.find((choice) => choice !== number) ?? '');
      await visit.page.getByText('Telegram’da boshqa son tanlandi').waitFor();
    },
  },
  {
    name: 'press-taken',
    async arrive(visit) {
      const { url } = await openPress(visit);
      await (await visit.world.handset.addPerson()).openLink(url);
      await visit.page.getByText('Havolani yana kimdir ochdi').waitFor();
    },
  },
  {
    name: 'press-expired',
    async arrive(visit) {
      const answered = visit.page.waitForResponse((response) => response.url().endsWith('/challenges/'));
      await openPress(visit);
      await visit.world.expireChallenge((await (await answered).json()).id);
      await comeBack(visit.page);
      await visit.page.getByText('Vaqt tugadi').waitFor();
    },
  },
  {
    name: 'press-refused',
    async arrive(visit) {
      const message = 'Bu raqam boshqa hisobda tasdiqlangan. Shu raqamga kod olib, hisobga kiring.';
      await visit.page.route('**/collect/', refuseWith(409, 'phone_conflict', message));
      await approvePress(visit);
      await visit.page.getByText(message).waitFor();
    },
  },
  {
    name: 'press-telegram-login-unfinished',
    async arrive({ page, open }) {
      await open('/register#telegram-login=contact_required');
      await page.getByText('Hisob ochish uchun raqamingiz kerak').waitFor();
    },
  },
  {
    name: 'press-unavailable',
    async arrive(visit) {
      const message = 'Kirish juda ko‘p marta boshlandi. Keyinroq urinib ko‘ring.';
      await visit.page.route('**/auth/challenges/', refuseWith(429, 'challenge_limit', message));
      await visit.open();
      await visit.page.getByText(message).waitFor();
    },
  },
  {
    name: 'press-api-down',
    api: 'down',
    async arrive({ page, open }) {
      await open();
      await page.getByText('Server bilan aloqa yo‘q.').waitFor();
    },
  },
  {
    name: 'press-offline',
    async arrive(visit) {
      await startPress(visit);
      await goOffline(visit.page);
      await comeBack(visit.page);
      await visit.page.getByText('Ulansa, o‘zi davom etadi.').waitFor();
    },
  },
  {
    name: 'press-in-telegram',
    async arrive(visit) {
      await visit.page.addInitScript(() => Reflect.set(window, 'TelegramWebviewProxy', {}));
      await startPress(visit);
      await visit.page.getByRole('button', { name: 'Havolani nusxalash' }).waitFor();
    },
  },
  {
    name: 'press-signed-in',
    async arrive(visit) {
      await approvePress(visit);
      await visit.page.getByRole('button', { name: 'Bu siz emasmi?' }).waitFor();
    },
  },
];

/** Opens the site; resolves once it waits for the press. */
async function startPress({ page, open }: Visit): Promise<{ url: string; number: string }> {
  await open();
  return pressOf(page);
}

async function openPress(visit: Visit): Promise<{ url: string; number: string; card: Message }> {
  const { url, number } = await startPress(visit);
  const card = await cardOf(visit.person, url);
  await visit.page.getByText('Telegram ochildi.').waitFor();
  return { url, number, card };
}

async function approvePress(visit: Visit): Promise<void> {
  const { card, number } = await openPress(visit);
  await visit.person.press(card, number);
}

/** Follows the link to Telegram without opening a window. */
async function leave(page: Page): Promise<void> {
  const link = page.locator('.rq-press-main a:visible');
  await link.evaluate((element) => element.addEventListener('click', (event) => event.preventDefault()));
  await link.click();
}

/**
 * As on a return from Telegram a second after the page last asked the API. The page would ask within ten seconds anyway,
 * and takes a return sooner than half a second as the same one.
 */
function comeBack(page: Page): Promise<void> {
  return page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 1000;
    window.dispatchEvent(new Event('focus'));
    Date.now = now;
  });
}

/** Signs in and out, so that the browser remembers the account. */
async function beRemembered(visit: Visit): Promise<void> {
  const { page } = visit;
  await approvePress(visit);
  await see(page, /ush kelibsiz!/);
  // The masked number is kept by code that is fetched after the sign-in
  await page.waitForFunction(() => localStorage.getItem('raqam.account') !== null);
  await page.evaluate(() => localStorage.removeItem('raqam.signed-in'));
  await page.reload();
  await page.getByRole('button', { name: /sifatida davom etish/ }).waitFor();
}
