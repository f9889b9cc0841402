import { messages as apiMessages } from '@raqam/shared/messages/messages';
import phoneVectors from '@raqam/shared/phone-vectors.json' with { type: 'json' };
import { beforeEach, describe, expect, test } from 'vitest';
import { fullNameOf } from '../src/api/full-name.ts';
import { messages } from '../src/messages/messages.ts';
import { refusal } from './support/answers.ts';
import { CODE, issued } from './support/fake-api.ts';
import { createPerson } from './support/person.ts';
import { BOT_SECRET, REGISTER_URL, SITE, useBot } from './support/run-bot.ts';

const bot = useBot();
const { uz, ru, en } = messages;

beforeEach(() => {
  bot.api.calls.splice(0);
  bot.api.answers.splice(0);
  bot.told.splice(0);
});

test('/start asks for the phone with a button that shares it', async () => {
  const person = await createPerson(bot.stackUrl);
  const answer = await person.send({ text: '/start' });
  expect(answer.text).toContain(uz.askForPhone);
  expect(answer.reply_markup?.keyboard).toEqual([[{ text: uz.shareButton, request_contact: true }]]);
  expect(answer.reply_markup).toMatchObject({ is_persistent: true });
  expect(answer.reply_markup).not.toHaveProperty('one_time_keyboard');
  expect((await person.send({ text: '/start from-the-site' })).text).toBe(answer.text);
});

describe('foreign contact, forwarded contact, contact in a group, contact without user_id: no call to the API', () => {
  const stranger = { phone_number: '+998901234567', first_name: 'Somebody' };
  test.for<[string, object]>([
    ['the contact of somebody else', { contact: { ...stranger, user_id: 1 } }],
    ['a contact without a Telegram account', { contact: stranger }],
    ['a forwarded contact', { contact: 'own', forward: true }],
  ])('%s: the button is asked for', async ([, action]) => {
    const person = await createPerson(bot.stackUrl);
    const answer = await person.send(action);
    expect(answer.text).toBe(uz.notOwnContact);
    expect(answer.reply_markup?.keyboard?.[0]?.[0]?.request_contact).toBe(true);
    expect(bot.api.calls).toEqual([]);
  });

  test('messages in a group: the bot is silent there', async () => {
    const person = await createPerson(bot.stackUrl);
    await person.act({ contact: 'own', chat: 'group' });
    await person.act({ text: person.phone, chat: 'group' });
    await person.act({ text: '/start', chat: 'group' });
    await person.send({ text: '/help' }); // answered after them
    expect(bot.api.calls).toEqual([]);
    const group = await fetch(`${bot.stackUrl}/handset/users/${person.id}/messages?chat=group`);
    expect(await group.json()).not.toContainEqual(
      expect.objectContaining({ from: expect.objectContaining({ is_bot: true }) }),
    );
  });
});

test('a shared contact is sent to the API as proof, and answered with the code in every form', async () => {
  const person = await createPerson(bot.stackUrl, { name: 'Aziza <b>' });
  const answer = await person.send({ contact: 'own' });
  expect(bot.api.calls).toEqual([
    {
      path: '/api/v1/auth/telegram/otp/create/',
      language: 'uz',
      body: {
        secret_key: BOT_SECRET,
        telegram_id: person.id,
        phone_number: person.phone,
        proof: 'contact',
        full_name: 'Aziza <b>',
        language: 'uz',
        request_id: expect.stringMatching(/^tg-777-\d+$/),
      },
    },
  ]);
  const copyable = answer.entities?.find(({ type }) => type === 'code');
  expect(answer.text?.substr(copyable?.offset ?? 0, copyable?.length)).toBe(CODE);
  expect(answer.text).toContain(`${new URL(REGISTER_URL).host} ga kirish kodi: ${CODE}`);
  expect(answer.text).toContain('10 daqiqa');
  expect(answer.text).toContain('hech kimga aytmang');
  expect(answer.reply_markup?.inline_keyboard).toEqual([
    [
      {
        text: uz.openSiteButton,
        url: `${REGISTER_URL}#phone=${encodeURIComponent(person.phone)}&code=${CODE}`,
        style: 'primary',
      },
    ],
    [{ text: uz.copyButton(CODE), copy_text: { text: CODE } }],
  ]);
});

test('a code that was given again names the minutes that are left', async () => {
  const person = await createPerson(bot.stackUrl, { language: 'en' });
  const { status, body } = issued;
  bot.api.answers.push({ status, body: { ...body, remaining_seconds: 130 } });
  expect((await person.send({ contact: 'own' })).text).toContain('valid for 3 minutes');
});

test('a name made of direction marks, NUL, newlines, 10,000 characters: cleaned, and the code arrives', async () => {
  const person = await createPerson(bot.stackUrl, { name: '\u2068\u202eAli\u2069\u0000\r\n\ud83d 😀' });
  expect((await person.send({ contact: 'own' })).text).toContain(CODE);
  expect(bot.api.calls).toMatchObject([{ body: { full_name: 'Ali 😀' } }]);
});

