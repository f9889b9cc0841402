import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { violationsOf } from '../support/axe.ts';
import { useChromium } from '../support/browser.ts';
import { addPerson } from '../support/handset.ts';
import { addTestBot } from '../support/test-bot.ts';

const { visit } = useChromium();

/** A person who began a chat with a bot of the test's own, on a small phone. */
async function openChat() {
  const bot = await addTestBot();
  const person = await addPerson({ bot: bot.username, language: 'en' });
  await person.act({ text: '/start' });
  const { page } = await visit(`${inject('urls').stack}/?person=${person.id}&bot=${bot.username}`, {
    viewport: { width: 360, height: 740 },
  });
  const input = page.getByRole('textbox', { name: 'Message from' });
  await input.waitFor();
  let offset = 0;
  /** The next update that has this field. */
  const next = async (field: string) => {
    for (;;) {
      const [update] = await bot.call('getUpdates', { offset, limit: 1, timeout: 20 });
      if (!update) throw new Error(`no ${field} came`);
      offset = update.update_id + 1;
      if (update[field]) return update[field];
    }
  };
  await next('message');
  return { bot, page, input, next, chat_id: person.id };
}

async function openMenu(page: Page, text: string) {
  await page.getByRole('log').getByText(text, { exact: true }).click({ button: 'right' });
  return page.getByRole('menu', { name: 'Message' });
}

test('a person attaches a photo with a caption and a file of this machine; axe finds nothing', async () => {
  const { page, input, next } = await openChat();
  await input.fill('The hills');
  await page.getByRole('button', { name: 'Attach' }).click();
  await page.getByRole('button', { name: 'Sample photo' }).click();
  expect(await next('message')).toMatchObject({ photo: [{}], caption: 'The hills' });
  await page.getByRole('img', { name: 'Photo' }).waitFor();
  await page.getByRole('button', { name: 'Attach' }).click();
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await (await choosing).setFiles({ name: 'salom.txt', mimeType: 'text/plain', buffer: Buffer.from('Salom') });
  expect(await next('message')).toMatchObject({ document: { file_name: 'salom.txt', file_size: 5 } });
  await page.getByRole('link', { name: 'salom.txt' }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
});

test('the menu of a message replies, edits, reacts, pins and deletes', async () => {
  const { bot, page, input, next, chat_id } = await openChat();
  const { message_id } = await bot.call('sendMessage', { chat_id, text: 'Tea?' });
  await (await openMenu(page, 'Tea?')).getByRole('menuitem', { name: 'Reply' }).click();
  await input.fill('Yes');
  await input.press('Enter');
  expect(await next('message')).toMatchObject({ text: 'Yes', reply_to_message: { message_id } });
  await (await openMenu(page, 'Yes')).getByRole('menuitem', { name: 'Edit' }).click();
  await input.fill('Yes, green');
  await input.press('Enter');
  expect(await next('edited_message')).toMatchObject({ text: 'Yes, green' });
  await (await openMenu(page, 'Yes, green')).getByRole('menuitem', { name: '👍' }).click();
  await page.getByRole('log').getByText('👍').waitFor();
  await (await openMenu(page, 'Yes, green')).getByRole('menuitem', { name: 'Pin' }).click();
  await page.getByRole('button', { name: 'Pinned message: Yes, green' }).waitFor();
  expect(await next('message')).toHaveProperty('pinned_message');
  await (await openMenu(page, 'Yes, green')).getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Pinned message: Yes, green' }).waitFor({ state: 'hidden' });
});

test('a person votes, pays, and chooses an inline result', async () => {
  const { bot, page, input, next, chat_id } = await openChat();
  await bot.call('sendPoll', { chat_id, question: 'Which?', options: ['Green', 'Black'], is_anonymous: false });
  await page.getByRole('button', { name: 'Green' }).click();
  expect(await next('poll_answer')).toMatchObject({ option_ids: [0] });
  await page.getByText('100 %').waitFor();
  const prices = [{ label: 'Tea', amount: 5 }];
  const invoice = { chat_id, title: 'Tea', description: 'A cup', payload: 'p', currency: 'XTR', prices };
  await bot.call('sendInvoice', invoice);
  await page.getByRole('button', { name: 'Pay ⭐ 5' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Pay' }).click();
  const { id: pre_checkout_query_id } = await next('pre_checkout_query');
  await bot.call('answerPreCheckoutQuery', { pre_checkout_query_id, ok: true });
  await page.getByText('You paid ⭐ 5').waitFor();
  await input.fill(`@${bot.username} tea`);
  const { id: inline_query_id } = await next('inline_query');
  const result = {
    type: 'article',
    id: '1',
    title: 'Green tea',
    input_message_content: { message_text: 'A green tea' },
  };
  await bot.call('answerInlineQuery', { inline_query_id, results: [result] });
  await page.getByRole('button', { name: 'Green tea' }).click();
  await page.getByText(`via @${bot.username}`).waitFor();
  await expect.poll(() => input.inputValue()).toBe('');
});

test('a person reads and writes in a group of the bot', async () => {
  const { bot, page, next, chat_id } = await openChat();
  const chats = `${inject('urls').stack}/handset/chats?bot=${bot.username}`;
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ title: 'Team', owner: chat_id, bot: 'administrator' });
  const group = await (await fetch(chats, { method: 'POST', headers, body })).json();
  await bot.call('sendMessage', { chat_id: group.id, text: 'Hello, team' });
  await page.getByRole('button', { name: 'Groups' }).click();
  await page.getByRole('log', { name: 'Messages of Team' }).getByText('Hello, team').waitFor();
  await page.getByRole('textbox', { name: 'to Team' }).fill('Hello, bot');
  await page.getByRole('textbox', { name: 'to Team' }).press('Enter');
  let heard = await next('message');
  // Before it comes the news that the bot is in the group
  while (heard.text === undefined) heard = await next('message');
  expect(heard).toMatchObject({ text: 'Hello, bot', chat: { id: group.id } });
  await page.getByRole('log', { name: 'Messages of Team' }).getByText('Hello, bot').waitFor();
});
