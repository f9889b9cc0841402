import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { addAuthenticator } from '../../../src/chromium.ts';
import { pressOf, SIGN_IN, see } from '../../../src/site.ts';
import { violationsOf } from '../../support/axe.ts';
import { useChromium, type Visitor } from '../../support/browser.ts';
import { addKnownPerson, buttonIn, openTelegram, visitOnPhone } from '../../support/press.ts';

const { visit } = useChromium();

const continueIn = (page: Page) => page.getByRole('button', { name: /sifatida davom etish/ });

/** Signs in by the link of the page. */
async function signInByPress(phone: Visitor): Promise<void> {
  const { number } = await pressOf(phone.page);
  const telegram = await openTelegram(phone);
  await buttonIn(telegram, number).tap();
  await see(phone.page, 'Yana xush kelibsiz!');
  await telegram.close();
}

async function signOut(page: Page, label = 'Chiqish'): Promise<void> {
  await page.goto(`${inject('urls').web}/account`);
  await page.getByRole('main').getByRole('button', { name: label, exact: true }).click();
  await page.getByRole('main').getByRole('button', { name: 'Kirish', exact: true }).waitFor();
  await page.goto(`${inject('urls').web}/register`);
  await see(page, SIGN_IN);
}

/** The files with the code of passkeys that the page has fetched. */
function watchPasskeyCode(page: Page): string[] {
  const fetched: string[] = [];
  page.on('response', async (response) => {
    const text = response.url().endsWith('.js') ? await response.text().catch(() => '') : '';
    // `get` would also find the code that reads an SMS
    if (text.includes('navigator.credentials.create')) fetched.push(response.url());
  });
  return fetched;
}

test('a person who was here continues by one press, on a card that nobody asked Telegram for; and is forgotten by a sign-out for good, and for another number', async () => {
  const person = await addKnownPerson();
  const phone = await visitOnPhone(visit, person);
  const { page } = phone;
  await signInByPress(phone);
  await signOut(page);
  const shown = `+998 ${person.phone.slice(4, 6)} ••• ${person.phone.slice(-4, -2)} ${person.phone.slice(-2)}`;
  await expect.poll(async () => (await continueIn(page).textContent())?.replaceAll('\u00a0', ' ')).toContain(shown);
  expect(await violationsOf(page)).toEqual([]);

  const before = await person.read();
  await continueIn(page).tap();
  await page.getByText('Telegram’ingizga xabar yubordik.').waitFor();
  await page.reload(); // as a phone does that unloads the tab
  await page.getByText('Telegram’ingizga xabar yubordik.').waitFor();
  const number = (await page.locator('.rq-press-number').textContent()) ?? '';
  const card = await person.hear(before.at(-1)?.message_id ?? 0);
  expect(JSON.stringify(card.reply_markup)).toContain(number);
  await person.press(card, number);
  await see(page, 'Yana xush kelibsiz!');

  await signOut(page, 'Chiqish va bu qurilmada meni unutish');
  await pressOf(page);
  expect(await continueIn(page).count()).toBe(0);

  await signInByPress(phone);
  await signOut(page);
  await page.getByRole('button', { name: 'Boshqa raqam bilan kirish' }).tap();
  await pressOf(page);
  await page.reload();
  await pressOf(page);
  expect(await continueIn(page).count()).toBe(0);
});

test('a passkey is offered after a sign-in, then is one touch, also in the number’s field, until it is removed', async () => {
  const person = await addKnownPerson();
  const phone = await visitOnPhone(visit, person);
  const { page } = phone;
  const { devTools, authenticatorId } = await addAuthenticator(page);
  const fetched = watchPasskeyCode(page);
  await page.reload();
  await signInByPress(phone);
  await page.getByText('Keyingi safar bir tegish bilanmi?').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(fetched).toEqual([]);
  await page.getByRole('button', { name: 'Kirish kalitini yaratish' }).click();
  await page.getByText('Kirish kaliti qo‘shildi.').waitFor();
  await expect.poll(() => fetched).toHaveLength(1);
  const { credentials } = await devTools.send('WebAuthn.getCredentials', { authenticatorId });
  expect(credentials).toMatchObject([{ isResidentCredential: true, rpId: new URL(inject('urls').web).hostname }]);

  await signOut(page);
  await page.getByRole('button', { name: 'Kirish kaliti bilan kirish' }).click();
  await see(page, /ush kelibsiz!/);

  await signOut(page);
  await page.getByRole('button', { name: 'Raqamga kod olish' }).click();
  await see(page, /ush kelibsiz!/);

  await page.goto(`${inject('urls').web}/account`);
  const removing = page.getByRole('button', { name: /^O‘chirish: Chrome/ });
  await removing.click();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'O‘chirish', exact: true }).click();
  await page.getByText('Kirish kaliti o‘chirildi.').waitFor();
  await page.getByText('Hali kirish kalitingiz yo‘q.').waitFor();
  await signOut(page);
  await page.getByRole('button', { name: 'Kirish kaliti bilan kirish' }).click();
  await page.getByText('Bu kirish kaliti endi ishlamaydi.').waitFor();
});
