import { afterAll, describe, expect, test } from 'vitest';
import { eventsWith, type LoggedEvent } from '../support/events.ts';
import { expectError, fromElsewhere, type Person, somebody, useApi, wrong } from '../support/test-api.ts';

const api = useApi();

/** Without those of codes, which belong to the user once the number does. */
const eventsOf = async (userId: string) =>
  (await eventsWith(api, { user_id: userId })).filter(({ type }) => type !== 'code.sent');
const eventsAt = (phone: string) => eventsWith(api, { phone });
const shorten = (events: LoggedEvent[]) => events.map(({ type, session_id, data }) => ({ type, session_id, data }));
const mask = (phone: string) => `${phone.slice(0, 6)}•••${phone.slice(-4)}`;
/** The data of the event of a sign-in. */
const by = (way: string) => ({ challenge: expect.any(String), way });
const newestChallenge = async (phone: string): Promise<string> =>
  (await api.sql.query('SELECT id FROM challenges WHERE phone = $1 AND is_current', [phone])).rows[0].id;

/** Signs in and returns the user and the id of the session. */
async function signIn(person: Person, more: { proof?: string; device_id?: string } = {}) {
  const { proof = 'contact', ...device } = more;
  await api.pass('31 seconds');
  const answer = await api.register(person.phone, await api.issue(person, { proof }), device, fromElsewhere());
  expect(answer.statusCode, answer.body).toBeLessThan(300);
  const { user, tokens } = answer.json();
  const [, claims = ''] = tokens.access.split('.');
  return { userId: user.id as string, access: tokens.access, sessionId: JSON.parse(atob(claims)).sid as string };
}

afterAll(async () => {
  const { rows } = await api.sql.query("SELECT events::text AS row FROM events WHERE events::text ~ '\\+[0-9]{9}'");
  expect(rows, 'no event has a whole number').toEqual([]);
});

test('a code for the bot', async () => {
  const person = somebody();
  await api.issue(person, { proof: 'typed' });
  expect(await eventsAt(person.phone)).toEqual([
    {
      type: 'code.sent',
      actor: 'bot',
      channel: 'telegram',
      ip: null,
      user_agent: null,
      user_id: null,
      session_id: null,
      data: { challenge: await newestChallenge(person.phone), phone: mask(person.phone), proof: 'typed' },
    },
  ]);
  await api.create(person); // the cooldown refuses it
  expect(await eventsAt(person.phone)).toHaveLength(1);
});

test('a code that is refused for another person’s number, once for each request', async () => {
  const owner = somebody();
  await api.signIn(owner);
  const before = (await eventsAt(owner.phone)).length;
  const typist = { ...somebody(), phone: owner.phone };
  for (let i = 0; i < 3; i++) await api.create(typist, { proof: 'typed', request_id: 'tg-3-1' });
  expect((await eventsAt(owner.phone)).slice(before)).toMatchObject([
    { type: 'code.refused', actor: 'bot', channel: 'telegram', data: { reason: 'contact_required' } },
  ]);
});

test('a registration, and a sign-in of an existing user', async () => {
  const person = somebody();
  const code = await api.issue(person);
  const options = { remoteAddress: '203.0.113.9', headers: { 'user-agent': 'browser' } };
  const { user } = (await api.register(person.phone, code, {}, options)).json();
  const { rows } = await api.sql.query('SELECT id FROM sessions WHERE user_id = $1', [user.id]);
  const origin = { actor: 'user', channel: 'telegram', ip: '203.0.113.9', user_agent: 'browser' };
  const data = { challenge: await newestChallenge(person.phone), way: 'code' };
  const first = { ...origin, user_id: user.id, session_id: rows[0].id, data };
  expect(await eventsOf(user.id)).toEqual([
    { type: 'user.created', ...first },
    { type: 'user.signed_in', ...first },
  ]);

  const again = await signIn(person);
  expect(shorten((await eventsOf(user.id)).slice(2))).toEqual([
    { type: 'user.signed_in', session_id: again.sessionId, data: by('code') },
  ]);
});

