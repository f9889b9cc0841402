import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import { openTab } from '../../src/site.ts';
import { useChromium } from '../support/browser.ts';
import { addPerson } from '../support/handset.ts';

const { visit } = useChromium();

const PHONE = { viewport: { width: 360, height: 640 } };
const chatOf = (person: { id: number }, query = '') => `${inject('urls').stack}/?person=${person.id}${query}`;

describe('START', () => {
  test('an empty chat shows what the bot can do, in the language of the person, and START', async () => {
    const person = await addPerson({ language: 'ru' });
    const { page } = await visit(chatOf(person));
    await page.getByText('Что умеет этот бот?').waitFor();
    await page.getByText('Бот присылает одноразовые коды').waitFor();
    await page.getByRole('button', { name: 'START', exact: true }).click();
    await page.getByText('Здравствуйте!').waitFor();
    expect(await page.getByText('Что умеет этот бот?').isVisible()).toBe(false);
  });

  test('a known chat shows no START, except by a link with ?start=, which sends the payload', async () => {
    const person = await addPerson();
    await person.ask({ text: '/start' });
    const plain = await visit(chatOf(person));
    await plain.page.getByRole('textbox').waitFor();
    expect(await plain.page.getByRole('button', { name: 'START', exact: true }).isVisible()).toBe(false);

    const linked = await visit(chatOf(person, '&start=ru'));
    await linked.page.getByRole('button', { name: 'START', exact: true }).click();
    await linked.page.getByText('/start ru').waitFor();
    await linked.page.getByText('Здравствуйте!').waitFor();
  });
});

describe('Telegram’s own questions', () => {
  test('a button that leads out of the chat asks first, in the language of the person', async () => {
    const person = await addPerson();
    await person.ask({ contact: 'own' });
    const { context, page } = await visit(chatOf(person));
    const link = page.getByRole('link', { name: 'Saytda davom etish' });
    await link.click();
    const question = page.getByRole('dialog', { name: 'Havola ochilsinmi?' });
    expect(await question.getAttribute('lang')).toBe('uz');
    await question.getByText(`${inject('urls').web}/register#phone=`).waitFor();
    await question.getByRole('button', { name: 'Bekor qilish' }).click();
    expect(context.pages()).toHaveLength(1);

    await link.click();
    const site = await openTab(context, () => question.getByRole('button', { name: 'Ochish' }).click());
    expect(site.url()).toContain(`${inject('urls').web}/register`);
  });

  test('the button that shares the number stays after use, and after a reload', async () => {
    const person = await addPerson({ language: 'ru' });
    await person.ask({ text: '/start' });
    const { page } = await visit(chatOf(person));
    const share = page.getByRole('button', { name: 'Поделиться номером', exact: true });
    await share.click();
    const question = page.getByRole('dialog', { name: 'Поделиться номером телефона?' });
    await question.getByRole('button', { name: 'Поделиться', exact: true }).click();
    await page.getByRole('button', { name: /^Copy \d{6}$/ }).waitFor();
    expect(await share.isVisible()).toBe(true);
    await page.reload();
    await share.waitFor();
  });
});

test('a used one-time keyboard stays hidden after a reload, and its button shows it', async () => {
  const { stack } = inject('urls');
  const token = `${Date.now()}:of-a-bot-with-a-one-time-keyboard`;
  const username = `one_time_${Date.now()}_bot`;
  const post = (path: string, body: object) =>
    fetch(stack + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await post('/handset/bots', { token, username });
  const person = await addPerson({ bot: username });
  await person.act({ text: '/start' });
  await post(`/bot${token}/sendMessage`, {
    chat_id: person.id,
    text: 'Choose',
    reply_markup: { keyboard: [[{ text: 'Tea' }]], one_time_keyboard: true },
  });
  const { page } = await visit(`${chatOf(person)}&bot=${username}`);
  const key = page.getByRole('button', { name: 'Tea' });
  await key.click();
  await expect.poll(() => key.isVisible()).toBe(false);
  await page.reload();
  await page.getByText('Choose').waitFor();
  expect(await key.isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Reply keyboard' }).click();
  await key.waitFor();
});

test('buttons break between words, not inside them, and axe finds nothing, on phone and desktop', async () => {
  const person = await addPerson();
  await person.ask({ text: '/language' });
  for (const options of [PHONE, {}]) {
    const { page } = await visit(chatOf(person), options);
    const button = page.getByRole('button', { name: 'O‘zbekcha' });
    await button.waitFor();
    const lines = await button.evaluate((node) => {
      const range = document.createRange();
      range.selectNodeContents(node.firstChild ?? node);
      return range.getClientRects().length;
    });
    expect(lines).toBe(1);
    expect(await violationsOf(page)).toEqual([]);
  }
  const { page } = await visit(inject('urls').stack, PHONE);
  await page.getByRole('button', { name: 'START', exact: true }).first().waitFor();
  expect(await violationsOf(page)).toEqual([]);
});

/** The findings of axe, by rule. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const run: typeof axe.run = Reflect.get(window, 'axe').run;
    const { violations } = await run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}
