import type { BrowserContextOptions, Frame } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { type Person, requestCode } from '../../../src/handset.ts';
import { violationsOf } from '../../support/axe.ts';
import { useChromium } from '../../support/browser.ts';
import { addPerson } from '../../support/handset.ts';

const { visit } = useChromium();

const PHONE = { viewport: { width: 360, height: 640 } };
const { stack, api, web } = inject('urls');

/** Somebody with an account, made on another device. */
async function addMember(): Promise<Person> {
  const person = await addPerson();
  const response = await fetch(`${api}/api/v1/auth/register/telegram/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ phone: person.phone, code: await requestCode(person), device_id: 'a-browser' }),
  });
  expect(response.status).toBe(201);
  return person;
}

/** Opens the Mini App from the bot's menu button, on the handset as its own site or, by another host, as a foreign one. */
async function openMiniApp(person: Person, options: BrowserContextOptions = {}, host = stack) {
  const { page } = await visit(`${host}/?person=${person.id}&bot=raqam_bot`, { reducedMotion: 'reduce', ...options });
  await page.getByRole('button', { name: 'Kirish', exact: true }).click();
  const app = page.frameLocator('iframe');
  const frame = async (): Promise<Frame> => {
    const found = await (await page.locator('iframe').elementHandle())?.contentFrame();
    if (!found) throw new Error('The handset shows no frame');
    return found;
  };
  return { page, app, frame, see: (name: string) => app.getByRole('heading', { name }).waitFor() };
}

test.for([
  ['phone, light', PHONE, 'rgb(244, 246, 245)'],
  ['desktop, dark', { colorScheme: 'dark' }, 'rgb(13, 20, 22)'],
] as const)('a person with an account is in without any step: %s', async ([, options, colour]) => {
  const person = await addMember();
  const { app, frame, see } = await openMiniApp(person, options);
  await see('Yana xush kelibsiz!');
  await app.getByText(/^\+998 \d\d \d{3} \d\d \d\d$/).waitFor();
  expect((await frame()).url()).toBe(`${web}/telegram`);
  expect(await violationsOf(await frame())).toEqual([]);
  expect(await (await frame()).evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(colour);

  await (await frame()).evaluate(() => window.location.reload());
  await see('Siz hisobingizga kirgansiz');
});

test('a newcomer is in by one press and the answer to Telegram’s own question', async () => {
  const person = await addPerson();
  await person.ask({ text: '/start' });
  const { page, app, frame, see } = await openMiniApp(person, PHONE);
  await see('Telefon raqamingizni yuboring');
  expect(await violationsOf(await frame())).toEqual([]);

  const question = page.getByRole('dialog', { name: 'Telefon raqamingiz yuborilsinmi?' });
  await app.getByRole('button', { name: 'Raqamni yuborish' }).click();
  await question.getByRole('button', { name: 'Bekor qilish' }).click();
  await app.getByRole('alert').waitFor();
  expect(await violationsOf(await frame())).toEqual([]);

  await app.getByRole('button', { name: 'Raqamni yuborish' }).click();
  await question.getByRole('button', { name: 'Yuborish' }).click();
  await see('Xush kelibsiz!');
  const chat = await person.read();
  expect(chat.at(-1)?.text).toContain('oyna');
  expect(chat.some(({ text = '' }) => /\d{6}/.test(text))).toBe(false);
});

test('it is dark when Telegram is, also where the system is light', async () => {
  const { page, frame, see } = await openMiniApp(await addMember(), { colorScheme: 'light' });
  await see('Yana xush kelibsiz!');
  const paint = (background: string) =>
    page.evaluate((bg_color) => {
      const event = { eventType: 'theme_changed', eventData: { theme_params: { bg_color } } };
      document.querySelector('iframe')?.contentWindow?.postMessage(JSON.stringify(event), '*');
    }, background);
  const colours = async () =>
    (await frame()).evaluate(() => {
      const { backgroundColor, colorScheme } = getComputedStyle(document.body);
      return { backgroundColor, colorScheme };
    });
  await paint('#17212b');
  await expect.poll(colours).toEqual({ backgroundColor: 'rgb(13, 20, 22)', colorScheme: 'dark' });
  expect(await violationsOf(await frame())).toEqual([]);
  await paint('#ffffff');
  await expect.poll(colours).toEqual({ backgroundColor: 'rgb(244, 246, 245)', colorScheme: 'light' });
});

test('in a frame to which the browser gives no cookies and no storage, the account works, and a reload says what to do', async () => {
  const foreign = stack.replace('localhost', '127.0.0.1');
  expect(foreign).not.toBe(stack);
  const { page, app, frame, see } = await openMiniApp(await addMember(), {}, foreign);
  await see('Yana xush kelibsiz!');
  expect(await page.context().cookies(api)).toEqual([]);
  await app.getByRole('link', { name: 'Profil va qurilmalar' }).click();
  await app.getByText('Shu qurilma').waitFor();
  await (await frame()).evaluate(() => window.location.reload());
  await see('Sahifani qaytadan oching');
  await app.getByRole('button', { name: 'Yopish' }).click();
  await page.getByRole('textbox').waitFor();
});
