import { describe, expect, test } from 'vitest';
import { eventsWith } from '../../support/events.ts';
import { usePress, withBot } from '../../support/press.ts';
import { useGateway } from '../../support/sms/gateway.ts';
import { smsCalls } from '../../support/sms/sms-calls.ts';
import {
  type Answer,
  expectError,
  fromElsewhere,
  type Person,
  somebody,
  useApi,
  wrong,
} from '../../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => ({ ...withBot, ...gateway.environment() }));
const press = usePress(api);
const sms = smsCalls(api);

interface Account extends Person {
  id: string;
  access: string;
}

const bearer = (access: string) => ({ ...fromElsewhere(), headers: { authorization: `Bearer ${access}` } });

/** A person who has just signed in by the bot's code for their contact. */
async function signUp(more: object = { device_id: 'phone' }): Promise<Account> {
  const person = somebody();
  const { user, access } = await api.signIn(person, more);
  return { ...person, id: user.id, access };
}

/** A person who has just signed in by SMS, without Telegram. */
async function signUpBySms(): Promise<Account> {
  const person = somebody();
  await sms.ask(person.phone);
  const answer = await sms.enter(person.phone, gateway.code(person.phone), { device_id: 'phone' });
  const { user, access } = answer.json();
  return { ...person, id: user.id, access };
}

/** A person whose number was typed and never proved. */
async function typeNumber(): Promise<Account> {
  const person = somebody();
  const code = await api.issue(person, { proof: 'typed' });
  const { user, tokens } = (await api.register(person.phone, code, { device_id: 'phone' }, fromElsewhere())).json();
  return { ...person, id: user.id, access: tokens.access };
}

const start = (access: string) => api.post('/api/v1/auth/challenges/', { purpose: 'change_phone' }, bearer(access));

/** A challenge of this session that has sent a code to a number. */
async function sendTo({ access }: Account, phone: string) {
  const started = await start(access);
  expect(started.statusCode, started.body).toBe(201);
  const browser = started.json();
  const sent = await press.send(browser, phone, bearer(access));
  expect(sent.statusCode, sent.body).toBe(200);
  return { browser, code: gateway.code(phone) };
}

/** Changes the number by a code. */
async function change(account: Account, phone: string): Promise<Answer> {
  const { browser, code } = await sendTo(account, phone);
  return press.verify(browser, code, bearer(account.access));
}

/** Approves a change with the contact of the account's Telegram. */
async function approve({ access, telegramId }: Account, phone: string) {
  const browser = (await start(access)).json();
  const nonce = new URL(browser.telegram.url).searchParams.get('start') ?? '';
  const card = (await press.open(nonce, telegramId)).json();
  expect(card).toMatchObject({ purpose: 'change_phone', needs_contact: true, account: null });
  const shared = (await press.contact(telegramId, phone)).json();
  expect(shared).toMatchObject({ needs_contact: false, account: expect.stringMatching(/^\+998 90 •••/) });
  const decided = await press.decide(browser.id, telegramId, { choice: browser.telegram.number });
  expect(decided.json()).toEqual({ state: 'approved' });
  return browser;
}

/** The alerts of a person, each acknowledged. */
async function alertsOf({ telegramId }: Person) {
  const { alerts } = (await press.alerts({ limit: 100 })).json();
  await press.acknowledge(alerts.map(({ id }: { id: string }) => id));
  return alerts.filter(({ telegram_id }: { telegram_id: number }) => telegram_id === telegramId);
}

async function numberOf(id: string) {
  const { rows } = await api.sql.query('SELECT phone, phone_proved_at IS NOT NULL AS proved FROM users WHERE id = $1', [
    id,
  ]);
  return rows[0];
}

