import type { Page } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import { type Person, requestCode } from '../../../src/handset.ts';
import {
  chooseTelegram,
  fillIn,
  formOf,
  languages,
  openSiteFrom,
  openTab,
  pressOf,
  SIGN_IN,
  see,
  speak,
} from '../../../src/site.ts';
import { descriptionOf, sessionCookies, useChromium } from '../../support/browser.ts';
import { addPerson } from '../../support/handset.ts';
import { openLink } from '../../support/press.ts';

const { visit } = useChromium();

test('a wrong code: the API’s text beside the field, what was typed stays, and the right code then works', async () => {
  const person = await addPerson();
  const code = await requestCode(person);
  const { page } = await visit();
  const form = formOf(page);
  const message = await refusal(page, () => fillIn(page, { phone: person.phone, code: otherThan(code) }));

  expect(await descriptionOf(form.code)).toContain(message);
  expect(await form.code.getAttribute('aria-invalid')).toBe('true');
  expect((await form.phone.inputValue()).replaceAll(' ', '')).toBe(person.phone);
  expect(await form.code.inputValue()).toBe(otherThan(code));

  // Typed over, without Backspace; the sixth digit submits.
  await expect.poll(() => form.code.evaluate((input) => input === document.activeElement)).toBe(true);
  await page.keyboard.type(code);
  await see(page, 'Xush kelibsiz!');
});

test('invalid values are reported before anything is sent', async () => {
  const { context, page, registers } = await visit();
  await chooseTelegram(page);
  const form = formOf(page);
  const seen: string[] = [];
  for (const [phone, shown] of [
    ['', ''],
    ['90 12', '+998 90 12'],
    ['salom', 'salom'],
    ['+1 23', '+1 23'],
    ['+998 90 123 45 678 90', '+998 90 123 45 67 890'],
  ] as const) {
    await fillIn(page, { phone, code: '123456' });
    await form.submit.click();
    await expect.poll(() => form.phone.getAttribute('aria-invalid'), { message: phone }).toBe('true');
    expect(await form.phone.inputValue()).toBe(shown);
    seen.push(await descriptionOf(form.phone));
  }
  expect(new Set(seen).size).toBeGreaterThan(3); // each names its own problem

  await fillIn(page, { phone: '90 123 45 67', code: '123' });
  await form.submit.click();
  await expect.poll(() => form.code.getAttribute('aria-invalid')).toBe('true');
  expect(registers).toEqual([]);
  expect(await sessionCookies(context)).toEqual([]);
});

for (const path of ['/signup', '/register/', '/']) {
  test(`${path} is the sign-up too, in any spelling of the number`, async () => {
    const person = await addPerson();
    const { page } = await visit(path);
    const code = await requestCode(person);
    await fillIn(page, { phone: person.phone.slice(4), code: `${code.slice(0, 3)} ${code.slice(3)}` });
    await see(page, 'Xush kelibsiz!');
  });
}

test.for([
  ['uz-Cyrl-UZ', 'Рақамимни юбориш'],
  ['ru-RU', 'Поделиться номером'],
  ['en-GB', 'Share my number'],
] as const)('the bot speaks the language of the page that linked to it: %s', async ([locale, button]) => {
  const { page } = await visit('/register', { locale });
  await pressOf(page);
  for (const isPress of [true, false]) {
    if (!isPress) await page.locator('.rq-press-ways button').first().click();
    const link = page.locator(isPress ? 'a.rq-press-open' : '.rq-bot a').first();
    const answer = await openLink(await addPerson(), (await link.getAttribute('href')) ?? '');
    expect(answer.reply_markup?.keyboard?.flat().map(({ text }) => text)).toEqual([button]);
  }
});

test('an unknown path says so, and leads back', async () => {
  const { page } = await visit('/nothing');
  await see(page, 'Sahifa topilmadi');
  await page.getByRole('link', { name: 'Bosh sahifaga o‘tish' }).click();
  await see(page, SIGN_IN);
});

