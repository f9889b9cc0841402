import type { Locator, Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { requestCode } from '../../../src/handset.ts';
import { chooseSms, chooseTelegram, fillIn, formOf, openSiteFrom, openTab, SIGN_IN, see } from '../../../src/site.ts';
import { sessionCookies, textOn, useChromium } from '../../support/browser.ts';
import { addPerson, readSms } from '../../support/handset.ts';

const { visit } = useChromium();

const DILNOZA = { name: 'Dilnoza', phone: '+998977112233' };

test('the journey by the code, with the mouse: from the site to the bot, back with the code, signed in, signed out', async () => {
  const { context, page } = await visit('/register');
  await chooseTelegram(page);
  const handset = await openTab(context, () => page.getByRole('link', { name: 'Telegram’ni ochish' }).click());

  await handset.getByRole('button', { name: 'Add person' }).click();
  await handset.getByLabel('Name').fill(DILNOZA.name);
  await handset.getByLabel('Phone', { exact: true }).fill(DILNOZA.phone);
  await handset.getByRole('button', { name: 'Add', exact: true }).click();
  const phone = handset.getByRole('article', { name: `Phone of ${DILNOZA.name}` });
  await phone.getByRole('button', { name: 'START' }).click();
  await phone.getByRole('button', { name: 'Raqamimni yuborish' }).click();
  await handset.getByRole('button', { name: 'Yuborish', exact: true }).click();
  const code = (await phone.getByRole('button', { name: /^Copy \d{6}$/ }).textContent()) ?? '';

  await page.bringToFront();
  await fillIn(page, { phone: DILNOZA.phone, code });
  await see(page, 'Xush kelibsiz!');
  expect(await textOn(page)).toContain(DILNOZA.phone);
  expect(await sessionCookies(context)).toEqual(['access_token', 'refresh_token']);

  await page.reload();
  await see(page, 'Siz hisobingizga kirgansiz');
  expect(await textOn(page)).toContain(DILNOZA.phone);
  await page.getByText(DILNOZA.name).waitFor();

  await page.getByRole('button', { name: 'Chiqish' }).click();
  await see(page, SIGN_IN);
  expect(await sessionCookies(context)).toEqual([]);
  await page.reload();
  await see(page, SIGN_IN);
});

test('the link in the bot’s message: shows the number, waits for confirmation, and leaves no code in the URL', async () => {
  const person = await addPerson();
  const code = await requestCode(person);
  const { context, page: handset, registers } = await visit(`${inject('urls').stack}/?person=${person.id}`);
  const site = await openTab(context, () => openSiteFrom(handset));

  await see(site, 'Bu sizning raqamingizmi?');
  await site.getByRole('button', { name: 'Ha, kirish' }).waitFor();
  expect(await textOn(site)).toContain(person.phone);
  expect(site.url()).toBe(`${inject('urls').web}/register`);

  // Nothing was sent. A reload, as after a phone unloaded the tab, shows the question again.
  await site.reload();
  await see(site, 'Bu sizning raqamingizmi?');
  expect(registers).toEqual([]);
  expect(await sessionCookies(context)).toEqual([]);

  const again = await openTab(context, () => openSiteFrom(handset));
  await see(again, 'Bu sizning raqamingizmi?');
  await again.getByRole('button', { name: 'Ha, kirish' }).click();
  await see(again, 'Xush kelibsiz!');
  expect(await textOn(again)).toContain(person.phone);
  expect(registers).toHaveLength(1);
  expect(again.url()).not.toContain(code);
});

test('“not my number” leads to the form, without a session', async () => {
  const person = await addPerson();
  const { context, page, registers } = await visit(linkFor(person.phone, await requestCode(person)));
  await page.getByRole('button', { name: 'Yo‘q, boshqa raqam' }).click();
  await see(page, 'Botdan kod oling');
  expect((await formOf(page).phone.inputValue()).replaceAll(/\s/g, '')).toBe(person.phone);
  expect(registers).toEqual([]);
  expect(await sessionCookies(context)).toEqual([]);
});

test('the link of another number, opened by somebody signed in: the session stays until they choose', async () => {
  const [own, other] = [await addPerson(), await addPerson()] as const;
  const { page, registers } = await visit(linkFor(own.phone, await requestCode(own)));
  await page.getByRole('button', { name: 'Ha, kirish' }).click();
  await see(page, 'Xush kelibsiz!');

  await page.goto(linkFor(other.phone, await requestCode(other)));
  await see(page, 'Siz boshqa raqam bilan kirgansiz');
  await page.getByRole('button', { name: 'Shu hisobda qolish' }).click();
  await see(page, /Siz hisobingizga kirgansiz|Xush kelibsiz!/);
  expect(await textOn(page)).toContain(own.phone);
  expect(registers).toHaveLength(1);
});

test('two tabs share a sign-in and a sign-out', async () => {
  const person = await addPerson();
  const { context, page: first } = await visit();
  const second = await context.newPage();
  await second.goto(first.url());
  await see(second, SIGN_IN);

  await fillIn(first, { phone: person.phone, code: await requestCode(person) });
  await see(first, 'Xush kelibsiz!');
  await see(second, 'Siz hisobingizga kirgansiz');
  expect(await textOn(second)).toContain(person.phone);

  await second.getByRole('button', { name: 'Chiqish' }).click();
  await see(second, SIGN_IN);
  await see(first, SIGN_IN);
});

test('the journey by keyboard: the choice of the code, the form, the mistake and signing out', async () => {
  const person = await addPerson();
  const { page } = await visit();
  await tabTo(page, page.getByRole('button', { name: 'Botdan kod olish' }));
  await page.keyboard.press('Enter');
  const form = formOf(page);
  await expect.poll(() => form.phone.count()).toBe(1);
  await expect.poll(() => isFocused(form.phone)).toBe(true);

  const code = await requestCode(person);
  await page.keyboard.type(person.phone);
  await page.keyboard.press('Enter');
  // The focus moves to the field with the error.
  await expect.poll(() => isFocused(form.code)).toBe(true);
  await page.keyboard.type(code);

  await see(page, 'Xush kelibsiz!');
  await expect.poll(() => isFocused(page.getByRole('heading', { level: 1 }))).toBe(true);
  await tabTo(page, page.getByRole('button', { name: 'Chiqish' }));
  await page.keyboard.press('Enter');
  await see(page, SIGN_IN);
});

test('the sign-in by SMS in the dialog, by keyboard: Esc restores the focus, and reopened it continues', async () => {
  const { phone } = await addPerson();
  const { page } = await visit('/account');
  const open = page.getByRole('banner').getByRole('button', { name: 'Kirish', exact: true });
  await tabTo(page, open);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await tabTo(page, dialog.getByRole('button', { name: 'Raqamga kod olish' }));
  await page.keyboard.press('Enter');
  const field = dialog.getByLabel('Telefon raqami');
  await expect.poll(() => field.count()).toBe(1);
  await expect.poll(() => isFocused(field)).toBe(true);
  await page.keyboard.type(phone);
  await page.keyboard.press('Enter');
  const code = dialog.getByLabel('6 xonali kod');
  await code.waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => isFocused(open)).toBe(true);

  await page.keyboard.press('Enter');
  await code.waitFor();
  await expect.poll(() => isFocused(code)).toBe(true);
  await page.keyboard.type(await readSms(phone));
  await page.getByRole('banner').getByRole('button', { name: 'Hisobim' }).waitFor();
});

