import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import type { Person } from '../../../src/handset.ts';
import { pressOf, see } from '../../../src/site.ts';
import { violationsOf } from '../../support/axe.ts';
import { sessionCookies, useChromium } from '../../support/browser.ts';
import { addPerson, faults } from '../../support/handset.ts';
import { addKnownPerson } from '../../support/press.ts';

const { visit } = useChromium();

const LOGIN = 'Telegram hisobi bilan kirish';
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true } as const;

/** Presses the button on the site, and chooses on Telegram's page whose Telegram it is. */
async function goToTelegram(place: Page, person: Person): Promise<void> {
  await place.getByRole('button', { name: LOGIN }).click();
  await place.locator(`button[value="${person.id}"]`).click();
  await place.getByRole('heading', { name: /^Log in to localhost:\d+ as/ }).waitFor();
}

test('a newcomer confirms the card on their phone, and is in on the page that they left', async () => {
  const person = await addPerson();
  const { page, context } = await visit('/register?next=%2Faccount', PHONE);
  const telegram = await context.newPage();
  await telegram.goto(`${inject('urls').stack}/?person=${person.id}`);
  await goToTelegram(page, person);
  const card = telegram.getByRole('region', { name: 'Telegram Login' });
  await card.getByText(/saytiga kirasizmi\?$/).waitFor();
  expect(await violationsOf(telegram)).toEqual([]);
  await card.getByRole('button', { name: 'Kirish' }).click();
  await card.waitFor({ state: 'detached' });

  await see(page, 'Xush kelibsiz!');
  expect(new URL(page.url()).search).toBe('?next=%2Faccount');
  await page
    .getByText(new RegExp(`${person.phone.slice(-4, -2)}.${person.phone.slice(-2)}`))
    .first()
    .waitFor();
  expect(await sessionCookies(context)).toEqual(['access_token', 'refresh_token']);
});

test('a known person need not share the number, and comes back to the page whose dialog they used', async () => {
  const person = await addKnownPerson();
  const { page } = await visit('/terms-of-nowhere');
  await page.getByRole('banner').getByRole('button', { name: 'Kirish' }).click();
  await goToTelegram(page, person);
  await page.getByRole('checkbox').uncheck();
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('banner').getByRole('button', { name: /hisob/i }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/terms-of-nowhere');
});

test('a newcomer who cancels, who finds Telegram’s page away, and who shares no number is told, and goes on', async () => {
  const person = await addPerson();
  const { page } = await visit('/register', PHONE);
  await goToTelegram(page, person);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('alert').getByText('Telegram sahifasida kirish bekor qilindi').waitFor();
  await pressOf(page); // the other ways are there too

  await faults.add({ target: 'telegram-login', method: 'token', kind: 'status', status: 500, times: 1 });
  await goToTelegram(page, person);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('alert').getByText('Telegram sahifasi javob bermadi').waitFor();

  await goToTelegram(page, person);
  await page.getByRole('checkbox').uncheck();
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('alert').getByText('Hisob ochish uchun raqamingiz kerak').waitFor();
  expect(new URL(page.url()).hash).toBe('');
  expect(await violationsOf(page)).toEqual([]);

  await goToTelegram(page, person);
  await page.getByRole('button', { name: 'Log in' }).click();
  await see(page, 'Xush kelibsiz!');
});
