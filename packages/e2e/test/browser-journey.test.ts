import type { Locator, Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { requestCode } from '../src/handset.ts';
import { fillIn, formOf, openSiteFrom, openTab, see } from '../src/site.ts';
import { sessionCookies, textOn, useChromium } from './support/browser.ts';
import { addPerson, readSms } from './support/handset.ts';

const { visit } = useChromium();

const DILNOZA = { name: 'Dilnoza', phone: '+998977112233' };

test('the journey by clicking: from the site to the bot, back with the code, signed in, signed out', async () => {
  const { context, page } = await visit('/register');
  const handset = await openTab(context, () => page.getByRole('link', { name: 'Telegram botini ochish' }).click());

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
  await formOf(page).submit.click();
  await see(page, 'Xush kelibsiz!');
  expect(await textOn(page)).toContain(DILNOZA.phone);
  expect(await sessionCookies(context)).toEqual(['access_token', 'refresh_token']);

  await page.reload();
  await see(page, 'Siz hisobingizga kirgansiz');
  expect(await textOn(page)).toContain(DILNOZA.phone);
  await page.getByText(DILNOZA.name).waitFor();

  await page.getByRole('button', { name: 'Chiqish' }).click();
  await see(page, 'Ro‘yxatdan o‘tish');
  expect(await sessionCookies(context)).toEqual([]);
  await page.reload();
  await see(page, 'Ro‘yxatdan o‘tish');
});

test('the link in the bot’s message: shows the number, waits for a yes, and leaves no code in the address', async () => {
  const person = await addPerson();
  const code = await requestCode(person);
  const { context, page: handset, registers } = await visit(`${inject('urls').stack}/?person=${person.id}`);
  const site = await openTab(context, () => openSiteFrom(handset));

  await see(site, 'Bu sizning raqamingizmi?');
  expect(await textOn(site)).toContain(person.phone);
  await site.getByText(code).waitFor();
  expect(site.url()).toBe(`${inject('urls').web}/register`);

  // Nothing was sent: even another load of the page, which forgets the link, finds nobody signed in.
  await site.reload();
  await see(site, 'Ro‘yxatdan o‘tish');
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

test('who says that the number is not theirs comes to the form, still without a session', async () => {
  const person = await addPerson();
  const { context, page, registers } = await visit(linkFor(person.phone, await requestCode(person)));
  await page.getByRole('button', { name: 'Yo‘q, o‘zgartirish' }).click();
  await see(page, 'Ro‘yxatdan o‘tish');
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

test('two tabs: what one signs in, the other shows; what one signs out, the other forgets', async () => {
  const person = await addPerson();
  const { context, page: first } = await visit();
  const second = await context.newPage();
  await second.goto(first.url());
  await see(second, 'Ro‘yxatdan o‘tish');

  await fillIn(first, { phone: person.phone, code: await requestCode(person) });
  await formOf(first).submit.click();
  await see(first, 'Xush kelibsiz!');
  await see(second, 'Siz hisobingizga kirgansiz');
  expect(await textOn(second)).toContain(person.phone);

  await second.getByRole('button', { name: 'Chiqish' }).click();
  await see(second, 'Ro‘yxatdan o‘tish');
  await see(first, 'Ro‘yxatdan o‘tish');
});

test('the journey by keyboard: the bot’s button, the form, the mistake and signing out', async () => {
  const person = await addPerson();
  const { context, page } = await visit();
  await tabTo(page, page.getByRole('link', { name: 'Telegram botini ochish' }));
  const handset = await openTab(context, () => page.keyboard.press('Enter'));
  await handset.close();

  const form = formOf(page);
  const code = await requestCode(person);
  await tabTo(page, form.phone);
  await page.keyboard.type(person.phone);
  await page.keyboard.press('Enter');
  // The focus goes to the field that the message is about.
  await expect.poll(() => isFocused(form.code)).toBe(true);
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');

  await see(page, 'Xush kelibsiz!');
  await expect.poll(() => isFocused(page.getByRole('heading', { level: 1 }))).toBe(true);
  await tabTo(page, page.getByRole('button', { name: 'Chiqish' }));
  await page.keyboard.press('Enter');
  await see(page, 'Ro‘yxatdan o‘tish');
});

test('the sign-in by SMS by keyboard: the dialog, its tabs, number and code; Esc gives the focus back', async () => {
  const { phone } = await addPerson();
  const { page } = await visit();
  const open = page.getByRole('banner').getByRole('button', { name: 'Kirish', exact: true });
  await tabTo(page, open);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Hisobga kirish' });
  await dialog.getByRole('tab', { name: 'Telegram' }).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => isFocused(open)).toBe(true);

  await page.keyboard.press('Enter');
  await tabTo(page, dialog.getByRole('tab', { name: 'Telegram' }));
  await page.keyboard.press('ArrowRight');
  await tabTo(page, dialog.getByLabel('Telefon raqami'));
  await page.keyboard.type(phone);
  await page.keyboard.press('Enter');
  const code = dialog.getByLabel('SMS’dagi kod');
  await expect.poll(() => code.count()).toBe(1);
  await expect.poll(() => isFocused(code)).toBe(true);
  await page.keyboard.type(await readSms(phone));
  await page.keyboard.press('Enter');
  await see(page, 'Xush kelibsiz!');
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