test('wrong attempts, until the challenge is void; none for the right one, which is refused then', async () => {
  const person = somebody();
  const code = await api.issue(person);
  const from = { remoteAddress: '203.0.113.10', headers: { 'user-agent': 'guesser' } };
  for (let i = 0; i < 7; i++) await api.register(person.phone, wrong(code), {}, from);
  await api.register(person.phone, code, {}, from);
  const data = { challenge: await newestChallenge(person.phone), phone: mask(person.phone) };
  const failed = { type: 'code.failed', actor: 'user', channel: 'telegram', ip: '203.0.113.10', user_agent: 'guesser' };
  expect((await eventsAt(person.phone)).slice(1)).toEqual(
    [4, 3, 2, 1, 0].map((attempts_left) => ({
      ...failed,
      user_id: null,
      session_id: null,
      data: { ...data, attempts_left },
    })),
  );
});

describe('a limit that is reached', () => {
  const limitsOf = async (phone: string) =>
    (await eventsAt(phone)).filter(({ type }) => type === 'limit.reached').map(({ actor, data }) => ({ actor, data }));

  test('by failed attempts: with the tenth, and not again', async () => {
    const person = somebody();
    for (let codes = 0; codes < 3; codes++) {
      const code = await api.issue(person, { proof: 'typed' });
      for (let i = 0; i < 6; i++) await api.register(person.phone, wrong(code), {}, fromElsewhere());
      await api.pass('31 seconds');
    }
    expect(await limitsOf(person.phone)).toEqual([
      { actor: 'user', data: { limit: 'failed attempts per number', phone: mask(person.phone) } },
    ]);
  });

  test('by codes: with the tenth of a number, and the tenth of a Telegram account', async () => {
    const { phone } = somebody();
    const { telegramId } = somebody();
    for (let i = 0; i < 10; i++) {
      await api.create({ ...somebody(), phone });
      await api.pass('31 seconds');
    }
    await api.create({ ...somebody(), phone }); // refused
    expect(await limitsOf(phone)).toEqual([{ actor: 'bot', data: { limit: 'codes per number', phone: mask(phone) } }]);

    const last = somebody();
    for (let i = 0; i < 9; i++) await api.issue({ ...somebody(), telegramId });
    await api.issue({ telegramId, phone: last.phone });
    expect(await limitsOf(last.phone)).toEqual([
      { actor: 'bot', data: { limit: 'codes per Telegram account', phone: mask(last.phone) } },
    ]);
  });
});

describe('a number that is taken over', () => {
  test('by a newcomer: the squatter loses it, and each living session', async () => {
    const squatter = somebody();
    const ended = await signIn(squatter, { proof: 'typed', device_id: 'ended' });
    await api.post('/api/v1/auth/logout/', '', { headers: { authorization: `Bearer ${ended.access}` } });
    const one = await signIn(squatter, { proof: 'typed', device_id: 'one' });
    const two = await signIn(squatter, { proof: 'typed', device_id: 'two' });
    const before = (await eventsOf(one.userId)).length;

    const owner = await signIn({ ...somebody(), phone: squatter.phone });
    const events = shorten((await eventsOf(one.userId)).slice(before));
    expect(events[0]).toEqual({ type: 'user.phone_lost', session_id: null, data: {} });
    expect(new Set(events.slice(1))).toEqual(
      new Set(
        [one, two].map(({ sessionId }) => ({
          type: 'session.ended',
          session_id: sessionId,
          data: { reason: 'phone_lost' },
        })),
      ),
    );
    expect((await eventsOf(owner.userId)).map(({ type }) => type)).toEqual(['user.created', 'user.signed_in']);
  });

  test('by a user who changes to it', async () => {
    const squatter = somebody();
    const lost = await signIn(squatter, { proof: 'typed' });
    const person = somebody();
    const { userId } = await signIn(person);
    const moved = await signIn({ ...person, phone: squatter.phone });
    expect(shorten(await eventsOf(userId)).slice(2)).toEqual([
      { type: 'user.signed_in', session_id: moved.sessionId, data: by('code') },
      { type: 'user.phone_changed', session_id: null, data: {} },
    ]);
    expect(shorten(await eventsOf(lost.userId)).slice(2)).toEqual([
      { type: 'user.phone_lost', session_id: null, data: {} },
      { type: 'session.ended', session_id: lost.sessionId, data: { reason: 'phone_lost' } },
    ]);
  });

  test('a number that was never proved is exchanged: the sessions by the old one end', async () => {
    const person = somebody();
    const old = await signIn(person, { proof: 'typed', device_id: 'victim' });
    const moved = await signIn({ ...person, phone: somebody().phone });
    expect(shorten(await eventsOf(old.userId)).slice(2)).toEqual([
      { type: 'user.signed_in', session_id: moved.sessionId, data: by('code') },
      { type: 'user.phone_changed', session_id: null, data: {} },
      { type: 'session.ended', session_id: old.sessionId, data: { reason: 'phone_lost' } },
    ]);
  });
});

