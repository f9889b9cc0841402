import { describe, expect, inject, test } from 'vitest';
import type { Person } from '../../src/handset.ts';
import { openTab } from '../../src/site.ts';
import { violationsOf } from '../support/axe.ts';
import { useChromium } from '../support/browser.ts';
import { addPerson } from '../support/handset.ts';
import { addTestBot } from '../support/test-bot.ts';

const { visit } = useChromium();

const PHONE = { viewport: { width: 360, height: 640 } };
const chatOf = (person: { id: number }, query = '') => `${inject('urls').stack}/?person=${person.id}${query}`;

describe('START', () => {
  test('an empty chat shows what the bot can do, in the language of the person, and START', async () => {
    const person = await addPerson({ language: 'ru' });
    const { page } = await visit(chatOf(person));
    await page.getByText('Что умеет этот бот?').waitFor();
    await page.getByText('Бот для входа на').waitFor();
    await page.getByRole('button', { name: 'START', exact: true }).click();
    await page.getByText('Здравствуйте!').waitFor();
    expect(await page.getByText('Что умеет этот бот?').isVisible()).toBe(false);
  });

  test('a known chat shows no START', async () => {
    const person = await addPerson();
    await person.ask({ text: '/start' });
    const { page } = await visit(chatOf(person));
    await page.getByRole('textbox').waitFor();
    expect(await page.getByRole('button', { name: 'START', exact: true }).isVisible()).toBe(false);
  });
});

describe('a link with a start payload', () => {
  const textsOf = async (person: Person) => (await person.read()).map(({ text }) => text);

  test('shows START in a new chat, after a reload too; its press sends the payload once', async () => {
    const bot = await addTestBot();
    const person = await addPerson({ bot: bot.username });
    const { page } = await visit(chatOf(person, `&bot=${bot.username}&start=abc_1`));
    const start = page.getByRole('button', { name: 'START', exact: true });
    await start.waitFor();
    await page.reload();
    await start.click();
    await page.getByText('/start abc_1').waitFor();
    await page.reload();
    await page.getByRole('textbox').waitFor();
    expect(await textsOf(person)).toEqual(['/start abc_1']);
  });

  test('sends the payload at once in a known chat; a reload does not send it again', async () => {
    const bot = await addTestBot();
    const person = await addPerson({ bot: bot.username });
    await person.act({ text: '/start' });
    const { page } = await visit(chatOf(person, `&bot=${bot.username}&start=abc_2`));
    await page.getByText('/start abc_2').waitFor();
    await page.reload();
    await page.getByText('/start abc_2').waitFor();
    await page.getByRole('textbox').waitFor();
    expect(await textsOf(person)).toEqual(['/start', '/start abc_2']);
  });

  test('opens on the phone that was used last in this browser', async () => {
    const bot = await addTestBot();
    const person = await addPerson({ bot: bot.username });
    const other = await addPerson({ bot: bot.username });
    for (const each of [person, other]) await each.act({ text: '/start' });
    const { context, page } = await visit(chatOf(person, `&bot=${bot.username}`));
    await page.getByRole('textbox').waitFor();
    const tab = await context.newPage();
    await tab.goto(`${inject('urls').stack}/?bot=${bot.username}&start=abc_3`);
    await page.getByText('/start abc_3').waitFor();
    expect(await tab.getByRole('article').count()).toBe(1);
    await tab.getByRole('link', { name: 'All people' }).click();
    await tab
      .getByRole('article', { name: `Phone of ${other.name}` })
      .getByRole('textbox')
      .waitFor();
    expect(await textsOf(person)).toEqual(['/start', '/start abc_3']);
    expect(await textsOf(other)).toEqual(['/start']);
  });

  test('opens on that phone also when its page was left before it showed anything', async () => {
    const bot = await addTestBot();
    const person = await addPerson({ bot: bot.username });
    await person.act({ text: '/start' });
    const { page } = await visit('about:blank');
    await page.route('**/handset/page-extension', () => {}, { times: 1 }); // it is never answered
    await page.goto(chatOf(person, `&bot=${bot.username}`));
    await page.goto(`${inject('urls').stack}/?bot=${bot.username}&start=abc_5`);
    await page.getByText('/start abc_5').waitFor();
    expect(await textsOf(person)).toEqual(['/start', '/start abc_5']);
  });

  test('waits for START on every phone while none was used, or that one is gone', async () => {
    const bot = await addTestBot();
    const person = await addPerson({ bot: bot.username });
    await person.act({ text: '/start' });
    // The first phone of the page
    const aziza = `${inject('urls').stack}/handset/users/1001/messages?bot=${bot.username}`;
    const headers = { 'content-type': 'application/json' };
    await fetch(aziza, { method: 'POST', headers, body: JSON.stringify({ text: '/start' }) });
    const { page } = await visit(`${inject('urls').stack}/?bot=${bot.username}&person=999999999`);
    await page.getByText('There is no person 999999999 here').waitFor({ state: 'attached' }); // it fades
    await page.goto(`${inject('urls').stack}/?bot=${bot.username}&start=abc_5`);
    const phone = page.getByRole('article', { name: `Phone of ${person.name}`, exact: true });
    await phone.getByRole('button', { name: 'START', exact: true }).click();
    await phone.getByText('/start abc_5').waitFor();
    expect(await textsOf(person)).toEqual(['/start', '/start abc_5']);
    expect(await (await fetch(aziza)).json()).toHaveLength(1);
  });

  test('opened by two people in two windows reaches the bot from both', async () => {
    const bot = await addTestBot();
    const people = [await addPerson({ bot: bot.username }), await addPerson({ bot: bot.username })];
    for (const person of people) await person.act({ text: '/start' });
    const windows = await Promise.all(
      people.map((person) => visit(chatOf(person, `&bot=${bot.username}&start=abc_4`))),
    );
    for (const { page } of windows) await page.getByText('/start abc_4').waitFor();
    for (const person of people) expect(await textsOf(person)).toEqual(['/start', '/start abc_4']);
  });

  test('with a payload that Telegram ignores sends nothing and says so', async () => {
    const bot = await addTestBot();
    const person = await addPerson({ bot: bot.username });
    await person.act({ text: '/start' });
    const { page } = await visit(chatOf(person, `&bot=${bot.username}&start=${'x'.repeat(65)}`));
    await page.getByText('Telegram ignores this start payload').waitFor({ state: 'attached' });
    expect(await textsOf(person)).toEqual(['/start']);
  });
});

