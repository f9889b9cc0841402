import { describe, expect, test } from 'vitest';
import { besideTransaction, untilLocked } from '../../support/database/locks.ts';
import { usePress, withBot } from '../../support/press.ts';
import { useGateway } from '../../support/sms/gateway.ts';
import { smsCalls } from '../../support/sms/sms-calls.ts';
import { expectError, fromElsewhere, type Person, somebody, useApi } from '../../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => ({ ...withBot, ...gateway.environment() }));
const press = usePress(api);
const sms = smsCalls(api);
const start = (more: object = {}) => press.start(more, fromElsewhere());
type Browser = Awaited<ReturnType<typeof start>>;

const deleteMe = (access: string) =>
  api.app.inject({ method: 'DELETE', url: '/api/v1/auth/me/', headers: { authorization: `Bearer ${access}` } });

const usersWith = async (phone: string) =>
  (await api.sql.query('SELECT id, telegram_id FROM users WHERE phone = $1', [phone])).rows;

async function signInBySms(phone: string) {
  expect((await sms.ask(phone)).statusCode).toBe(200);
  const answer = await sms.enter(phone, gateway.code(phone));
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

describe('the account changes between opening and collecting', () => {
  test('the account is disabled: nothing is opened, and the challenge is used up', async () => {
    const person = somebody();
    const { user } = await api.signIn(person);
    const browser = await press.approve(person);
    await api.sql.query('UPDATE users SET disabled_at = now() WHERE id = $1', [user.id]);
    expectError(await press.collect(browser), 403, 'account_disabled');
    await api.sql.query('UPDATE users SET disabled_at = NULL WHERE id = $1', [user.id]);
    expectError(await press.collect(browser), 410, 'challenge_ended');
  });

  test('the account is disabled after the first collect: a repeated one opens nothing', async () => {
    const person = somebody();
    const { user } = await api.signIn(person);
    const browser = await press.approve(person);
    const { access } = (await press.collect(browser)).json().tokens;
    await api.sql.query('UPDATE users SET disabled_at = now() WHERE id = $1', [user.id]);
    expectError(await press.collect(browser), 410, 'challenge_ended');
    expectError(await api.me(access), 401, 'session_invalid');
  });

  test('the account is deleted: nothing is opened, and no account without a number is created', async () => {
    const person = somebody();
    const { access } = await api.signIn(person);
    const browser = await press.approve(person);
    expect((await deleteMe(access)).statusCode).toBe(204);
    expectError(await press.collect(browser), 404, 'not_found'); // the sign-in is deleted with the account
    const { rows } = await api.sql.query('SELECT 1 FROM users WHERE telegram_id = $1', [person.telegramId]);
    expect(rows).toEqual([]);
  });

  test('the account is deleted and created anew: a press of before opens nothing', async () => {
    const person = somebody();
    const { access } = await api.signIn(person);
    const browser = await press.approve(person);
    await deleteMe(access);
    await api.pass('31 seconds');
    await api.signIn(person);
    expectError(await press.collect(browser), 404, 'not_found');
  });

  test('a newcomer signs up by a code: the press opens that account', async () => {
    const person = somebody();
    const browser = await press.approve(person);
    const { user } = await api.signIn(person);
    const collected = await press.collect(browser);
    expect(collected.json()).toMatchObject({ is_new: false, user: { id: user.id } });
  });

  test('the contact’s number becomes somebody else’s, by SMS: a conflict, and their account is not opened', async () => {
    const newcomer = somebody();
    const browser = await press.approve(newcomer);
    const other = await signInBySms(newcomer.phone);
    expectError(await press.collect(browser), 409, 'phone_conflict');
    expect(await usersWith(newcomer.phone)).toEqual([{ id: other.user.id, telegram_id: null }]);
  });
});

test('a newcomer’s collect races with a sign-in by SMS of the number: one account has it', async () => {
  await Promise.all(
    Array.from({ length: 12 }, async () => {
      const newcomer = somebody();
      const browser = await press.approve(newcomer);
      await sms.ask(newcomer.phone);
      const code = gateway.code(newcomer.phone);
      const [collected, entered] = await Promise.all([press.collect(browser), sms.enter(newcomer.phone, code)]);
      expect(entered.statusCode, entered.body).toBe(200);
      expect([201, 409]).toContain(collected.statusCode);
      const users = await usersWith(newcomer.phone);
      expect(users).toEqual(
        [{ id: entered.json().user.id, telegram_id: collected.statusCode === 201 ? newcomer.telegramId : null }].map(
          (user) => ({ ...user, telegram_id: user.telegram_id && String(user.telegram_id) }),
        ),
      );
    }),
  );
});

describe('a contact that is somebody else’s, late or repeated', () => {
  const challengesOf = async ({ telegramId }: Person) =>
    (await api.sql.query('SELECT phone, state FROM challenges WHERE telegram_id = $1', [telegramId])).rows;

  test('of a number that somebody else has proved: it opens nothing of theirs', async () => {
    const [owner, thief] = [somebody(), somebody()];
    const { user } = await api.signIn(owner);
    const browser = await press.approve({ telegramId: thief.telegramId, phone: owner.phone });
    expectError(await press.collect(browser), 409, 'phone_conflict');
    expect(await usersWith(owner.phone)).toEqual([{ id: user.id, telegram_id: String(owner.telegramId) }]);
  });

  test('changes no challenge of another person, named or not', async () => {
    const [newcomer, other] = [somebody(), somebody()];
    const browser = await start();
    await press.open(browser.nonce, newcomer.telegramId);
    for (const ref of [browser.id, undefined])
      expectError(await press.contact(other.telegramId, other.phone, { ref }), 404, 'not_found');
    expect(await challengesOf(newcomer)).toEqual([{ phone: null, state: 'opened' }]);
  });

  test.for<[string, (browser: Browser, person: Person) => unknown]>([
    ['was not opened', () => {}],
    ['has expired', ({ nonce }, { telegramId }) => press.open(nonce, telegramId).then(() => api.pass('181 seconds'))],
    [
      'is approved',
      async ({ id, nonce, number }, { telegramId, phone }) => {
        await press.open(nonce, telegramId);
        await press.contact(telegramId, phone);
        await press.decide(id, telegramId, { choice: number });
      },
    ],
    [
      'is taken',
      async ({ nonce }, { telegramId }) => {
        await press.open(nonce, telegramId);
        await press.open(nonce, somebody().telegramId);
      },
    ],
  ])('for a challenge that %s changes nothing', async ([, prepare]) => {
    const person = somebody();
    const browser = await start();
    await prepare(browser, person);
    const before = await press.state(browser);
    for (const ref of [browser.id, undefined])
      expectError(await press.contact(person.telegramId, somebody().phone, { ref }), 404, 'not_found');
    expect(await press.state(browser)).toBe(before);
  });

  test('of a person who has an account is not asked for, and changes no number', async () => {
    const person = somebody();
    await api.signIn(person);
    const browser = await start();
    expect((await press.open(browser.nonce, person.telegramId)).json().needs_contact).toBe(false);
    expectError(await press.contact(person.telegramId, somebody().phone), 404, 'not_found');
    await press.decide(browser.id, person.telegramId, { choice: browser.number });
    expect((await press.collect(browser)).json().user.phone).toBe(person.phone);
  });

  test('shared again and again does not keep a challenge alive', async () => {
    const newcomer = somebody();
    const browser = await start();
    await press.open(browser.nonce, newcomer.telegramId);
    for (let i = 0; i < 3; i++) {
      await press.contact(newcomer.telegramId, newcomer.phone);
      await api.pass('1 minute 10 seconds');
    }
    expect(await press.state(browser)).toBe('expired');
  });
});

describe('“it was not me”', () => {
  test('while the browser collects: the session ends too', async () => {
    const person = somebody();
    const device = { device_id: 'a-laptop' };
    const { user } = await api.signIn(person, device);
    const browser = await press.approve(person, device);
    // the collect has used the challenge, and waits for the session that it replaces
    const session = `SELECT FROM sessions WHERE user_id = '${user.id}' FOR UPDATE`;
    const [collected, disowned] = await besideTransaction(api, session, async () => {
      const collecting = press.collect(browser);
      await untilLocked(api);
      const disowning = press.disown(browser.id, person.telegramId);
      await untilLocked(api, 2);
      return [collecting, disowning] as const;
    }).then((both) => Promise.all(both));
    expect(collected.statusCode, collected.body).toBe(200);
    expect(disowned.statusCode, disowned.body).toBe(204);
    expectError(await api.me(collected.json().tokens.access), 401, 'session_invalid');
  });

  test('ends the session of a browser without a device_id, and leaves the others alone', async () => {
    const person = somebody();
    const own = await api.signIn(person, { device_id: 'own' });
    const [first, second] = [await press.approve(person), await press.approve(person)];
    const [stolen, kept] = [(await press.collect(first)).json(), (await press.collect(second)).json()];
    expect((await press.disown(first.id, person.telegramId)).statusCode).toBe(204);
    expectError(await api.me(stolen.tokens.access), 401, 'session_invalid');
    for (const access of [own.access, kept.tokens.access]) expect((await api.me(access)).statusCode).toBe(200);
  });

  test('takes from a known device what it may do: SMS of its own, and attempts', async () => {
    const person = somebody();
    await api.signIn(person, { device_id: 'own' });
    const browser = await press.approve(person, { device_id: 'the-thiefs' });
    await press.collect(browser);
    const isKnown = async () =>
      (await api.sql.query("SELECT 1 FROM sessions WHERE device_id = 'the-thiefs'")).rowCount === 1;
    expect(await isKnown()).toBe(true);
    await press.disown(browser.id, person.telegramId);
    expect(await isKnown()).toBe(false);
    await sms.ask(person.phone);
    expectError(await sms.askOn('the-thiefs', person.phone), 429, 'code_cooldown');
  });

  test('of a deleted account is not found', async () => {
    const person = somebody();
    const { access } = await api.signIn(person);
    const browser = await press.approve(person);
    await press.collect(browser);
    await deleteMe(access);
    expectError(await press.disown(browser.id, person.telegramId), 404, 'not_found');
  });
});