describe('a session that ends by a sign-in', () => {
  test('on the same device: it is replaced', async () => {
    const person = somebody();
    const first = await signIn(person, { device_id: 'phone' });
    const second = await signIn(person, { device_id: 'phone' });
    expect(shorten(await eventsOf(first.userId)).slice(2)).toEqual([
      { type: 'user.signed_in', session_id: second.sessionId, data: by('code') },
      { type: 'session.ended', session_id: first.sessionId, data: { reason: 'replaced' } },
    ]);
    await api.post('/api/v1/auth/logout/', '', { headers: { authorization: `Bearer ${second.access}` } });
    const third = await signIn(person, { device_id: 'phone' }); // nothing is left to be replaced
    expect(shorten(await eventsOf(first.userId)).slice(4)).toEqual([
      { type: 'session.ended', session_id: second.sessionId, data: { reason: 'logout' } },
      { type: 'user.signed_in', session_id: third.sessionId, data: by('code') },
    ]);
  });

  test('beyond the tenth: the least recently used one ends', async () => {
    const person = somebody();
    const first = await signIn(person);
    for (let i = 0; i < 10; i++) {
      await api.pass('1 hour');
      await signIn(person);
    }
    const ended = (await eventsOf(first.userId)).filter(({ type }) => type === 'session.ended');
    expect(shorten(ended)).toEqual([{ type: 'session.ended', session_id: first.sessionId, data: { reason: 'limit' } }]);
  });
});

describe('an event is committed with its change, or neither is', () => {
  const newcomer = async () => somebody();
  const existing = async () => {
    const person = somebody();
    await api.signIn(person);
    await api.pass('31 seconds');
    return person;
  };

  test.for([
    ['newcomer', newcomer],
    ['known person', existing],
  ] as const)('a %s’s sign-in whose event fails, or whose session fails', async ([, make]) => {
    const person = await make();
    const code = await api.issue(person);
    const count = async () => {
      const { rows } = await api.sql.query(
        `SELECT (SELECT count(*) FROM events)::int AS events, (SELECT count(*) FROM sessions)::int AS sessions,
           (SELECT count(*) FROM users)::int AS users, (SELECT state FROM challenges WHERE phone = $1 AND is_current)`,
        [person.phone],
      );
      return rows[0];
    };
    const before = await count();
    for (const [table, condition] of [
      ['events', "type <> 'user.signed_in'"],
      ['sessions', 'false'],
    ]) {
      await api.sql.query(`ALTER TABLE ${table} ADD CONSTRAINT fails CHECK (${condition}) NOT VALID`);
      expectError(await api.register(person.phone, code), 500, 'internal_error');
      await api.sql.query(`ALTER TABLE ${table} DROP CONSTRAINT fails`);
      expect(await count()).toEqual(before);
    }
    expect((await api.register(person.phone, code)).statusCode).toBeLessThan(300);
    expect(await count()).not.toEqual(before);
  });
});
