import { languages } from '@raqam/shared/languages';
import { beforeEach, describe, expect, test } from 'vitest';
import { messages } from '../src/messages/messages.ts';
import { cardAnswer } from './support/fake-bot-endpoints.ts';
import { type ChatMessage, createPerson, type Person } from './support/person.ts';
import { useBot } from './support/run-bot.ts';

const bot = useBot();
const { uz } = messages;
const LINK = '/start AbCdEfGhIjKlMnOpQrSt_-';
const REF = '6f1ad2ab-3c9d-4a93-9a83-0d7a5a4f5f01';
const FACTS = 'Chrome, Android\nOʻzbekiston\nRaqam: +998 90 ••• 45 67';

beforeEach(() => {
  bot.api.bot.calls.splice(0);
  bot.api.calls.splice(0);
});

const buttons = ({ reply_markup }: ChatMessage) =>
  reply_markup?.inline_keyboard?.map((row) => row.map(({ text }) => text)) ?? [];
const plain = (html: string) => html.replaceAll(/<\/?b>/g, '');
const state = (name: string) => ({ status: 200, body: { state: name } });
const proof = (card: Parameters<typeof cardAnswer>[0] = {}) => cardAnswer({ purpose: 'prove_number', ...card });

async function openCard(person: Person, card: Parameters<typeof cardAnswer>[0] = {}): Promise<ChatMessage> {
  bot.api.bot.answers.openChallenge.push(proof(card));
  return person.send({ text: LINK });
}

async function edited(person: Person, before: ChatMessage): Promise<ChatMessage> {
  await expect.poll(async () => (await person.see(before)).text).not.toBe(before.text);
  return person.see(before);
}

test('the card asks to confirm the number for the site, not to sign in', async () => {
  const person = await createPerson(bot.stackUrl);
  const card = await openCard(person);
  expect(card.text).toBe(
    `shop.uz uchun raqamingizni tasdiqlaysizmi?\n\n${FACTS}\n\nSo‘rov 42 soniya oldin yuborilgan. ${uz.signIn.instruction}`,
  );
  expect(card.reply_markup?.inline_keyboard).toEqual([
    ['12', '47', '83'].map((text) => ({ text, callback_data: `number:${REF}:${text}` })),
    [{ text: 'Bu men emasman', callback_data: `number:${REF}:-`, style: 'danger' }],
  ]);
});

test('the card of another client names that client, never as markup', async () => {
  const person = await createPerson(bot.stackUrl);
  expect((await openCard(person, { client: '<b>Oson</b> & Co' })).text).toMatch(/^<b>Oson<\/b> & Co uchun raqam/);
});

describe('every decision replaces the card, and says what happened', () => {
  test.for([
    ['approved', '47', uz.prove.approved],
    ['collected', '47', uz.prove.approved],
    ['declined', uz.signIn.declineButton, uz.prove.declined],
    ['wrong_number', '12', uz.prove.wrongNumber],
    ['taken', '12', uz.prove.taken],
    ['expired', '12', uz.prove.expired],
  ] as const)('%s: no button stays, because no session was opened', async ([outcome, button, text]) => {
    const person = await createPerson(bot.stackUrl);
    const card = await openCard(person);
    bot.api.bot.answers.decideChallenge.push(state(outcome));
    await person.press(card, button);
    const after = await edited(person, card);
    expect(after.text).toBe(`${plain(text('shop.uz'))}\n\n${FACTS}`);
    expect(buttons(after)).toEqual([]);
    expect(bot.api.bot.calls.at(-1)?.body).toMatchObject({ ref: REF, telegram_id: person.id });
  });

  test('a card that the API does not know any more has expired', async () => {
    const person = await createPerson(bot.stackUrl);
    const card = await openCard(person);
    await person.press(card, '47');
    expect((await edited(person, card)).text).toContain(plain(uz.prove.expired('shop.uz')));
  });

  test('the contact is missing: it is asked for, for this purpose', async () => {
    const person = await createPerson(bot.stackUrl);
    const card = await openCard(person);
    bot.api.bot.answers.decideChallenge.push(state('opened'));
    await person.press(card, '47');
    expect((await person.hear()).text).toBe(plain(uz.prove.askForContact('shop.uz')));
    expect(await person.see(card)).toEqual(card);
  });
});

test('without a proved number the person shares the contact, which gets the card and no code', async () => {
  const person = await createPerson(bot.stackUrl);
  const asked = await openCard(person, { needs_contact: true, account: null });
  expect(asked.text).toBe(`${plain(uz.prove.askForContact('shop.uz'))}\n\nChrome, Android\nOʻzbekiston`);
  expect(asked.reply_markup?.keyboard).toEqual([[{ text: uz.shareButton, request_contact: true }]]);
  bot.api.bot.answers.shareContact.push(proof());
  const card = await person.send({ contact: 'own' });
  expect(card.text).toContain(plain(uz.prove.title('shop.uz')));
  expect(bot.api.calls).toEqual([]);
});

test.for(languages)(
  'in %s the card and its outcome are of this purpose, with the site in bold first',
  async (language) => {
    const { prove } = messages[language];
    const person = await createPerson(bot.stackUrl, { language: language === 'en' ? 'ru' : 'en' });
    const card = await openCard(person, { language });
    expect(card.text).toContain(plain(prove.title('shop.uz')));
    expect(card.text).toContain(prove.account('+998 90 ••• 45 67'));
    bot.api.bot.answers.decideChallenge.push(state('approved'));
    await person.press(card, '47');
    expect((await edited(person, card)).text).toContain(plain(prove.approved('shop.uz')));
    const { title, askForContact, approved, declined, wrongNumber, taken, expired } = prove;
    for (const text of [title, askForContact, approved, declined, wrongNumber, taken, expired])
      expect(text('shop.uz')).toMatch(/^[^<]*<b>shop\.uz<\/b>[^<]*$/);
  },
);