test('a name made of 10,000 characters is cut to 128', () => {
  expect(fullNameOf({ first_name: '😀'.repeat(10_000) })).toBe('😀'.repeat(128));
});

describe('phone vectors', () => {
  // Telegram itself cuts blanks and invisible characters off at both ends, and sends no empty message
  const typed = phoneVectors.filter(
    ({ source, input }) => source !== 'contact' && /^[^\s\p{C}](?:.*[^\s\p{C}])?$/su.test(input),
  );
  test.for(typed.map((vector) => ({ ...vector, name: JSON.stringify(vector) })))(
    '$name',
    async ({ input, phone, reason }) => {
      const person = await createPerson(bot.stackUrl);
      const answer = await person.send({ text: input });
      if (phone) {
        expect(bot.api.calls).toMatchObject([{ body: { phone_number: phone, proof: 'typed' } }]);
        return;
      }
      expect(bot.api.calls).toEqual([]);
      const told = Object.entries(apiMessages.uz.fields).find(([, text]) => text === answer.text);
      expect(told?.[0]).toBe(`phone_${reason}`);
    },
  );
});

describe('refusals of the API are explained', () => {
  test('a number of another account: the button is asked for', async () => {
    const person = await createPerson(bot.stackUrl);
    bot.api.answers.push(refusal(409, 'contact_required'));
    const answer = await person.send({ text: '+998901112233' });
    expect(answer.text).toBe(uz.contactRequired);
    expect(answer.reply_markup?.keyboard?.[0]?.[0]?.request_contact).toBe(true);
  });

  test.for([
    ['code_cooldown', 17, '17 секунд'],
    ['code_cooldown', 22, '22 секунды'],
    ['code_limit', 61, '61 секунду'],
    ['code_limit', 130, '3 минуты'],
    ['code_limit', 3000, '50 минут'],
  ] as const)('%s of %i seconds: how long to wait', async ([code, seconds, text]) => {
    const person = await createPerson(bot.stackUrl, { language: 'ru' });
    bot.api.answers.push(refusal(429, code, { retry_after: seconds }));
    const { text: answer } = await person.send({ contact: 'own' });
    expect(answer).toContain(`${text}.`);
    expect(answer).toContain(messages.ru[code]);
    expect(answer).not.toContain(`message of ${code}`); // the API's words would say it twice
  });

  test('a wrong secret: the operator is told, and the person reads “try later”', async () => {
    const person = await createPerson(bot.stackUrl, { language: 'en' });
    bot.api.answers.push(refusal(403, 'bot_secret_invalid'));
    expect((await person.send({ contact: 'own' })).text).toBe(`${en.noCode} ${en.tryLater}`);
    expect(bot.told).toEqual(['bot_secret_invalid']);
    expect(bot.api.calls).toHaveLength(1);
  });
});

describe('an API that is down', () => {
  test('is tried three times before the person is told', async () => {
    const person = await createPerson(bot.stackUrl);
    bot.api.answers.push('hang-up', refusal(503, 'not_ready'), refusal(500, 'internal_error'));
    expect((await person.send({ contact: 'own' })).text).toBe(`${uz.noCode} ${uz.tryLater}`);
    expect(bot.api.calls).toHaveLength(3);
    expect(bot.told).toEqual(['internal_error']);
  });

  test('loses two answers: the person still gets the code, not “a code was just sent”', async () => {
    const person = await createPerson(bot.stackUrl);
    bot.api.answers.push('lost', 'lost');
    expect((await person.send({ contact: 'own' })).text).toContain(CODE);
    const [first, second, third] = bot.api.calls;
    expect(second?.body).toEqual(first?.body);
    expect(third?.body).toEqual(first?.body);
  });

  test('loses an answer and ignores request_id: the person reads how long to wait, not that a code was sent', async () => {
    const person = await createPerson(bot.stackUrl);
    bot.api.answers.push('hang-up', refusal(429, 'code_cooldown', { retry_after: 29 }));
    expect((await person.send({ contact: 'own' })).text).toBe(`${uz.noCode} ${uz.wait(29)}`);
  });

  test('and comes back in time costs the user nothing', async () => {
    const person = await createPerson(bot.stackUrl);
    bot.api.answers.push('hang-up', 'hang-up');
    expect((await person.send({ contact: 'own' })).text).toContain(CODE);
  });

  test('a proxy’s page is no answer', async () => {
    const person = await createPerson(bot.stackUrl);
    bot.api.answers.push({ status: 502, body: { oops: true } });
    expect((await person.send({ contact: 'own' })).text).toContain(CODE);
  });
});

