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

/** Makes calls of Telegram's fail. */
async function fault(details: object): Promise<void> {
  const response = await fetch(`${bot.stackUrl}/handset/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ target: 'telegram', ...details }),
  });
  expect(response.status).toBeLessThan(300);
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

describe('every decision replaces the card, and says what happened', () => {
  test.for(['approved', 'collected'])(
    '%s: the button “it was not me” takes the place of the numbers',
    async (outcome) => {
      const person = await createPerson(bot.stackUrl);
      const card = await openCard(person);
      bot.api.bot.answers.decideChallenge.push(state(outcome));
      await person.press(card, '47');
      const after = await edited(person, card);
      expect(after.text).toBe(`${plain(uz.signIn.approved('shop.uz'))}\n\n${FACTS}`);
      expect(after.reply_markup?.inline_keyboard).toEqual([
        [{ text: 'Bu men emas edim', callback_data: `disown:${REF}`, style: 'danger' }],
      ]);
      expect(bot.api.bot.calls.at(-1)).toMatchObject({
        name: 'decideChallenge',
        authorization: `Bearer ${BOT_SECRET}`,
        body: { ref: REF, telegram_id: person.id, choice: '47' },
      });
    },
  );

  test.for([
    ['declined', uz.signIn.declineButton, uz.signIn.declined],
    ['wrong_number', '12', uz.signIn.wrongNumber],
    ['taken', '12', uz.signIn.taken],
    ['expired', '12', uz.signIn.expired],
  ] as const)('%s: the buttons go', async ([outcome, button, text]) => {
    const person = await createPerson(bot.stackUrl);
    const card = await openCard(person);
    bot.api.bot.answers.decideChallenge.push(state(outcome));
    await person.press(card, button);
    const after = await edited(person, card);
    expect(after.text).toBe(`${plain(text('shop.uz'))}\n\n${FACTS}`);
    expect(buttons(after)).toEqual([]);
    const decision = outcome === 'declined' ? { decline: true } : { choice: '12' };
    expect(bot.api.bot.calls.at(-1)?.body).toEqual({ ref: REF, telegram_id: person.id, ...decision });
  });

  test('a card of an unknown challenge, or of somebody else’s, counts as expired', async () => {
    const person = await createPerson(bot.stackUrl);
    const card = await openCard(person);
    await person.press(card, '83');
    expect((await edited(person, card)).text).toContain(plain(uz.signIn.expired('shop.uz')));
  });

  test('the contact is missing: it is asked for, and the card stays', async () => {
    const person = await createPerson(bot.stackUrl);
    const card = await openCard(person);
    bot.api.bot.answers.decideChallenge.push(state('opened'));
    await person.press(card, '47');
    const answer = await person.hear();
    expect(answer.text).toBe(plain(uz.signIn.askForContact('shop.uz')));
    expect(answer.reply_markup?.keyboard?.[0]?.[0]?.request_contact).toBe(true);
    expect(await person.see(card)).toEqual(card);
  });
});

describe('presses that repeat, or come late', () => {
  test('a press that Telegram delivers three times, and a second card of one sign-in, change nothing', async () => {
    const person = await createPerson(bot.stackUrl);
    const [card, again] = [await openCard(person), await openCard(person)];
    bot.api.bot.answers.decideChallenge.push(...Array.from({ length: 4 }, () => state('approved')));
    await person.press(card, '47', 3);
    await person.press(again, '12');
    expect((await edited(person, again)).text).toContain(plain(uz.signIn.approved('shop.uz')));
    expect((await person.see(card)).text).toContain(plain(uz.signIn.approved('shop.uz')));
    expect(await person.heard()).toHaveLength(2);
    expect(bot.told).toEqual([]);
  });

  test('two presses before the card changed: the second finds it changed, and the update does not fail', async () => {
    const person = await createPerson(bot.stackUrl);
    const card = await openCard(person);
    bot.api.bot.answers.decideChallenge.push(state('wrong_number'), state('wrong_number'));
    await person.press(card, '12');
    await person.press(card, '47');
    expect((await edited(person, card)).text).toContain(plain(uz.signIn.wrongNumber('shop.uz')));
    await person.send({ text: '/help' }); // answered after both
    expect(bot.told).toEqual([]);
    expect(await person.heard()).toHaveLength(2);
  });

  test('a card that the person deleted is answered by a new message', async () => {
    const person = await createPerson(bot.stackUrl);
    const card = await openCard(person);
    await fault({ method: 'editMessageText', kind: 'status', status: 400, times: 1 });
    bot.api.bot.answers.decideChallenge.push(state('approved'));
    await person.press(card, '47');
    const answer = await person.hear();
    expect(answer.text).toBe(`${plain(uz.signIn.approved('shop.uz'))}\n\n${FACTS}`);
    expect(buttons(answer)).toEqual([['Bu men emas edim']]);
  });

  test('a press whose time to be answered is over still changes the card', async () => {
    const person = await createPerson(bot.stackUrl);
    const card = await openCard(person);
    await fault({ method: 'answerCallbackQuery', kind: 'status', status: 400, times: 1 });
    bot.api.bot.answers.decideChallenge.push(state('approved'));
    await person.press(card, '47');
    expect((await edited(person, card)).text).toContain(plain(uz.signIn.approved('shop.uz')));
  });

  test.for([
    ['is busy', { kind: 'status', status: 429, retry_after: 1 }],
    ['hangs up', { kind: 'drop' }],
  ] as const)('the card changes even when Telegram %s twice', async ([, trouble]) => {
    const person = await createPerson(bot.stackUrl);
    const card = await openCard(person);
    await fault({ method: 'editMessageText', times: 2, ...trouble });
    bot.api.bot.answers.decideChallenge.push(state('declined'));
    await person.press(card, uz.signIn.declineButton);
    expect((await edited(person, card)).text).toContain(plain(uz.signIn.declined('shop.uz')));
    expect(names()).toEqual(['openChallenge', 'decideChallenge']);
  });
});

describe('a newcomer', () => {
  test('shares the contact, which gets the card and no code', async () => {
    const person = await createPerson(bot.stackUrl);
    const asked = await openCard(person, { needs_contact: true, account: null });
    expect(asked.text).toBe(`${plain(uz.signIn.askForContact('shop.uz'))}\n\nChrome, Android\nOʻzbekiston`);
    expect(asked.reply_markup).toMatchObject({
      keyboard: [[{ text: uz.shareButton, request_contact: true }]],
      one_time_keyboard: true, // it does not cover the card that follows
    });
    bot.api.bot.answers.shareContact.push(cardAnswer());
    const card = await person.send({ contact: 'own' });
    expect(buttons(card)).toEqual([['12', '47', '83'], ['Bu men emasman']]);
    expect(bot.api.bot.calls.at(-1)).toMatchObject({
      name: 'shareContact',
      body: { telegram_id: person.id, phone_number: person.phone },
    });
    expect(bot.api.bot.calls.at(-1)?.body).not.toHaveProperty('ref');
    expect(bot.api.calls).toEqual([]);
  });

  test('in a Mini App needs no card', async () => {
    const person = await createPerson(bot.stackUrl);
    bot.api.bot.answers.shareContact.push(cardAnswer({ choices: [] }));
    const answer = await person.send({ contact: 'own' });
    expect(answer.text).toBe(plain(uz.signIn.contactShared('shop.uz')));
    expect(answer.reply_markup).toBeUndefined();
    expect(bot.api.calls).toEqual([]);
  });

  test('for whose contact no sign-in waits gets a code', async () => {
    const person = await createPerson(bot.stackUrl);
    expect((await person.send({ contact: 'own' })).text).toContain(CODE);
    expect(names()).toEqual(['shareContact']);
  });

  test.for<[string, object]>([
    ['a typed number', { text: '+998901112233' }],
    ['somebody else’s contact', { contact: { phone_number: '+998901112233', first_name: 'X', user_id: 1 } }],
    ['a forwarded contact', { contact: 'own', forward: true }],
  ])('%s is never the contact of a sign-in', async ([, action]) => {
    const person = await createPerson(bot.stackUrl);
    await person.send(action);
    expect(bot.api.bot.calls).toEqual([]);
  });

  test('a contact that the API refuses, that comes late, or that it can’t take now', async () => {
    const person = await createPerson(bot.stackUrl);
    const { shareContact } = bot.api.bot.answers;
    shareContact.push(refusal(400, 'phone_invalid', { fields: { phone_number: 'Raqam yaroqsiz.' } }));
    expect((await person.send({ contact: 'own' })).text).toBe('Raqam yaroqsiz.');
    shareContact.push(refusal(409, 'challenge_ended'));
    expect((await person.send({ contact: 'own' })).text).toBe(uz.signIn.linkOld);
    shareContact.push('hang-up', refusal(503, 'not_ready'), refusal(500, 'internal_error'));
    expect((await person.send({ contact: 'own' })).text).toBe(`${uz.noCode} ${uz.tryLater}`);
    shareContact.push('hang-up', cardAnswer());
    expect(buttons(await person.send({ contact: 'own' }))[0]).toEqual(['12', '47', '83']);
    expect(bot.api.calls).toEqual([]);
  });
});

describe('a link that opens no card', () => {
  test.for([
    [404, 'not_found', uz.signIn.linkOld],
    [409, 'challenge_ended', uz.signIn.linkOld],
    [409, 'challenge_taken', uz.signIn.linkTaken],
  ] as const)('%i %s: start again on the site', async ([status, code, text]) => {
    const person = await createPerson(bot.stackUrl);
    bot.api.bot.answers.openChallenge.push(refusal(status, code));
    const answer = await person.send({ text: LINK });
    expect(answer.text).toBe(text);
    expect(answer.reply_markup?.inline_keyboard).toEqual([[{ text: uz.openSiteButton, url: `${REGISTER_URL}` }]]);
  });

  test('challenge_limit: how long to wait', async () => {
    const person = await createPerson(bot.stackUrl, { language: 'ru' });
    bot.api.bot.answers.openChallenge.push(refusal(429, 'challenge_limit', { retry_after: 3600 }));
    expect((await person.send({ text: LINK })).text).toBe(ru.signIn.limit(3600));
    expect(ru.signIn.limit(3600)).toContain('через 60 минут.');
  });

  test('an API that is down is tried three times, then the person is told that the link still works', async () => {
    const person = await createPerson(bot.stackUrl);
    const { openChallenge } = bot.api.bot.answers;
    openChallenge.push('hang-up', refusal(503, 'not_ready'), refusal(500, 'internal_error'));
    expect((await person.send({ text: LINK })).text).toBe(uz.signIn.openAgain);
    expect(names()).toEqual(['openChallenge', 'openChallenge', 'openChallenge']);
    expect(bot.told).toEqual(['internal_error']);
    openChallenge.push('hang-up', 'hang-up', cardAnswer());
    expect(buttons(await person.send({ text: LINK }))).toHaveLength(2);
  });

  test('a wrong secret is reported to the operator', async () => {
    const person = await createPerson(bot.stackUrl);
    bot.api.bot.answers.openChallenge.push(refusal(403, 'bot_secret_invalid'));
    expect((await person.send({ text: LINK })).text).toBe(uz.signIn.openAgain);
    expect(bot.told).toEqual(['bot_secret_invalid']);
    expect(names()).toHaveLength(1);
  });

  test('another payload is no link: the phone is asked for', async () => {
    const person = await createPerson(bot.stackUrl);
    for (const payload of [LINK.slice(0, -1), `${LINK}x`, `${LINK.slice(0, -1)}!`, '/start from-the-site'])
      expect((await person.send({ text: payload })).text).toContain(uz.askForPhone);
    expect(bot.api.bot.calls).toEqual([]);
  });
});

test('while the API is down a press keeps the card, says so, and works when it is repeated', async () => {
  const person = await createPerson(bot.stackUrl);
  const card = await openCard(person);
  const down = () => bot.api.bot.answers.decideChallenge.push('hang-up', 'hang-up', refusal(503, 'not_ready'));
  down();
  const press = await person.press(card, '47');
  expect(await press.answer()).toMatchObject({ text: uz.signIn.pressAgain, show_alert: true });
  expect(await person.see(card)).toEqual(card);
  expect(bot.told).toEqual(['not_ready']);

  down();
  await fault({ method: 'answerCallbackQuery', kind: 'status', status: 400, times: 1 }); // too late for an alert
  await person.press(card, '47');
  expect((await person.hear()).text).toBe(uz.signIn.pressAgain);

  bot.api.bot.answers.decideChallenge.push(state('approved'));
  await person.press(card, '47');
  expect((await edited(person, card)).text).toContain(plain(uz.signIn.approved('shop.uz')));
});

describe('“it was not me”', () => {
  async function approve(person: Person): Promise<ChatMessage> {
    const card = await openCard(person);
    bot.api.bot.answers.decideChallenge.push(state('approved'));
    await person.press(card, '47');
    return edited(person, card);
  }

  test('under an approved card ends that session, and the message gives advice', async () => {
    const person = await createPerson(bot.stackUrl);
    const card = await approve(person);
    bot.api.bot.answers.disownSession.push({ status: 204, body: {} });
    await person.press(card, uz.signIn.disownButton);
    const after = await edited(person, card);
    expect(after.text).toBe(`${plain(uz.signIn.disowned('shop.uz'))}\n\n${FACTS}`);
    expect(buttons(after)).toEqual([]);
    expect(bot.api.bot.calls.at(-1)).toMatchObject({
      name: 'disownSession',
      authorization: `Bearer ${BOT_SECRET}`,
      body: { alert: REF, telegram_id: person.id },
    });
  });

  test('after its time says that the session can be ended on the site', async () => {
    const person = await createPerson(bot.stackUrl);
    const card = await approve(person);
    await person.press(card, uz.signIn.disownButton);
    const after = await edited(person, card);
    expect(after.text).toBe(`${plain(uz.signIn.disownedLate('shop.uz'))}\n\n${FACTS}`);
    expect(buttons(after)).toEqual([]);
  });

  test('while the API is down keeps its button', async () => {
    const person = await createPerson(bot.stackUrl);
    const card = await approve(person);
    bot.api.bot.answers.disownSession.push('hang-up', 'hang-up', 'hang-up');
    await person.press(card, uz.signIn.disownButton);
    await expect.poll(() => bot.told).toEqual(['unreachable']);
    expect(await person.see(card)).toEqual(card);
  });
});

describe('language', () => {
  test.for(languages)('a page in %s: the card, its outcome and what follows are in that language', async (language) => {
    const { signIn, nothingToCancel } = messages[language];
    const person = await createPerson(bot.stackUrl, { language: language === 'en' ? 'ru' : 'en' });
    const card = await openCard(person, { language });
    expect(card.text).toContain(plain(signIn.title('shop.uz')));
    expect(card.text).toContain(signIn.instruction);
    expect(card.text).toContain(COUNTRIES[language]);
    expect(card.text).toContain(AGO[language]);
    bot.api.bot.answers.decideChallenge.push(state('declined'));
    await person.press(card, signIn.declineButton);
    expect((await edited(person, card)).text).toContain(plain(signIn.declined('shop.uz')));
    expect((await person.send({ text: '/cancel' })).text).toBe(nothingToCancel);
    expect(bot.api.chats.get(person.id)?.language).toBe(language);
  });

  test('a page changes no language that the person chose', async () => {
    const person = await createPerson(bot.stackUrl);
    bot.api.chats.set(person.id, { language: 'ru', is_blocked: false });
    const card = await openCard(person, { language: 'en' });
    expect(card.text).toContain(plain(ru.signIn.title('shop.uz')));
    await person.send({ text: '/cancel' });
    expect(bot.api.chats.get(person.id)?.language).toBe('ru');
  });

  test('the contact of a newcomer is asked for in the language of the page', async () => {
    const person = await createPerson(bot.stackUrl);
    const asked = await openCard(person, { needs_contact: true, language: 'en' });
    expect(asked.text).toContain(plain(en.signIn.askForContact('shop.uz')));
    bot.api.bot.answers.shareContact.push(cardAnswer({ language: 'en' }));
    expect((await person.send({ contact: 'own' })).text).toContain(plain(en.signIn.title('shop.uz')));
  });

  const COUNTRIES = { uz: 'Oʻzbekiston', 'uz-Cyrl': 'Ўзбекистон', ru: 'Узбекистан', en: 'Uzbekistan' };
  const AGO = {
    uz: 'Kirish 42 soniya oldin boshlangan.',
    'uz-Cyrl': 'Кириш 42 сония олдин бошланган.',
    ru: 'Вход начат 42 секунды назад.',
    en: 'Started 42 seconds ago.',
  };

  test.for(languages)('in %s every text names its site in bold first, and fits', (language) => {
    const { signIn } = messages[language];
    const { title, approved, declined, wrongNumber, taken, expired, disowned, disownedLate, newDevice } = signIn;
    for (const text of [
      title,
      approved,
      declined,
      wrongNumber,
      taken,
      expired,
      disowned,
      disownedLate,
      newDevice.title,
    ])
      expect(text('shop.uz')).toMatch(/^[^<]*<b>shop\.uz<\/b>[^<]*$/);
    expect(signIn.pressAgain.length).toBeLessThanOrEqual(200);
  });
});
