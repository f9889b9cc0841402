import pg from 'pg';
import type { Locator, Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { leaveIdle } from '../../../src/leave-idle.ts';
import { askForSms, pressOf, see } from '../../../src/site.ts';
import { useChromium } from '../../support/browser.ts';
import { readSms } from '../../support/handset.ts';
import { addKnownPerson, openLink } from '../../support/press.ts';

const { visit } = useChromium();

/** A person with an account that nobody has used for so long; `hearNext` waits for the bot's next message to them. */
async function addIdlePerson(interval: string) {
  const person = await addKnownPerson();
  const database = new pg.Client({ connectionString: inject('urls').postgres });
  await database.connect();
  await leaveIdle(database, person.phone, interval).finally(() => database.end());
  const last = (await person.read()).at(-1);
  return { ...person, hearNext: () => person.hear(last?.message_id ?? 0) };
}

/** Enters the code of an SMS to this number. */
async function proveNumber(page: Page | Locator, phone: string): Promise<void> {
  await askForSms(page, phone);
  await page.getByLabel('6 xonali kod').fill(await readSms(phone));
}

test('the new owner of an idle number gets a new account; the old one reads it in Telegram and still gets in', async () => {
  const old = await addIdlePerson('70 days');
  const { page } = await visit();
  await proveNumber(page, old.phone);
  await page.getByRole('heading', { name: 'Bu raqam siz uchun yangimi?' }).waitFor();
  expect(await page.locator('main').textContent()).not.toContain(old.name);
  await page.getByRole('button', { name: 'Ha, raqam men uchun yangi' }).click();
  await see(page, 'Xush kelibsiz!');
  expect(await page.locator('main').textContent()).not.toContain(old.name);

  expect((await old.hearNext()).text).toContain('boshqa odamning hisobiga o‘tdi');
  const own = await visit();
  const { url, number } = await pressOf(own.page);
  await old.press(await openLink(old, url), number);
  await see(own.page, 'Yana xush kelibsiz!');
  await own.page.getByText('Raqam biriktirilmagan').waitFor();
});

test('the person of an idle account proves the number on a new device and lets themselves in by Telegram, after a reload too', async () => {
  const old = await addIdlePerson('70 days');
  const { page } = await visit();
  await proveNumber(page, old.phone);
  await page.getByRole('button', { name: 'Yo‘q, bu mening eski hisobim' }).click();
  await page.getByRole('heading', { name: 'Telegram’da tasdiqlang' }).waitFor();
  const number = (await page.locator('.rq-press-number').textContent()) ?? '';
  await page.reload();
  await page.getByRole('heading', { name: 'Telegram’da tasdiqlang' }).waitFor();
  await old.press(await old.hearNext(), number);
  await see(page, 'Yana xush kelibsiz!');
});

test('after 180 days the number is new without a question, in the dialog too', async () => {
  const old = await addIdlePerson('180 days');
  const { page } = await visit('/account');
  await page.getByRole('banner').getByRole('button', { name: 'Kirish', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await proveNumber(dialog, old.phone);
  await dialog.waitFor({ state: 'detached' });
  expect((await old.hearNext()).text).toContain('boshqa odamning hisobiga o‘tdi');
});
