import { describe, expect, test } from 'vitest';
import { besideTransaction, untilLocked } from '../support/database/locks.ts';
import { eventsWith } from '../support/events.ts';
import { usePress, withBot } from '../support/press.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { expectError, fromElsewhere, somebody, useApi, wrong } from '../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => ({ ...withBot, ...gateway.environment() }));
const press = usePress(api);
const { ask, enter } = smsCalls(api);

/** Starts a challenge and sends its code. */
async function sendTo(phone: string, more: object = {}) {
  const browser = await press.start(more, fromElsewhere());
  const sent = await press.send(browser, phone);
  expect(sent.statusCode, sent.body).toBe(200);
  return { browser, code: gateway.code(phone) };
}

const sessionsOf = async (id: string) =>
  (await api.sql.query('SELECT 1 FROM sessions WHERE challenge_id = $1', [id])).rowCount;

test('five failed attempts make the code void, the right one included', async () => {
  const { browser, code } = await sendTo(somebody().phone);
  for (const left of [4, 3, 2, 1, 0]) {
    const failed = await press.verify(browser, wrong(code));
    expectError(failed, 400, 'code_incorrect');
    expect(failed.json().error.attempts_left).toBe(left);
  }
  const right = await press.verify(browser, code);
  expectError(right, 400, 'code_incorrect');
  expect(right.json().error.attempts_left).toBe(0);
  const events = await eventsWith(api, { challenge: browser.id });
  expect(events.map(({ type }) => type)).toEqual(['code.sent', ...Array(5).fill('code.failed')]);
  expect(events[1]).toMatchObject({
    channel: 'sms',
    data: { attempts_left: 4, phone: expect.stringContaining('•••') },
  });
});

test('200 parallel wrong guesses at one challenge: at most 5 are compared; the right code afterwards is refused as void', async () => {
  const { browser, code } = await sendTo(somebody().phone);
  const guesses = await Promise.all(Array.from({ length: 200 }, () => press.verify(browser, wrong(code))));
  for (const guess of guesses) expectError(guess, 400, 'code_incorrect');
  const failed = (await eventsWith(api, { challenge: browser.id })).filter(({ type }) => type === 'code.failed');
  expect(failed).toHaveLength(5);
  expect((await press.verify(browser, code)).json().error).toMatchObject({ code: 'code_incorrect', attempts_left: 0 });
});

test('the right code of an account that exists, redeemed by three pages that all read it unused: one session', async () => {
  const person = somebody();
  await api.signIn(person);
  const { browser, code } = await sendTo(person.phone);
  const answers = await besideTransaction(
    api,
    `SELECT FROM challenges WHERE id = '${browser.id}' FOR UPDATE`,
    async (commit) => {
      const verified = [1, 2, 3].map(() => press.verify(browser, code));
      await untilLocked(api, 3);
      await commit();
      return Promise.all(verified);
    },
  );
  expect(new Set(answers.map((answer) => answer.json().tokens?.refresh)).size).toBe(1);
  expect(await sessionsOf(browser.id)).toBe(1);
});

test('16 pages redeem the right code at once: one user, one session', async () => {
  const { phone } = somebody();
  const { browser, code } = await sendTo(phone);
  const answers = await Promise.all(Array.from({ length: 16 }, () => press.verify(browser, code)));
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([201]));
  expect(new Set(answers.map((answer) => answer.json().tokens.refresh)).size).toBe(1);
  expect(await sessionsOf(browser.id)).toBe(1);
});

test('the right code among wrong ones at once opens one session or none, and never after five failed attempts', async () => {
  for (let round = 0; round < 5; round++) {
    const { browser, code } = await sendTo(somebody().phone);
    const codes = Array.from({ length: 16 }, (_, index) => (index === 8 ? code : wrong(code)));
    const answers = await Promise.all(codes.map((entered) => press.verify(browser, entered)));
    const failed = (await eventsWith(api, { challenge: browser.id })).filter(({ type }) => type === 'code.failed');
    expect(failed.length).toBeLessThanOrEqual(5);
    const signedIn = answers.filter(({ statusCode }) => statusCode === 201).length;
    expect(signedIn).toBe(failed.length === 5 ? 0 : 1);
    expect(await sessionsOf(browser.id)).toBe(signedIn);
  }
});

test('a code that is redeemed while another number is sent its own opens the account of its own number, or none', async () => {
  for (let round = 0; round < 10; round++) {
    const [own, others] = [somebody(), somebody()];
    await api.signIn(others);
    const { browser, code } = await sendTo(own.phone);
    const [verified, sent] = await Promise.all([press.verify(browser, code), press.send(browser, others.phone)]);
    if (verified.statusCode === 201) {
      expect(verified.json().user.phone).toBe(own.phone);
      expectError(sent, 410, 'challenge_ended');
    } else {
      expectError(verified, 400, 'code_incorrect');
      expect(sent.statusCode).toBe(200);
    }
  }
});