test('a code sent to a new number changes it; sessions stay, and the old number opens a new account', async () => {
  const account = await signUp();
  await api.pass('1 minute');
  const { access: laptop } = await api.signIn(account, { device_id: 'laptop' });
  await alertsOf(account);
  const { phone } = somebody();
  const changed = await change(account, phone);
  expect(changed.statusCode, changed.body).toBe(200);
  expect(changed.json()).toMatchObject({ user: { id: account.id, phone, is_verified: true }, phone_changed: true });
  expect(changed.cookies.map(({ name }) => name)).not.toContain('access_token');
  for (const access of [account.access, laptop]) expect((await api.me(access)).json().phone).toBe(phone);

  const [told] = await alertsOf(account);
  expect(told).toMatchObject({ kind: 'number_changed', site: 'localhost:5173' });
  expect(told.account).toMatch(/^\+998 90 ••• \d\d \d\d$/);
  expect(told.new_account).toMatch(/^\+998 90 ••• \d\d \d\d$/);
  const mask = (number: string) => number.replace(/^(.{6}).*(.{4})$/, '$1•••$2');
  const events = await eventsWith(api, { user_id: account.id });
  expect(events.find(({ type }) => type === 'user.phone_changed')).toMatchObject({
    actor: 'user',
    channel: 'sms',
    data: { from: mask(account.phone), to: mask(phone) },
  });

  await sms.ask(account.phone);
  const old = await sms.enter(account.phone, gateway.code(account.phone));
  expect(old.json().user.id).not.toBe(account.id);
});

test('a press in the account’s own Telegram changes it to the shared number', async () => {
  const account = await signUp();
  await api.pass('1 hour'); // the press proves the account too
  const { phone } = somebody();
  const browser = await approve(account, phone);
  expect(await numberOf(account.id)).toMatchObject({ phone: account.phone });
  for (let i = 0; i < 2; i++) {
    const collected = await press.collect(browser, bearer(account.access));
    expect(collected.json()).toMatchObject({ user: { id: account.id, phone }, phone_changed: true });
  }
  await api.pass('2 minutes');
  expectError(await press.collect(browser, bearer(account.access)), 410, 'challenge_ended');
  expect(
    (await eventsWith(api, { user_id: account.id })).filter(({ type }) => type === 'user.phone_changed'),
  ).toHaveLength(1);
});

