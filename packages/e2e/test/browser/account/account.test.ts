import type { Locator, Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { requestCode } from '../../../src/handset.ts';
import { askForSms, fillIn, SIGN_IN, see } from '../../../src/site.ts';
import { useChromium } from '../../support/browser.ts';
import { addPerson, faults, readSms } from '../../support/handset.ts';

const chromium = useChromium();

/** Opens the sign-in dialog from the header of a page that is not the sign-in itself. */
async function openDialog(page: Page): Promise<Locator> {
  await page.getByRole('banner').getByRole('button', { name: 'Kirish', exact: true }).click();
  return page.getByRole('dialog');
}

test('a person signs in by Telegram, then on another device by SMS, ends the first, and deletes the account', async () => {
  const person = await addPerson();
  const first = await chromium.visit();
  await fillIn(first.page, { phone: person.phone, code: await requestCode(person) });
  await see(first.page, 'Xush kelibsiz!');

  const second = await chromium.visit();
  await askForSms(second.page, person.phone);
  await second.page.getByLabel('6 xonali kod').fill(await readSms(person.phone));
  await see(second.page, /ush kelibsiz!/);

  await second.page.getByRole('banner').getByRole('button', { name: 'Hisobim' }).click();
  await second.page.getByRole('banner').getByRole('link', { name: 'Profil va qurilmalar' }).click();
  await see(second.page, 'Hisobim');
  const devices = second.page
    .getByRole('listitem')
    .filter({ has: second.page.getByRole('button', { name: /^Hisobdan chiqarish: / }) });
  await expect.poll(() => devices.count()).toBe(1);
  expect(await second.page.getByText('Shu qurilma').count()).toBe(1);
  await devices.getByRole('button', { name: /^Hisobdan chiqarish: / }).click();
  await expect.poll(() => devices.count()).toBe(0);

  await first.page.reload();
  await first.page.getByText('Seans muddati tugadi yoki u boshqa qurilmadan yakunlandi.').waitFor();
  await see(first.page, SIGN_IN);
  await first.page.getByRole('button', { name: 'Yopish' }).click();
  expect(await first.page.getByText('Seans muddati tugadi').count()).toBe(0);

  await second.page.getByLabel('Ism').fill('Dilnoza');
  await second.page.getByRole('button', { name: 'Pasport raqamini qo‘shish' }).click();
  await second.page.getByLabel('Pasport seriyasi va raqami').fill('AB1234567');
  await second.page.getByRole('button', { name: 'Saqlash' }).click();
  await second.page.getByText('Saqlandi.').waitFor();
  await second.page.reload();
  await expect.poll(() => second.page.getByLabel('Pasport seriyasi va raqami').inputValue()).toBe('AB1234567');

  await second.page.getByRole('button', { name: 'Hisobni o‘chirish' }).click();
  await second.page.getByRole('button', { name: 'Ha, o‘chirilsin' }).click();
  await second.page.getByText('Hisobingiz o‘chirildi.').waitFor();
  // The page waits for a press again
  const left = (await second.context.cookies()).filter(
    ({ name, value }) => value !== '' && name !== 'challenge_secret',
  );
  expect(left).toEqual([]);
});

test('a wrong code gets its message beside the field, and the wait for a new one is counted down', async () => {
  const { phone } = await addPerson();
  const { page } = await chromium.visit('/nowhere');
  const dialog = await openDialog(page);
  await askForSms(dialog, phone);
  const right = await readSms(phone);
  const field = page.getByLabel('6 xonali kod');
  await field.fill(right === '111111' ? '222222' : '111111');
  await dialog.getByText('Kod noto‘g‘ri yoki ishlatilgan.').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await dialog.getByRole('timer').textContent()).toMatch(/\d:\d\d/);
});

