import { languages } from '@raqam/shared/languages';
import { beforeEach, describe, expect, test } from 'vitest';
import { messages } from '../src/messages/messages.ts';
import { refusal } from './support/answers.ts';
import { CODE } from './support/fake-api.ts';
import { cardAnswer } from './support/fake-bot-endpoints.ts';
import { type ChatMessage, createPerson, type Person } from './support/person.ts';
import { BOT_SECRET, REGISTER_URL, useBot } from './support/run-bot.ts';

const bot = useBot();
const { uz, ru, en } = messages;
const LINK = '/start AbCdEfGhIjKlMnOpQrSt_-';
const REF = '6f1ad2ab-3c9d-4a93-9a83-0d7a5a4f5f01';
const FACTS = 'Chrome, Android\nOʻzbekiston\nHisob: +998 90 ••• 45 67';

beforeEach(() => {
  const { calls, answers } = bot.api.bot;
  calls.splice(0);
  for (const queue of Object.values(answers)) queue.splice(0);
  bot.api.calls.splice(0);
  bot.told.splice(0);
});

const names = () => bot.api.bot.calls.map(({ name }) => name);
const buttons = ({ reply_markup }: ChatMessage) =>
  reply_markup?.inline_keyboard?.map((row) => row.map(({ text }) => text)) ?? [];
const plain = (html: string) => html.replaceAll(/<\/?b>/g, '');
const state = (name: string) => ({ status: 200, body: { state: name } });

async function openCard(person: Person, card: Parameters<typeof cardAnswer>[0] = {}): Promise<ChatMessage> {
  bot.api.bot.answers.openChallenge.push(cardAnswer(card));
  return person.send({ text: LINK });
}

/** Waits until the message was edited. */
async function edited(person: Person, before: ChatMessage): Promise<ChatMessage> {
  await expect.poll(async () => (await person.see(before)).text).not.toBe(before.text);
  return person.see(before);
}

describe('the card', () => {
  test('a known person: it says where the sign-in comes from, with three numbers and “it is not me” below', async () => {
    const person = await createPerson(bot.stackUrl, { name: 'Aziza' });
    const card = await openCard(person);
    expect(bot.api.bot.calls).toEqual([
      {
        name: 'openChallenge',
        authorization: `Bearer ${BOT_SECRET}`,
        language: 'uz',
        body: { start: LINK.slice(7), telegram_id: person.id, full_name: 'Aziza', language: 'uz' },
      },
    ]);
    expect(card.text).toBe(
      `shop.uz saytiga kirmoqchimisiz?\n\n${FACTS}\n\nKirish 42 soniya oldin boshlangan. ${uz.signIn.instruction}`,
    );
    expect(card.reply_markup?.inline_keyboard).toEqual([
      ['12', '47', '83'].map((text) => ({ text, callback_data: `card:${REF}:${text}` })),
      [{ text: 'Bu men emasman', callback_data: `card:${REF}:-`, style: 'danger' }],
    ]);
  });

  test('facts that are not known are left out, and those of a page are never markup', async () => {
    const person = await createPerson(bot.stackUrl);
    const unknown = { browser: '', system: '', account: null, started_seconds_ago: 0 };
    for (const place of ['', 'XX', 'T1', 'nonsense']) {
      const card = await openCard(person, { ...unknown, place });
      expect(card.text).toMatch(/^shop\.uz saytiga kirmoqchimisiz\?\n\nKirish 1 soniya oldin/);
    }
    const card = await openCard(person, { site: '<b>x</b>&amp;', browser: '<i>Chrome', place: 'KZ' });
    expect(card.text).toContain('<b>x</b>&amp; saytiga');
    expect(card.text).toContain('<i>Chrome, Android\nQozogʻiston');
  });
});