describe('whose number it may be', () => {
  test('a number that another account has proved: number_taken, by code and by press, and nothing changes', async () => {
    const [account, holder] = [await signUp(), await signUp()];
    expectError(await change(account, holder.phone), 409, 'number_taken');
    const browser = await approve(account, holder.phone);
    expectError(await press.collect(browser, bearer(account.access)), 409, 'number_taken');
    expect(await numberOf(account.id)).toEqual({ phone: account.phone, proved: true });
    expect(await numberOf(holder.id)).toEqual({ phone: holder.phone, proved: true });
    expect(await alertsOf(holder)).toEqual([]);
  });

  test('a refused change stays refused when its code is entered again', async () => {
    const [account, holder] = [await signUp(), await signUp()];
    const { browser, code } = await sendTo(account, holder.phone);
    expectError(await press.verify(browser, code, bearer(account.access)), 409, 'number_taken');
    expectError(await press.verify(browser, code, bearer(account.access)), 410, 'challenge_ended');
  });

  test('a number that somebody else only typed: they lose it, and are told', async () => {
    const [account, holder] = [await signUp(), await typeNumber()];
    expect((await change(account, holder.phone)).statusCode).toBe(200);
    expect(await numberOf(holder.id)).toEqual({ phone: null, proved: false });
    expectError(await api.me(holder.access), 401, 'session_invalid');
    expect((await alertsOf(holder)).map(({ kind }: { kind: string }) => kind)).toEqual(['number_lost']);
    expect((await eventsWith(api, { user_id: holder.id })).map(({ type }) => type)).toContain('user.phone_lost');
  });

  test('a recycled number: its holder, away for 60 days, keeps the account without it', async () => {
    const holder = await signUp();
    await api.sql.query(
      `UPDATE users SET date_joined = now() - interval '90 days', phone_proved_at = now() - interval '90 days' WHERE id = $1`,
      [holder.id],
    );
    await api.sql.query(
      `UPDATE sessions SET last_used_at = now() - interval '61 days', rotated_at = now() - interval '61 days' WHERE user_id = $1`,
      [holder.id],
    );
    const account = await signUp();
    expect((await change(account, holder.phone)).statusCode).toBe(200);
    expect(await numberOf(holder.id)).toEqual({ phone: null, proved: false });
    expect(await alertsOf(holder)).toMatchObject([{ kind: 'number_lost', account_stays: true }]);
  });

  test('the own number: number_unchanged; the own typed number: confirmed, and no alert', async () => {
    const account = await signUp();
    expectError(await change(account, account.phone), 409, 'number_unchanged');
    const typed = await typeNumber();
    const browser = await approve(typed, typed.phone);
    expect((await press.collect(browser, bearer(typed.access))).json().user).toMatchObject({ is_verified: true });
    expect(await alertsOf(typed)).toEqual([]);
  });

  test('an account that lost its number gets one; one with a typed number loses the sessions that others may have', async () => {
    const account = await signUp();
    await api.sql.query('UPDATE users SET phone = NULL, phone_proved_at = NULL WHERE id = $1', [account.id]);
    const { phone } = somebody();
    expect((await change(account, phone)).json().user).toMatchObject({ phone, is_verified: true });
    const [told] = await alertsOf(account);
    expect(told).toMatchObject({ kind: 'number_changed', account: null });

    const typed = await typeNumber();
    await api.pass('1 minute');
    const code = await api.issue(typed, { proof: 'typed' });
    const stranger = (await api.register(typed.phone, code, { device_id: 'other' }, fromElsewhere())).json();
    const browser = await approve(typed, somebody().phone);
    expect((await press.collect(browser, bearer(typed.access))).statusCode).toBe(200);
    expect((await api.me(typed.access)).statusCode).toBe(200);
    expectError(await api.me(stranger.tokens.access), 401, 'session_invalid');
  });
});