describe('a lost answer', () => {
  test('the same code gets the same session for 60 s, also by collecting', async () => {
    const { browser, code } = await sendTo(somebody().phone);
    const first = await press.verify(browser, code);
    await api.pass('45 seconds');
    for (const again of [await press.verify(browser, code), await press.collect(browser)]) {
      expect(again.statusCode, again.body).toBeLessThan(300);
      expect(again.json().tokens.refresh).toBe(first.json().tokens.refresh);
    }
    await api.pass('16 seconds');
    expectError(await press.verify(browser, code), 410, 'challenge_ended');
    expectError(await press.collect(browser), 410, 'challenge_ended');
  });

  test('another code gets nothing, and another secret neither', async () => {
    const { browser, code } = await sendTo(somebody().phone);
    await press.verify(browser, code);
    expectError(await press.verify(browser, wrong(code)), 410, 'challenge_ended');
    const other = await press.start({}, fromElsewhere());
    expectError(await press.verify({ id: browser.id, secret: other.secret }, code), 404, 'not_found');
    expectError(await press.verify(other, code), 410, 'challenge_ended');
  });
});

test('two minutes after the SMS the right code is told that it has expired, a wrong one that the sign-in is over', async () => {
  const { phone } = somebody();
  const { browser, code } = await sendTo(phone);
  await api.pass('2 minutes 1 second');
  expectError(await press.verify(browser, code), 400, 'code_expired');
  expectError(await press.verify(browser, wrong(code)), 410, 'challenge_ended');
  expectError(await press.send(browser, phone), 410, 'challenge_ended');
  expect(await press.state(browser)).toBe('expired');
});

test('a challenge that is approved in Telegram, or was, has no code', async () => {
  const person = somebody();
  await api.signIn(person);
  const browser = await press.start({}, fromElsewhere());
  expectError(await press.verify(browser, '123456'), 410, 'challenge_ended');
  await press.open(browser.nonce, person.telegramId);
  expectError(await press.verify(browser, '123456'), 410, 'challenge_ended');
  await press.decide(browser.id, person.telegramId, { choice: browser.number });
  expectError(await press.verify(browser, '123456'), 410, 'challenge_ended');
  expect((await press.collect(browser)).statusCode).toBe(200);
  expectError(await press.verify(browser, '123456'), 410, 'challenge_ended');
});

test('a disabled account is refused, only with the right code, which is used up', async () => {
  const person = somebody();
  const { user } = await api.signIn(person);
  await api.sql.query('UPDATE users SET disabled_at = now() WHERE id = $1', [user.id]);
  const { browser, code } = await sendTo(person.phone);
  expectError(await press.verify(browser, wrong(code)), 400, 'code_incorrect');
  expectError(await press.verify(browser, code), 403, 'account_disabled');
  expectError(await press.verify(browser, code), 410, 'challenge_ended');
  const refused = (await eventsWith(api, { challenge: browser.id })).filter(({ type }) => type === 'code.refused');
  expect(refused).toMatchObject([{ data: { reason: 'account_disabled' } }]);
});

test('an IP with thirty failed checks is refused, and a known device behind it is not', async () => {
  const from = fromElsewhere();
  for (let challenges = 0; challenges < 6; challenges++) {
    const { browser, code } = await sendTo(somebody().phone);
    for (let i = 0; i < 5; i++) expectError(await press.verify(browser, wrong(code), from), 400, 'code_incorrect');
  }
  const stranger = await sendTo(somebody().phone);
  expectError(await press.verify(stranger.browser, stranger.code, from), 429, 'too_many_attempts');
  const owner = somebody();
  await api.signIn(owner, { device_id: 'own' });
  const known = await sendTo(owner.phone, { device_id: 'own' });
  expect((await press.verify(known.browser, known.code, from)).statusCode).toBe(200);
});

test('a day of guessing at one number: seventy comparisons while the owner asks for four codes', async () => {
  const owner = somebody();
  await api.signIn(owner);
  const since = (await api.sql.query('SELECT coalesce(max(id), 0) AS id FROM events')).rows[0].id;
  const { phone } = owner;
  for (let minutes = 0; minutes < 24 * 60; minutes += 20) {
    await api.pass('20 minutes');
    const browser = await press.start({}, fromElsewhere());
    if ((await press.send(browser, phone)).statusCode === 200)
      for (let i = 0; i < 7; i++) await press.verify(browser, wrong(gateway.code(phone)));
    if (minutes % (6 * 60) === 0) {
      const code = await api.issue(owner);
      for (let i = 0; i < 7; i++) await api.register(phone, wrong(code), {}, fromElsewhere());
    }
    await ask(phone);
    await enter(phone, '000000');
  }
  const { rows } = await api.sql.query(
    `SELECT channel, count(*)::int FROM events WHERE type = 'code.failed' AND id > $1 GROUP BY channel ORDER BY channel`,
    [since],
  );
  expect(rows).toEqual([
    { channel: 'telegram', count: 20 },
    { channel: 'sms', count: 50 },
  ]);
});
