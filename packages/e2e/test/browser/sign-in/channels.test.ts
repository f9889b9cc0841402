import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { askForSms, openTab, see } from '../../../src/site.ts';
import { violationsOf } from '../../support/axe.ts';
import { useChromium } from '../../support/browser.ts';
import { addPerson, expireVerificationCode, readSms } from '../../support/handset.ts';

const { visit } = useChromium();

/** Failed attempts after which a code is void, over all channels (docs/policy.md §1). */
const ATTEMPTS_PER_CODE = 5;

const codeField = (page: Page) => page.getByLabel('6 xonali kod');

test('a person who never opened the bot reads the code in Telegram’s own chat, and the SMS carries the same one', async () => {
  const person = await addPerson({ gateway: 'on' });
  const { context, page } = await visit();
  await askForSms(page, person.phone);
  await page.getByText('«Verification Codes» chatiga yuborildi.').waitFor();

  const handset = await openTab(context, () =>
    page.evaluate((url) => window.open(url), `${inject('urls').stack}/?person=${person.id}`),
  );
  await handset.getByRole('button', { name: 'Verification Codes 1 unread' }).click();
  const code = await handset.getByRole('button', { name: /^Copy \d{6}$/ }).textContent();
  await handset.getByRole('button', { name: 'Verification Codes', exact: true }).waitFor(); // read
  expect(await violationsOf(handset)).toEqual([]);
  expect(await person.read()).toEqual([]);

  await page.bringToFront();
  await page.getByRole('button', { name: 'Kodni SMS orqali yuborish' }).click();
  await page.getByText('raqamiga SMS orqali kod yuborildi.').waitFor();
  expect(await readSms(person.phone)).toBe(code);
  await codeField(page).fill(code ?? '');
  await see(page, 'Xush kelibsiz!');
});

test('a code that Telegram could not deliver comes by SMS by itself, and five attempts are one budget over both', async () => {
  const person = await addPerson({ gateway: 'off' });
  const { page } = await visit();
  await askForSms(page, person.phone);
  await page.getByText('«Verification Codes» chatiga yuborildi.').waitFor();
  await enterWrong(page, 1);
  await enterWrong(page, 2);

  await expireVerificationCode(person.phone);
  await page.getByText('raqamiga SMS orqali kod yuborildi.').waitFor();
  await page.getByText('Yana 3 marta urinish mumkin.').waitFor(); // still
  const code = await readSms(person.phone);
  await page.reload();
  await page.getByText('raqamiga SMS orqali kod yuborildi.').waitFor();

  for (let attempt = 3; attempt < ATTEMPTS_PER_CODE; attempt += 1) await enterWrong(page, attempt);
  await codeField(page).fill('111115');
  await page.getByText('Kod besh marta xato kiritildi va bekor qilindi.').waitFor();
  await codeField(page).fill(code);
  await page.getByText(/Kod noto‘g‘ri|bekor qilindi|muddati tugagan/).waitFor();
  expect(await page.getByRole('heading', { name: 'Xush kelibsiz!' }).count()).toBe(0);
});

/** The n-th wrong code; no code of a test is one of them, or the test fails and says so. */
async function enterWrong(page: Page, attempt: number): Promise<void> {
  await codeField(page).fill(`11111${attempt}`);
  await page.getByText(`Yana ${ATTEMPTS_PER_CODE - attempt} marta urinish mumkin.`).waitFor();
}