describe('who may change it', () => {
  test('only somebody who is signed in starts a change, and only the session that started goes on', async () => {
    expectError(
      await api.post('/api/v1/auth/challenges/', { purpose: 'change_phone' }, fromElsewhere()),
      401,
      'session_invalid',
    );
    const account = await signUp();
    const stranger = await signUp();
    await api.pass('1 minute');
    const { access: laptop } = await api.signIn(account, { device_id: 'laptop' });
    const { phone } = somebody();
    const { browser, code } = await sendTo(account, phone);
    for (const access of [stranger.access, laptop]) {
      expectError(await press.send(browser, phone, bearer(access)), 404, 'not_found');
      expectError(await press.verify(browser, code, bearer(access)), 404, 'not_found');
      expectError(await press.collect(browser, bearer(access)), 404, 'not_found');
    }
    expectError(await press.verify(browser, code), 401, 'session_invalid');
    expectError(await press.verify(browser, wrong(code), bearer(account.access)), 400, 'code_incorrect');
    expect((await press.verify(browser, code, bearer(account.access))).statusCode).toBe(200);
  });

  test('a change of number in a stolen session: by a code only within 15 minutes of the sign-in, later by the account’s Telegram alone', async () => {
    const account = await signUp();
    const { phone } = somebody();
    const early = (await start(account.access)).json();
    expect(early.channels).toEqual(['telegram', 'sms']);
    await api.pass('16 minutes');
    expect((await start(account.access)).json()).toMatchObject({
      channels: ['telegram'],
      telegram: { url: expect.any(String) },
    });
    const late = (await start(account.access)).json();
    expectError(await press.send(late, phone, bearer(account.access)), 403, 'proof_required');
    expect(gateway.sms(phone)).toEqual([]);
    const withoutTelegram = await signUpBySms();
    expect((await start(withoutTelegram.access)).json()).toMatchObject({ channels: ['sms'], telegram: null });
    await api.pass('16 minutes');
    expectError(await start(withoutTelegram.access), 403, 'proof_required');
  });

  test('a change of number in a session that a code for a typed number opened: refused, the account may be a stranger’s', async () => {
    const typed = await typeNumber();
    expect((await start(typed.access)).json().channels).toEqual(['telegram']);
  });

  test('the link is for the account’s own Telegram: another one gets no card and ends nothing', async () => {
    const account = await signUp();
    const browser = (await start(account.access)).json();
    const nonce = new URL(browser.telegram.url).searchParams.get('start') ?? '';
    for (const { telegramId } of [await signUp(), somebody()])
      expectError(await press.open(nonce, telegramId), 403, 'other_telegram');
    expect(await press.state(browser)).toBe('waiting');
    expect((await press.open(nonce, account.telegramId)).statusCode).toBe(200);
  });

  test('not after the session has ended or the account was disabled', async () => {
    for (const end of [
      (id: string) => api.sql.query('UPDATE sessions SET ended_at = now() WHERE user_id = $1', [id]),
      (id: string) => api.sql.query('UPDATE users SET disabled_at = now() WHERE id = $1', [id]),
    ]) {
      const account = await signUp();
      const { browser, code } = await sendTo(account, somebody().phone);
      await end(account.id);
      expectError(await press.verify(browser, code, bearer(account.access)), 401, 'session_invalid');
      expect(await numberOf(account.id)).toMatchObject({ phone: account.phone });
    }
  });

  test('three times a day', async () => {
    const account = await signUp();
    const { browser, code } = await sendTo(account, somebody().phone);
    for (let i = 0; i < 3; i++) expect((await change(account, somebody().phone)).statusCode).toBe(200);
    expectError(await start(account.access), 429, 'change_limit');
    expectError(await press.verify(browser, code, bearer(account.access)), 429, 'change_limit');
    await api.sql.query(`UPDATE budgets SET hits = ARRAY(SELECT hit - interval '1 day' FROM unnest(hits) hit)
      WHERE subject = 'change:${account.id}'`);
    expect((await change(account, somebody().phone)).statusCode).toBe(200);
  });
});

describe('races', () => {
  test('16 parallel answers with one code change it once', async () => {
    const account = await signUp();
    const { browser, code } = await sendTo(account, somebody().phone);
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => press.verify(browser, code, bearer(account.access))),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(16).fill(200));
    expect((await alertsOf(account)).length).toBe(1);
  });

  test('16 accounts that prove one number: one gets it', async () => {
    const { phone } = somebody();
    const accounts = await Promise.all(Array.from({ length: 16 }, () => signUp()));
    const browsers = await Promise.all(accounts.map((account) => approve(account, phone)));
    const answers = await Promise.all(
      browsers.map((browser, i) => press.collect(browser, bearer(accounts[i]?.access ?? ''))),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    for (const answer of answers) if (answer.statusCode !== 200) expectError(answer, 409, 'number_taken');
    const { rows } = await api.sql.query('SELECT id FROM users WHERE phone = $1', [phone]);
    expect(rows).toHaveLength(1);
  });

  test.for([0, 5, 10, 15])(
    'a change before %i of 15 registrations of that number: one account has it',
    async (later) => {
      const [account, newcomer] = [await signUp(), somebody()];
      const browser = await approve(account, newcomer.phone);
      const code = await api.issue(newcomer);
      const register = () => api.register(newcomer.phone, code, { device_id: 'n' }, fromElsewhere());
      const changing = () => press.collect(browser, bearer(account.access));
      const registering = Array.from({ length: 15 - later }, register);
      const collected = await changing();
      const registered = await Promise.all([...registering, ...Array.from({ length: later }, register)]);

      const { rows } = await api.sql.query('SELECT id FROM users WHERE phone = $1', [newcomer.phone]);
      expect(rows).toHaveLength(1);
      const isChanged = rows[0].id === account.id;
      expect(collected.statusCode).toBe(isChanged ? 200 : 409);
      const statuses = registered.map(({ statusCode }) => statusCode).sort();
      // the refusal uses the code up; a sign-in is repeated to the same device
      if (isChanged) expect(statuses).toEqual([...Array(14).fill(400), 409]);
      else expect(statuses).toEqual(Array(15).fill(201));
    },
  );
});

