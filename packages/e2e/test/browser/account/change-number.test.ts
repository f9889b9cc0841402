import { expect, test } from 'vitest';
import { requestCode } from '../../../src/handset.ts';
import { askForSms, fillIn, pressOf, SIGN_IN, see } from '../../../src/site.ts';
import { violationsOf } from '../../support/axe.ts';
import { useChromium } from '../../support/browser.ts';
import { addPerson, readSms } from '../../support/handset.ts';

const chromium = useChromium();

/** The number as the site shows it, with any spaces. */
const shown = (phone: string) => new RegExp(phone.replace(/^(\+998)(..)(...)(..)(..)$/, '\\$1.$2.$3.$4.$5'));

test('a person changes the number by a press and by SMS; Telegram tells it and undoes it, and every device is out', async () => {
  const person = await addPerson();
  const [{ phone: shared }, { phone: typed }] = [await addPerson(), await addPerson()];
  const { page } = await chromium.visit();
  await fillIn(page, { phone: person.phone, code: await requestCode(person) });
  await see(page, 'Xush kelibsiz!');
  const other = await chromium.visit();
  const signIn = await pressOf(other.page);
  await person.press(await person.hear(await person.openLink(signIn.url)), signIn.number);
  await see(other.page, 'Yana xush kelibsiz!');

  // Telegram has the new number already
  await person.changePhone(shared);
  await page.goto(new URL('/account', page.url()).href);
  await page.getByRole('link', { name: 'Raqamni o‘zgartirish' }).click();
  await see(page, 'Telefon raqamini o‘zgartirish');
  const { url, number } = await pressOf(page);
  expect(await violationsOf(page)).toEqual([]);
  const asked = await person.hear(await person.openLink(url));
  expect(asked.text).toContain('saytidagi hisobingiz raqamini o‘zgartirmoqchi bo‘lsangiz');
  const card = await person.ask({ contact: 'own' });
  expect(card.text).toContain('hisobingiz raqamini o‘zgartirasizmi?');
  await person.press(card, number);
  await see(page, 'Raqam o‘zgartirildi');
  await page.getByText(shown(shared)).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const told = await person.hear(card.message_id);
  expect(told.text).toContain('hisobingiz raqami o‘zgartirildi');
  await page.getByRole('link', { name: 'Hisobimga qaytish' }).click();
  await page.getByText(shown(shared)).waitFor();

  // by a code to a number that Telegram does not have; a reload keeps the step, and back leads to the number
  await page.getByRole('link', { name: 'Raqamni o‘zgartirish' }).click();
  await askForSms(page, person.phone.replace(/\d{4}$/, '00'));
  await page.getByText('Telefon raqami to‘liq emas').waitFor();
  await page.getByLabel('Telefon raqami').fill(typed);
  await page.getByRole('button', { name: 'Kod olish', exact: true }).click();
  await page.getByLabel('6 xonali kod').waitFor();
  await page.reload();
  await page.getByLabel('6 xonali kod').waitFor();
  await page.goBack();
  expect(await page.getByLabel('Telefon raqami').inputValue()).toBeTruthy();
  await page.getByRole('button', { name: 'Kodni kiritish' }).click();
  await page.getByLabel('6 xonali kod').fill(await readSms(typed));
  await see(page, 'Raqam o‘zgartirildi');

  // the other device is still signed in
  await other.page.goto(new URL('/account', other.page.url()).href);
  await other.page.getByText(shown(typed)).waitFor();

  const again = await person.hear(told.message_id);
  await person.press(again, 'Bu men emas edim');
  await other.page.reload();
  await see(other.page, 'Hisobim');
  await other.page.goto(new URL('/register', other.page.url()).href);
  await see(other.page, SIGN_IN);
  await other.page.getByRole('button', { name: 'Boshqa raqam bilan kirish' }).click();
  const back = await pressOf(other.page);
  await person.press(await person.hear(await person.openLink(back.url)), back.number);
  await see(other.page, 'Yana xush kelibsiz!');
  await other.page.goto(new URL('/account', other.page.url()).href);
  await other.page.getByText(shown(shared)).waitFor();
});
