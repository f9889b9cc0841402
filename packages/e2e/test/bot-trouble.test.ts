import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { asksForContact, codeAfter, codeIn, codesOf, type Person, requestCode } from '../src/handset.ts';
import { register, signIn } from './support/api.ts';
import { buildGate } from './support/gate.ts';
import { addPerson, faults } from './support/handset.ts';
import { addBotAccount, startBot } from './support/processes.ts';

// Most of these tests start a bot of their own with the fault, so that no other test gets its updates.

describe('language', () => {
  test('the bot speaks the language of the app', async () => {
    const hear = async (language: string) => (await (await addPerson({ language })).ask({ text: '/start' })).text;
    expect(await hear('en')).toMatch(/phone number/i);
    expect(await hear('ru')).toMatch(/номер/i);
    expect(await hear('uz')).toMatch(/raqam/i);
    expect(await hear('de')).toMatch(/raqam/i);
  });

  test('the language chosen with /language is spoken at once, and still after a restart of the bot', async () => {
    const account = await addBotAccount();
    const bot = await startBot(account);
    const person = await addPerson({ language: 'uz', bot: account.username });
    expect((await person.ask({ text: '/start' })).text).not.toMatch(CYRILLIC);

    await person.press(await person.ask({ text: '/language' }), 'Русский');
    expect((await person.ask({ text: '/start' })).text).toMatch(/номер/i);
    await bot.stop();
    await startBot(account);
    expect((await person.ask({ text: '/start' })).text).toMatch(/номер/i);
    expect((await person.ask({ contact: 'own' })).text).toMatch(CYRILLIC);
  });
});

describe('the API is down', () => {
  test('after three attempts the person is told; once the API is back, the same bot gives a code', async () => {
    const gate = await buildGate(inject('urls').api);
    const account = await addBotAccount();
    const bot = await startBot(account, { WEBSITE_URL: gate.url });
    const person = await addPerson({ bot: account.username });

    const apology = await person.ask({ contact: 'own' });
    expect(apology.text).not.toBe('');
    expect(codeIn(apology)).toBeUndefined();
    expect(gate.refused()).toBe(3);
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);

    gate.open();
    const code = await requestCode(person);
    expect(await register({ phone: person.phone, code })).toMatchObject({ status: 201 });
  });

  test('an outage of two attempts goes unnoticed: the update is answered with a code', async () => {
    const gate = await buildGate(inject('urls').api);
    const account = await addBotAccount();
    await startBot(account, { WEBSITE_URL: gate.url });
    const person = await addPerson({ bot: account.username });

    gate.refuse(2);
    const code = await requestCode(person);
    expect(gate.refused()).toBe(2);
    expect(await register({ phone: person.phone, code })).toMatchObject({ status: 201 });
  });

  test('updates that came while no bot ran are answered when one starts', async () => {
    const account = await addBotAccount();
    const person = await addPerson({ bot: account.username });
    const sent = await person.act({ contact: 'own' });
    await startBot(account);
    expect(codeIn(await person.hear(sent))).toBeDefined();
  });

  test('with the wrong BOT_SECRET_KEY the person is told to wait, and the log names the variable, not its value', async () => {
    const wrong = 'a-secret-that-the-api-does-not-know-of';
    const account = await addBotAccount();
    const bot = await startBot(account, { BOT_SECRET_KEY: wrong });
    const person = await addPerson({ bot: account.username });

    const apology = await person.ask({ contact: 'own' });
    expect(codeIn(apology)).toBeUndefined();
    expect(apology.text).not.toMatch(/secret|403/i);
    await bot.stop();
    expect(bot.log.join('\n')).toContain('BOT_SECRET_KEY');
    expect(bot.log.join('\n')).not.toContain(wrong);
  });
});

test('a person who blocked the bot before it could answer does not stop it', async () => {
  const account = await addBotAccount();
  const [quitter, other] = [
    await addPerson({ bot: account.username }),
    await addPerson({ bot: account.username }),
  ] as const;
  await quitter.act({ text: '/start' });
  await quitter.setBlocked(true);
  const start = await other.act({ text: '/start' });
  await startBot(account);

  expect(asksForContact(await other.hear(start))).toBe(true);
  await quitter.setBlocked(false);
  expect(await answersTo(quitter)).toBe(0);
  expect(await codeAfter(quitter, await quitter.act({ contact: 'own' }))).toMatch(/^\d{6}$/);
  expect(await answersTo(other)).toBe(1); // the failed update did not repeat the others of its batch
});

describe('Telegram is in trouble', () => {
  afterEach(() => faults.clear());

  for (const [name, fault] of [
    ['429 with retry_after', { kind: 'status', status: 429, retry_after: 1 }],
    ['status 500', { kind: 'status', status: 500 }],
    ['a dropped connection', { kind: 'drop' }],
  ] as const) {
    test(`${name} on sendMessage: the bot goes on`, async () => {
      const person = await addPerson();
      await faults.add({ target: 'telegram', method: 'sendMessage', times: 1, ...fault });
      await person.act({ text: '/start' });
      await untilAllHappened();
      expect(await codeAfter(person, await person.act({ contact: 'own' }))).toMatch(/^\d{6}$/);
    });
  }

  test('429, 500 and a dropped connection on getUpdates, in turn: the bot recovers', async () => {
    const person = await addPerson();
    const each = { target: 'telegram', method: 'getUpdates', times: 1 } as const;
    await faults.add({ ...each, kind: 'status', status: 429, retry_after: 1 });
    await faults.add({ ...each, kind: 'status', status: 500 });
    await faults.add({ ...each, kind: 'drop' });
    await person.ask({ text: '/start' }); // ends the waiting poll
    const code = await requestCode(person);
    expect(await faults.pending()).toEqual([]);
    expect(await codesOf(person)).toEqual([code]); // updates in the meantime were answered once
    expect((await signIn({ phone: person.phone, code })).user.telegram_id).toBe(person.id);
  });

  test('a second poller takes the updates: the bot logs it once, and recovers', async () => {
    const account = await addBotAccount();
    const bot = await startBot(account);
    const person = await addPerson({ bot: account.username });
    const conflicts = () => bot.log.filter((line) => line.includes('Conflict'));

    // The rival's poll is ended with a 409 of its own as soon as the bot polls again.
    while (conflicts().length === 0) {
      const rival = await fetch(`${inject('urls').stack}/bot${account.token}/getUpdates?timeout=50`);
      expect(rival.status).toBe(409);
    }
    expect(asksForContact(await person.ask({ text: '/start' }))).toBe(true);
    expect(conflicts()).toHaveLength(2); // once, in two languages
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
  });
});

const CYRILLIC = /\p{Script=Cyrillic}/u;

/** The number of the bot's messages to a person. */
async function answersTo(person: Person): Promise<number> {
  return (await person.read()).filter(({ from }) => from?.is_bot).length;
}

async function untilAllHappened(): Promise<void> {
  while ((await faults.pending()).length > 0) await delay(20);
}
