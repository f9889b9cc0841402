import { describe, expect, inject, test } from 'vitest';
import type { Person } from '../../../src/handset.ts';
import { openTab, pressOf, see } from '../../../src/site.ts';
import { violationsOf } from '../../support/axe.ts';
import { sessionCookies, useChromium } from '../../support/browser.ts';
import { addPerson } from '../../support/handset.ts';
import { addKnownPerson, buttonIn, DESKTOP, linkOn, openTelegram, visitOnPhone } from '../../support/press.ts';
import { scanQrCode } from '../../support/scan-qr-code.ts';
import { watchInput } from '../../support/watch-input.ts';

const { visit } = useChromium();

/** What the page says once somebody is in. */
const signedInAs = (phone: string) =>
  new RegExp(`Siz \\+998.90.•••.${phone.slice(-4, -2)}.${phone.slice(-2)} hisobiga`);

test('every press and key is counted, also one that hits nothing and one in another tab', async () => {
  const person = await addKnownPerson();
  const phone = await visitOnPhone(visit, person);
  await phone.page.getByRole('banner').tap({ position: { x: 2, y: 2 } });
  const telegram = await openTelegram(phone);
  await telegram.getByRole('textbox').fill('a');
  await telegram.keyboard.press('b');
  await expect.poll(() => phone.input.presses).toHaveLength(2);
  await expect.poll(() => phone.input.typed.map((deed) => deed.slice(0, 4))).toEqual(['into', 'b', 'into']);
});

describe('on a phone', () => {
  test('a known person signs in with two presses and no typing', async () => {
    const person = await addKnownPerson();
    const phone = await visitOnPhone(visit, person);
    const { number } = await pressOf(phone.page);
    const link = await linkOn(phone.page).textContent();
    const telegram = await openTelegram(phone);
    await buttonIn(telegram, number).tap();

    await see(phone.page, 'Yana xush kelibsiz!');
    await phone.page.getByText(signedInAs(person.phone)).waitFor();
    expect(phone.input).toEqual({
      presses: [`site: ${link}`, `Telegram: ${number}`],
      answers: [],
      typed: [],
    });
    expect(await sessionCookies(phone.context)).toEqual(['access_token', 'refresh_token']);
    await telegram.getByText('Tayyor. Sahifaga qayting').waitFor();
  });

  test('a newcomer signs up with four presses, one answer to Telegram’s own question, and no typing', async () => {
    const person = await addPerson();
    const phone = await visitOnPhone(visit, person);
    const { number } = await pressOf(phone.page);
    const link = await linkOn(phone.page).textContent();
    const telegram = await openTelegram(phone);
    await buttonIn(telegram, 'START').tap();
    await buttonIn(telegram, 'Raqamimni yuborish').tap();
    await telegram.getByRole('dialog').getByRole('button', { name: 'Yuborish', exact: true }).tap();
    await buttonIn(telegram, number).tap();

    await see(phone.page, 'Xush kelibsiz!');
    await phone.page.getByText(signedInAs(person.phone)).waitFor();
    expect(phone.input).toEqual({
      presses: [`site: ${link}`, 'Telegram: START', 'Telegram: Raqamimni yuborish', `Telegram: ${number}`],
      answers: ['Telegram: Yuborish'],
      typed: [],
    });
  });

  test.for([
    {
      name: 'in the dark',
      colorScheme: 'dark',
      locale: 'uz-UZ',
      language: 'uz',
      approved: 'Tayyor.',
      done: 'Yana xush',
    },
    {
      name: 'in Russian',
      colorScheme: 'light',
      locale: 'ru-RU',
      language: 'ru',
      approved: 'Готово.',
      done: 'возвращением',
    },
  ] as const)('$name: page and card have the same number, and axe finds nothing on either', async (look) => {
    const { colorScheme, locale, language } = look;
    const person = await addKnownPerson({ language });
    const phone = await visitOnPhone(visit, person, { colorScheme, locale, reducedMotion: 'reduce' });
    const { number } = await pressOf(phone.page);
    expect(await linkOn(phone.page).textContent()).toContain(number);
    expect(await violationsOf(phone.page)).toEqual([]);
    const telegram = await openTelegram(phone);
    await buttonIn(telegram, number).waitFor();
    expect(await violationsOf(telegram)).toEqual([]);
    const brightness = await phone.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(Number(/\d+/.exec(brightness)?.[0]) < 128).toBe(colorScheme === 'dark');

    await buttonIn(telegram, number).tap();
    await telegram.getByText(look.approved).waitFor();
    await phone.page.getByRole('heading', { level: 1, name: look.done }).waitFor();
    expect(phone.input.presses).toHaveLength(2);
    expect(await violationsOf(phone.page)).toEqual([]);
  });
});