describe('inline buttons', () => {
  const CARD = {
    text: 'Sign in to shop.uz?',
    reply_markup: {
      inline_keyboard: [
        ['12', '47', '83'].map((text) => ({ text, callback_data: text, style: 'primary' })),
        [{ text: 'Yes', callback_data: 'yes', style: 'success' }],
        [{ text: 'It is not me', callback_data: 'no', style: 'danger' }],
      ],
    },
  };

  test.for(['light', 'dark'] as const)('have their colours, with enough contrast: %s', async (colorScheme) => {
    const bot = await addTestBot();
    const person = await addPerson({ bot: bot.username });
    await person.act({ text: '/start' });
    await bot.call('sendMessage', { chat_id: person.id, ...CARD });
    const { page } = await visit(chatOf(person, `&bot=${bot.username}`), { ...PHONE, colorScheme });
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await button('47').waitFor();
    const backgroundOf = (name: string) => button(name).evaluate((node) => getComputedStyle(node).backgroundColor);
    const colours = await Promise.all(['47', 'Yes', 'It is not me'].map(backgroundOf));
    expect(new Set(colours).size).toBe(3);
    const tops = await Promise.all(
      ['12', '47', '83', 'Yes'].map(async (name) => (await button(name).boundingBox())?.y),
    );
    expect(new Set(tops.slice(0, 3)).size).toBe(1);
    expect(tops[3]).toBeGreaterThan(tops[0] ?? 0);
    expect(await violationsOf(page)).toEqual([]);
  });

  test('go at once when the bot edits the message, and the answer to the press is shown', async () => {
    const bot = await addTestBot();
    const person = await addPerson({ bot: bot.username });
    await person.act({ text: '/start' });
    const { message_id } = await bot.call('sendMessage', { chat_id: person.id, ...CARD });
    const { page } = await visit(chatOf(person, `&bot=${bot.username}`));
    await page.getByRole('button', { name: '47', exact: true }).click();
    const query = await bot.nextQuery();
    expect(query.data).toBe('47');
    await bot.call('editMessageText', { chat_id: person.id, message_id, text: 'Signed in' });
    await page.getByText('Signed in').waitFor();
    expect(await page.getByRole('button', { name: '47', exact: true }).count()).toBe(0);
    await bot.call('answerCallbackQuery', { callback_query_id: query.id, text: 'Done' });
    await page.locator('#toast').getByText('Done').waitFor({ state: 'attached' });

    // An old card in another client still shows the button
    await person.act({ callback_data: '83', message_id });
    const late = await bot.nextQuery();
    expect(late.data).toBe('83');
    await bot.call('answerCallbackQuery', { callback_query_id: late.id, text: 'Too late', show_alert: true });
    await page.getByRole('dialog').getByText('Too late').waitFor();
  });

  test('end to wait when the bot answers before the press itself is replied to', async () => {
    const bot = await addTestBot();
    const person = await addPerson({ bot: bot.username });
    await person.act({ text: '/start' });
    await bot.call('sendMessage', { chat_id: person.id, ...CARD });
    const { page } = await visit(chatOf(person, `&bot=${bot.username}`));
    await page.route('**/messages?*', async (route) => {
      const response = await route.fetch();
      if (route.request().method() === 'POST') await page.getByText('Early').waitFor();
      await route.fulfill({ response });
    });
    const button = page.getByRole('button', { name: '47', exact: true });
    await button.click();
    expect(await button.getAttribute('class')).toContain('waiting');
    await bot.call('answerCallbackQuery', { callback_query_id: (await bot.nextQuery()).id, text: 'Early' });
    await expect.poll(() => button.getAttribute('class')).not.toContain('waiting');
  });
});