describe('language', () => {
  test.for([
    ['uz', uz],
    ['ru', ru],
    ['en-GB', en],
    ['de', uz],
  ] as const)('a person whose app is in %s is spoken to accordingly', async ([language, texts]) => {
    const person = await createPerson(bot.stackUrl, { language });
    expect((await person.send({ text: '/help' })).text).toBe(texts.help);
  });

  test.for<[string, string, object]>([
    ['uz', 'ru', uz],
    ['uz-Cyrl', 'ru', messages['uz-Cyrl']],
    ['ru', 'en', ru],
    ['en', 'uz', en],
  ])(
    'a link from a page, ?start=%s, is answered in the language of the page, and so is what follows',
    async ([payload, app, texts]) => {
      const person = await createPerson(bot.stackUrl, { language: app });
      const { welcome, askForPhone, nothingToCancel, commands } = texts as typeof uz;
      expect((await person.send({ text: `/start ${payload}` })).text).toBe(`${welcome(SITE)}\n\n${askForPhone}`);
      await expect
        .poll(async () => (await person.commands()).map(({ description }) => description))
        .toContain(commands.language);
      expect((await person.send({ text: '/cancel' })).text).toBe(nothingToCancel);
    },
  );

  test('a link from a page changes no language that the person chose', async () => {
    const person = await createPerson(bot.stackUrl, { language: 'uz' });
    const { message_id } = await person.send({ text: '/language' });
    await person.act({ callback_data: 'language:ru', message_id });
    expect((await person.hear()).text).toBe(ru.askForPhone);
    expect((await person.send({ text: '/start en' })).text).toContain(ru.welcome(SITE));
    expect((await person.send({ text: '/start nonsense' })).text).toContain(ru.welcome(SITE));
  });

  test('/language changes it together with the menu, and it persists', async () => {
    const person = await createPerson(bot.stackUrl);
    const choice = await person.send({ text: '/language' });
    const buttons = choice.reply_markup?.inline_keyboard?.flat() ?? [];
    expect(buttons.map(({ text }) => text)).toEqual(['O‘zbekcha', 'Ўзбекча', 'Русский', 'English']);
    await person.act({ callback_data: buttons[1]?.callback_data, message_id: choice.message_id });
    const cyrillic = messages['uz-Cyrl'];
    await expect
      .poll(() => person.commands())
      .toEqual(Object.entries(cyrillic.commands).map(([command, description]) => ({ command, description })));
    expect((await person.hear()).text).toBe(cyrillic.askForPhone); // the next step, after the edited message
    expect((await person.send({ text: '/cancel' })).text).toBe(cyrillic.nothingToCancel);
    await person.send({ contact: 'own' });
    expect(bot.api.calls.at(-1)).toMatchObject({ language: 'uz-Cyrl', body: { language: 'uz-Cyrl' } });
  });
});

test('/cancel has nothing to cancel, says so, and offers the button; it is not in the menu', async () => {
  const person = await createPerson(bot.stackUrl);
  const answer = await person.send({ text: '/cancel' });
  expect(answer.text).toBe(uz.nothingToCancel);
  expect(answer.reply_markup?.keyboard?.[0]?.[0]?.request_contact).toBe(true);
  expect(Object.keys(uz.commands)).toEqual(['start', 'help', 'language']);
});

test('a person who blocked the bot does not stop the bot for others', async () => {
  const gone = await createPerson(bot.stackUrl);
  await gone.send({ text: '/start' });
  await gone.act({ contact: 'own' });
  await fetch(`${bot.stackUrl}/handset/users/${gone.id}/block`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ blocked: true }),
  });
  const other = await createPerson(bot.stackUrl);
  expect((await other.send({ text: '/help' })).text).toBe(uz.help);
});

test.for<[string, object]>([
  ['is busy', { kind: 'status', status: 429, retry_after: 1 }],
  ['is in trouble', { kind: 'status', status: 502 }],
  ['hangs up', { kind: 'drop' }],
])('a code still arrives when Telegram %s twice', async ([, fault]) => {
  const person = await createPerson(bot.stackUrl);
  await fetch(`${bot.stackUrl}/handset/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ target: 'telegram', method: 'sendMessage', times: 2, ...fault }),
  });
  expect((await person.send({ contact: 'own' })).text).toContain(CODE);
  expect(bot.api.calls).toHaveLength(1);
});

test('the report of a failed answer holds neither code nor phone', async () => {
  const person = await createPerson(bot.stackUrl);
  await fetch(`${bot.stackUrl}/handset/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ target: 'telegram', method: 'sendMessage', kind: 'status', status: 400, times: 1 }),
  });
  await person.act({ contact: 'own' });
  await expect.poll(() => bot.told).toHaveLength(1);
  expect(bot.told.join()).not.toContain(CODE);
  expect(bot.told.join()).not.toContain(person.phone.slice(1));
});