describe('on a desktop', () => {
  /** Opens the site on a desktop, and the link of its QR code on the phone of a person. */
  async function scanWithPhone(person: Person) {
    const desktop = await visit('about:blank', DESKTOP);
    const input = await watchInput(desktop.context);
    await desktop.page.goto(`${inject('urls').web}/register`);
    const { number } = await pressOf(desktop.page);
    const phone = await visitOnPhone(visit, person, { path: '/nowhere' });
    await desktop.page.locator('.rq-qr-code path').waitFor();
    const url = await scanQrCode(desktop.page.locator('.rq-qr-code'));
    await phone.page.goto(url);
    return { desktop, input, phone, number, url };
  }

  test('a known person scans the QR code and presses once, without typing', async () => {
    const person = await addKnownPerson();
    const { desktop, input, phone, number, url } = await scanWithPhone(person);
    expect(new URL(url).searchParams.get('start')).toMatch(/^[\w-]{22}$/);
    await buttonIn(phone.page, number).tap();

    await see(desktop.page, 'Yana xush kelibsiz!');
    await desktop.page.getByText(signedInAs(person.phone)).waitFor();
    expect(input).toEqual({ presses: [], answers: [], typed: [] });
    expect(phone.input).toEqual({ presses: [`Telegram: ${number}`], answers: [], typed: [] });
    expect(await sessionCookies(desktop.context)).toEqual(['access_token', 'refresh_token']);
    expect(await sessionCookies(phone.context)).toEqual([]);
  });

  test('a newcomer scans the QR code and presses three times, without typing', async () => {
    const person = await addPerson();
    const { desktop, input, phone, number } = await scanWithPhone(person);
    await buttonIn(phone.page, 'START').tap();
    await buttonIn(phone.page, 'Raqamimni yuborish').tap();
    await phone.page.getByRole('dialog').getByRole('button', { name: 'Yuborish', exact: true }).tap();
    await buttonIn(phone.page, number).tap();

    await see(desktop.page, 'Xush kelibsiz!');
    await desktop.page.getByText(signedInAs(person.phone)).waitFor();
    expect(input).toEqual({ presses: [], answers: [], typed: [] });
    expect(phone.input).toEqual({
      presses: ['Telegram: START', 'Telegram: Raqamimni yuborish', `Telegram: ${number}`],
      answers: ['Telegram: Yuborish'],
      typed: [],
    });
  });

  test('Telegram on the same desktop opens by the link below the QR code', async () => {
    const person = await addKnownPerson();
    const { page, context } = await visit(`${inject('urls').stack}/?person=${person.id}`, DESKTOP);
    const input = await watchInput(context);
    await page.goto(`${inject('urls').web}/register`);
    const { number } = await pressOf(page);
    const here = 'Telegram’ni shu kompyuterda ochish';
    const telegram = await openTab(context, () => page.getByRole('link', { name: here }).click());
    await buttonIn(telegram, number).click();
    await see(page, 'Yana xush kelibsiz!');
    expect(input).toEqual({ presses: [`site: ${here}`, `Telegram: ${number}`], answers: [], typed: [] });
  });
});