test('a reload in the middle of an SMS sign-in keeps it, and the back button stays on the site', async () => {
  const { phone } = await addPerson();
  const { page } = await visit();
  await chooseSms(page);
  await page.getByLabel('Telefon raqami').fill(phone);
  await page.getByRole('button', { name: 'Kod olish', exact: true }).click();
  await page.getByLabel('6 xonali kod').waitFor();
  await page.reload();
  await page.getByLabel('6 xonali kod').waitFor();
  await page.getByRole('timer').waitFor();

  await page.goBack();
  expect((await page.getByLabel('Telefon raqami').inputValue()).replaceAll(/\s/g, '')).toBe(phone);
  await page.goBack();
  await see(page, SIGN_IN);
  await page.goForward();
  await page.goForward();
  await page.getByLabel('6 xonali kod').fill(await readSms(phone));
  await see(page, 'Xush kelibsiz!');
});

test('after a lost answer the page retries by itself, and the person is signed in', async () => {
  const person = await addPerson();
  const { page } = await visit();
  await chooseTelegram(page);
  let asked = 0;
  await page.route('**/auth/register/telegram/', async (route) => {
    asked += 1;
    if (asked > 1) return route.continue();
    await route.fetch(); // the API redeems the code
    await route.abort('connectionreset');
  });
  await fillIn(page, { phone: person.phone, code: await requestCode(person) });
  await see(page, /Xush kelibsiz!/);
  expect(asked).toBe(2);
});

test('after five wrong codes the right one is void, and the page says so and offers a new code', async () => {
  const person = await addPerson();
  const code = await requestCode(person);
  const { page } = await visit();
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const wrong = String((Number(code) + attempt) % 1_000_000).padStart(6, '0');
    const answered = page.waitForResponse((response) => response.url().includes('/auth/register/'));
    await fillIn(page, { phone: person.phone, code: wrong });
    const { error } = await (await answered).json();
    expect(error.attempts_left).toBe(5 - attempt);
    await page.getByText(error.message).waitFor();
  }
  await page.getByRole('link', { name: 'Botdan yangi kod olish' }).waitFor();
  expect(await formOf(page).code.inputValue()).toBe('');
});

function linkFor(phone: string, code: string): string {
  return `${inject('urls').web}/register#phone=${encodeURIComponent(phone)}&code=${code}`;
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press('Tab');
    if (await isFocused(target)) return;
  }
  throw new Error('The Tab key does not get there');
}

function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}