test('scripts can read no token, no code and no number', async () => {
  const person = await addPerson();
  const code = await requestCode(person);
  const { context, page } = await visit();
  const answered = page.waitForResponse((response) => response.url().includes('/auth/register/'));
  await fillIn(page, { phone: person.phone, code });
  const { tokens } = await (await answered).json();
  await see(page, 'Xush kelibsiz!');

  const readable = await page.evaluate(async () =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      location.href,
      history.state,
      await indexedDB.databases(),
      await caches.keys(),
    ]),
  );
  for (const secret of [tokens.access, tokens.refresh, code, person.phone.slice(4)]) {
    expect(secret).toBeTruthy();
    expect(readable).not.toContain(secret);
  }
  const readableCookies = (await context.cookies()).filter(({ httpOnly }) => !httpOnly);
  expect(readableCookies.map(({ name, value }) => [name, value])).toEqual([['raqam-signed-in', '1']]);
});

describe('language', () => {
  test.for([
    ['ru-RU', 'Вход или регистрация', 'ru'],
    ['en-GB', 'Sign in or sign up', 'en'],
    ['uz-Cyrl-UZ', 'Кириш ёки рўйхатдан ўтиш', 'uz-Cyrl'],
    ['uz-Latn-UZ', SIGN_IN, 'uz'],
    ['de-DE', SIGN_IN, 'uz'],
  ] as const)('a browser in %s gets “%s”', async ([locale, title, tag]) => {
    const { page } = await visit('/register', { locale });
    await see(page, title);
    expect(await page.title()).toBe(`${title} — Raqam`);
    expect(await page.locator('html').getAttribute('lang')).toBe(tag);
  });

  for (const { name, tag, choice, phone, code, submit, says } of [
    {
      name: 'Русский',
      tag: 'ru',
      choice: 'Получить код в боте',
      phone: 'Номер телефона',
      code: 'Код из бота',
      submit: 'Продолжить',
      says: 'неверный',
    },
    {
      name: 'English',
      tag: 'en',
      choice: 'Get a code from the bot',
      phone: 'Phone number',
      code: 'Code from the bot',
      submit: 'Continue',
      says: 'wrong',
    },
    {
      name: 'Ўзбекча',
      tag: 'uz-Cyrl',
      choice: 'Ботдан код олиш',
      phone: 'Телефон рақами',
      code: 'Ботдан олинган код',
      submit: 'Давом этиш',
      says: 'нотўғри',
    },
  ]) {
    test(`${name}: the page says which language it is, and the API answers in it; a reload keeps it`, async () => {
      const person = await addPerson();
      const wrong = otherThan(await requestCode(person));
      const { page } = await visit();
      await page.getByRole('combobox', { name: 'Til' }).selectOption({ label: name });
      await expect.poll(() => page.locator('html').getAttribute('lang')).toBe(tag);

      await chooseTelegram(page, choice);
      const message = await refusal(page, async () => {
        await page.getByLabel(phone).fill(person.phone);
        await page.getByLabel(code).fill(wrong);
      });
      expect(await descriptionOf(page.getByLabel(code))).toContain(message);
      expect(message).toContain(says);
      await page.reload();
      await page.getByRole('button', { name: submit }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe(tag);
    });
  }
});

test.for([320, 360, 1280])('at %i pixels an error moves nothing, in no language', async (width) => {
  const { page } = await visit('/register', { viewport: { width, height: 800 } });
  await chooseTelegram(page);
  const submit = page.locator('form button[type=submit]');
  for (const language of languages) {
    await page.reload();
    await submit.waitFor();
    await speak(page, language);
    const place = () => submit.evaluate((button) => button.getBoundingClientRect().top + window.scrollY);
    const before = await place();
    await submit.click();
    await page.locator('[aria-invalid=true]').first().waitFor();
    expect(await place(), language).toBeCloseTo(before, 0);
  }
});

test('at 360 pixels nothing is cut off, in any view and language', async () => {
  const person = await addPerson();
  const small = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true };
  const { context, page } = await visit('/register', small);
  const widths: Record<string, number> = {};
  const measure = async (view: string, of = page) => {
    widths[view] = await of.evaluate(() => document.documentElement.scrollWidth);
  };

  for (const language of ['ru', 'en', 'uz-Cyrl', 'uz']) {
    await page.getByRole('combobox').selectOption(language);
    await page.locator(`html[lang="${language}"]`).waitFor();
    await measure(`the first screen in ${language}`);
  }
  await chooseTelegram(page);
  await measure('the form');
  await formOf(page).submit.click();
  await page.getByRole('alert').first().waitFor();
  await measure('the form with its errors');

  const handset = await openHandset(page, person);
  await measure('the handset', handset);
  await requestCode(person);
  const link = handset.getByRole('link', { name: 'Saytda davom etish' });
  await link.waitFor();
  await measure('the handset with a code', handset);
  const site = await openTab(context, () => openSiteFrom(handset));
  await see(site, 'Bu sizning raqamingizmi?');
  await measure('the question', site);
  await site.getByRole('button', { name: 'Ha, kirish' }).click();
  await see(site, 'Xush kelibsiz!');
  await measure('signed in', site);

  expect(widths).toEqual(Object.fromEntries(Object.keys(widths).map((view) => [view, 360])));
});

