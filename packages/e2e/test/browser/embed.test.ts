import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { pressOf } from '../../src/site.ts';
import { useChromium } from '../support/browser.ts';
import { addPerson, readSms } from '../support/handset.ts';
import { addKnownPerson, DESKTOP, openLink } from '../support/press.ts';

const { visit } = useChromium();

const BROWN = 'rgb(138, 59, 0)';

test('parts embedded in another app have its texts and colours, and no styles leak either way', async () => {
  const { phone } = await addPerson();
  const { page } = await visit('/examples/shop/');
  const title = page.getByRole('heading', { name: 'Станьте покупателем' });
  await title.waitFor();
  expect(await styleOf(title, 'text-transform')).toBe('none');
  expect(await styleOf(page.getByRole('heading', { name: 'Лавка' }), 'font-size')).toBe('48px');

  const buy = page.getByRole('button', { name: 'Купить' });
  expect(await styleOf(buy, 'border-radius')).toBe('32px');
  await buy.click();
  const dialog = page.getByRole('dialog', { name: 'Вход по SMS' });
  await dialog.getByLabel('Номер телефона').fill(phone);
  const send = dialog.getByRole('button', { name: 'Получить код по SMS' });
  expect(await styleOf(send, 'background-color')).toBe(BROWN);
  expect(await styleOf(send, 'border-radius')).toBe('0px');

  await send.click();
  const code = page.getByRole('dialog', { name: 'Введите код' }).getByLabel('Код из SMS');
  await code.fill(await readSms(phone));
  await page.getByText('Спасибо за покупку!').waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.getByRole('button', { name: `Выйти (${phone})` }).click();
  await title.waitFor();
});

test('the press works in the dialog of another app', async () => {
  const person = await addKnownPerson({ language: 'ru' });
  const { page } = await visit('/examples/shop/', DESKTOP);
  await page.getByRole('button', { name: 'Купить' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Назад' }).click();
  const { number, url } = await pressOf(dialog);
  await person.press(await openLink(person, url), number);
  await page.getByText('Спасибо за покупку!').waitFor();
  await page.getByRole('button', { name: `Выйти (${person.phone})` }).waitFor();
});

function styleOf(element: Locator, property: string): Promise<string> {
  return element.evaluate((shown, name) => getComputedStyle(shown).getPropertyValue(name), property);
}