describe('“it was not me”', () => {
  test('gives the old number back, ends every session, and counts once', async () => {
    const account = await signUp();
    const [first, second] = [somebody(), somebody()];
    await change(account, first.phone);
    await change(account, second.phone);
    const told = await alertsOf(account);
    expect(told).toHaveLength(2);
    expectError(await press.undo(told[0].id, first.telegramId), 404, 'not_found');
    expect((await press.undo(told[0].id, account.telegramId)).json().account).toMatch(/^\+998 90 •••/);
    expect(await numberOf(account.id)).toEqual({ phone: account.phone, proved: true });
    expectError(await api.me(account.access), 401, 'session_invalid');
    for (const { id } of told) expect((await press.undo(id, account.telegramId)).statusCode).toBe(200);
    expect(await numberOf(account.id)).toMatchObject({ phone: account.phone });
    await api.pass('5 minutes');
    await sms.ask(second.phone);
    const other = await sms.enter(second.phone, gateway.code(second.phone));
    expect(other.json().user.id).not.toBe(account.id);
    const ended = (await eventsWith(api, { user_id: account.id })).filter(({ data }) => data['reason'] === 'not_me');
    expect(ended.map(({ type }) => type).sort()).toEqual(['session.ended', 'user.phone_changed']);
  });

  test('leaves no number where somebody has taken the old one, and ends what is being changed', async () => {
    const account = await signUp();
    await change(account, somebody().phone);
    const [told] = await alertsOf(account);
    await sms.ask(account.phone);
    await sms.enter(account.phone, gateway.code(account.phone));
    const waiting = (await start(account.access)).json();
    expect((await press.undo(told.id, account.telegramId)).json()).toEqual({ account: null });
    expect(await numberOf(account.id)).toEqual({ phone: null, proved: false });
    expect(await press.state(waiting)).toBe('declined');
  });

  test('is too late after a day', async () => {
    const account = await signUp();
    await change(account, somebody().phone);
    const [told] = await alertsOf(account);
    await api.sql.query("UPDATE alerts SET created_at = created_at - interval '25 hours' WHERE id = $1", [told.id]);
    expectError(await press.undo(told.id, account.telegramId), 404, 'not_found');
  });

  test('of a sign-in undoes the changes that its device made', async () => {
    const account = await signUp();
    await api.pass('1 minute');
    const { access } = await api.signIn(account, { device_id: 'stolen' });
    const [signIn] = await alertsOf(account);
    await change({ ...account, access }, somebody().phone);
    expect((await press.disown(signIn.id, account.telegramId)).statusCode).toBe(204);
    expect(await numberOf(account.id)).toEqual({ phone: account.phone, proved: true });
  });
});

test('a deleted account leaves no trace of its changes', async () => {
  const account = await signUp();
  await change(account, somebody().phone);
  const left = (await start(account.access)).json();
  await api.app.inject({ method: 'DELETE', url: '/api/v1/auth/me/', ...bearer(account.access) });
  const { rows } = await api.sql.query(
    `SELECT (SELECT count(*)::int FROM challenges WHERE id = $2 OR user_id = $1) AS challenges,
      (SELECT count(*)::int FROM alerts WHERE user_id = $1) AS alerts,
      (SELECT count(*)::int FROM budgets WHERE subject = 'change:' || $1::text) AS budgets`,
    [account.id, left.id],
  );
  expect(rows).toEqual([{ challenges: 0, alerts: 0, budgets: 0 }]);
});