async function openHandset(page: Page, person: Person): Promise<Page> {
  const handset = await page.context().newPage();
  await handset.goto(`${inject('urls').stack}/?person=${person.id}`);
  await handset.getByRole('article', { name: `Phone of ${person.name}` }).waitFor();
  return handset;
}

/** Submits the form; resolves to the API's error. */
async function refusal(page: Page, send: () => Promise<unknown>): Promise<string> {
  const answered = page.waitForResponse((response) => response.url().includes('/auth/register/'));
  await send();
  const response = await answered;
  expect(response.status()).toBe(400);
  const { error } = await response.json();
  await page.getByText(error.message).waitFor();
  return error.message;
}

function otherThan(code: string): string {
  return code === '000000' ? '111111' : '000000';
}

test.for([
  { width: 360, height: 640 },
  { width: 1280, height: 720 },
])('nothing of the sign-in is below the fold at $width×$height, in any language', async (viewport) => {
  const { page } = await visit('/register', {
    viewport,
    hasTouch: viewport.width < 640,
    isMobile: viewport.width < 640,
  });
  const bottom = () => page.locator('.rq-card').evaluate((card) => card.getBoundingClientRect().bottom);
  const steps: Record<string, number> = {};
  const measure = async (step: string) => {
    for (const language of languages) {
      await speak(page, language);
      steps[`${step} in ${language}`] = await bottom();
    }
    await speak(page, 'uz');
  };
  await page.getByRole('heading', { level: 1, name: SIGN_IN }).waitFor();
  await measure('choice');
  await chooseTelegram(page);
  await measure('Telegram');
  await page.getByRole('button', { name: 'Raqamga kod olish' }).click();
  await measure('SMS');
  expect(Object.entries(steps).filter(([, y]) => y > viewport.height)).toEqual([]);
});

test('next=//evil, /\\evil, javascript: on the web app: after the sign-in the page goes to return_to, and never off the allowed origins', async () => {
  const person = await addPerson();
  const { page } = await visit('/register?return_to=%2Faccount');
  await fillIn(page, { phone: person.phone, code: await requestCode(person) });
  await expect.poll(() => new URL(page.url()).pathname).toBe('/account'); // React's strict mode goes there twice

  for (const asked of ['//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
    await page.goto(`${inject('urls').web}/register?return_to=${encodeURIComponent(asked)}`);
    await see(page, 'Siz hisobingizga kirgansiz');
    expect(await page.locator('main a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual(
      ['/account'],
    );
  }
});