test('if the gateway fails, the page offers Telegram, and nothing typed is lost', async () => {
  const { phone } = await addPerson();
  const { page } = await chromium.visit('/nowhere', { viewport: { width: 360, height: 740 } });
  const dialog = await openDialog(page);
  await faults.add({ target: 'eskiz', method: 'send', kind: 'status', status: 400, times: 1 });
  await faults.add({ target: 'playmobile', method: 'send', kind: 'status', status: 400, times: 1 });
  await askForSms(dialog, phone);
  await dialog.getByText('Kod yuborilmadi.').waitFor();
  expect(await dialog.getByLabel('Telefon raqami').inputValue()).toContain(phone.slice(-2));
  await dialog.getByRole('button', { name: 'Kodni Telegram botdan olish' }).click();
  await dialog.getByLabel('Botdan olingan kod').waitFor();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

/** Signs in by the bot's link, and opens the account. */
async function openAccount(page: Page): Promise<void> {
  const person = await addPerson();
  const code = await requestCode(person);
  await page.goto(`${inject('urls').web}/register#phone=${encodeURIComponent(person.phone)}&code=${code}`);
  await page.getByRole('button', { name: 'Ha, kirish' }).click();
  await see(page, 'Xush kelibsiz!');
  await page.goto(`${inject('urls').web}/account`);
  await page.getByText('Shu qurilma').waitFor();
}

for (const [device, viewport] of [
  ['desktop', { width: 1280, height: 720 }],
  ['phone', { width: 360, height: 640 }],
] as const)
  test(`on a ${device} the first screen of the dialog is as tall as its content`, async () => {
    const { page } = await chromium.visit('/account');
    await page.setViewportSize(viewport);
    const dialog = await openDialog(page);
    const button = dialog.getByRole('button', { name: 'Telegram hisobi bilan kirish' });
    await button.waitFor();
    const [box, last] = [await dialog.boundingBox(), await button.boundingBox()];
    expect(last?.height).toBeLessThan(60);
    const bottom = (of: typeof box) => (of ? of.y + of.height : Number.NaN);
    expect(bottom(box) - bottom(last)).toBeLessThan(60);
    expect(bottom(box)).toBeLessThanOrEqual(viewport.height);
  });

test('Tab cycles through a dialog in both directions, without stopping at the page or the dialog itself', async () => {
  const { page } = await chromium.visit('/nowhere');
  await openAccount(page);
  await page.getByRole('button', { name: 'Hisobni o‘chirish' }).click();
  await page.getByRole('dialog').waitFor();
  const press = async (key: string, times: number) => {
    const stops: string[] = [];
    for (let count = 0; count < times; count += 1) {
      await page.keyboard.press(key);
      stops.push(
        await page.evaluate(() => {
          const { activeElement } = document;
          return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
        }),
      );
    }
    return stops;
  };
  const buttons = ['Bekor qilish', 'Ha, o‘chirilsin', 'Bekor qilish'];
  expect(await press('Tab', 6)).toEqual([...buttons, ...buttons]);
  expect(await press('Shift+Tab', 3)).toEqual(['Ha, o‘chirilsin', 'Bekor qilish', 'Bekor qilish']);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Hisobni o‘chirish');
});

test('with very large text no page scrolls sideways on a phone', async () => {
  const { context, page } = await chromium.visit('/register', { viewport: { width: 390, height: 800 } });
  const devtools = await context.newCDPSession(page);
  await devtools.send('Page.setFontSizes', { fontSizes: { standard: 24, fixed: 20 } });
  const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('24px');
  expect(await sideways(), 'sign-up').toBeLessThanOrEqual(0);
  await openAccount(page);
  expect(await sideways(), 'account').toBeLessThanOrEqual(0);
  await page.getByRole('banner').getByRole('button', { name: 'Hisobim' }).click();
  await page.getByRole('link', { name: 'Profil va qurilmalar' }).waitFor();
  expect(await sideways(), 'the menu').toBeLessThanOrEqual(0);
  const box = await page.locator('.rq-menu-list').boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
});