test('a message that arrives while the page reads the chat anew is shown', async () => {
  const bot = await addTestBot();
  const person = await addPerson({ bot: bot.username });
  await person.act({ text: '/start' });
  const { context, page } = await visit(chatOf(person, `&bot=${bot.username}`));
  await page.getByRole('textbox').waitFor();
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByRole('textbox').waitFor();

  const read = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  await page.route(
    '**/messages?*',
    async (route) => {
      const response = await route.fetch();
      read.resolve();
      await arrived.promise;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  await bot.call('setMyCommands', { commands: [{ command: 'help', description: 'Help' }] }); // each phone reads anew
  await read.promise;
  await bot.call('sendMessage', { chat_id: person.id, text: 'Just arrived' });
  await other.getByText('Just arrived').waitFor();
  arrived.resolve();
  await page.getByRole('button', { name: 'Commands' }).waitFor(); // so it has been read
  await page.getByText('Just arrived').waitFor();
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

test('a quotation ends its line: one empty line follows for two line breaks, as in Telegram', async () => {
  const bot = await addTestBot();
  const person = await addPerson({ bot: bot.username });
  await person.act({ text: '/start' });
  const text = 'Above\n\n<blockquote>Quoted</blockquote>\n\nBelow';
  await bot.call('sendMessage', { chat_id: person.id, text, parse_mode: 'HTML' });
  const { page } = await visit(chatOf(person, `&bot=${bot.username}`));
  const quote = page.getByRole('blockquote');
  await quote.waitFor();
  expect(await quote.evaluate(({ nextSibling }) => nextSibling?.textContent)).toBe('\nBelow');
});

test('a used one-time keyboard stays hidden after a reload, and its button shows it', async () => {
  const bot = await addTestBot();
  const person = await addPerson({ bot: bot.username });
  await person.act({ text: '/start' });
  await bot.call('sendMessage', {
    chat_id: person.id,
    text: 'Choose',
    reply_markup: { keyboard: [[{ text: 'Tea' }]], one_time_keyboard: true },
  });
  const { page } = await visit(chatOf(person, `&bot=${bot.username}`));
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
