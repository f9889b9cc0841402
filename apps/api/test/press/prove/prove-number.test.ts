import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { collectChallenge } from '../../../src/features/press/browser/collect-challenge.ts';
import { verifyCode } from '../../../src/features/press/browser/verify-code.ts';
import { collectNumber, verifyNumber } from '../../../src/features/press/prove/prove-number.ts';
import { besideTransaction, untilLocked } from '../../support/database/locks.ts';
import { eventsWith } from '../../support/events.ts';
import { people } from '../../support/people.ts';
import { otherThan, signUp, usePress, withBot } from '../../support/press.ts';
import { useGateway } from '../../support/sms/gateway.ts';
import { smsCalls } from '../../support/sms/sms-calls.ts';
import {
  type Answer,
  expectError,
  fromElsewhere,
  type Person,
  somebody,
  useApi,
  WEB_ORIGIN,
  wrong,
} from '../../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => ({ ...withBot, ...gateway.environment() }));
const press = usePress(api);
const sms = smsCalls(api);

beforeAll(async () => {
  await api.sql.query(`INSERT INTO clients (id, name, redirect_uris, is_own, disabled_at) VALUES
    ('ijara', 'Ijara', '{}', false, NULL), ('closed', 'Closed', '{}', false, now())`);
});

const start = (more: object = {}) => press.start({ purpose: 'prove_number', ...more }, fromElsewhere());
type Browser = Awaited<ReturnType<typeof start>>;

/** A challenge that this person has approved. */
const approve = (person: Person, more: object = {}) => press.approve(person, { purpose: 'prove_number', ...more });

async function sendTo(phone: string): Promise<{ browser: Browser; code: string }> {
  const browser = await start();
  const sent = await press.send(browser, phone);
  expect(sent.statusCode, sent.body).toBe(200);
  return { browser, code: gateway.code(phone) };
}

/** A person whose number was typed and never proved. */
async function typeNumber(): Promise<Person> {
  const person = somebody();
  const code = await api.issue(person, { proof: 'typed' });
  expect((await api.register(person.phone, code, {}, fromElsewhere())).statusCode).toBe(201);
  return person;
}

/** Everything that a sign-in would change. */
async function everything(): Promise<unknown> {
  const { rows } = await api.sql.query(`SELECT
    (SELECT jsonb_agg(users ORDER BY id) FROM users) AS users,
    (SELECT jsonb_agg(sessions ORDER BY id) FROM sessions) AS sessions,
    (SELECT jsonb_agg(alerts ORDER BY id) FROM alerts) AS alerts`);
  return rows;
}

const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString());

/** The claims of a phone token, after its signature and type were checked as a client's server does. */
async function readToken(answer: Answer) {
  expect(answer.statusCode, answer.body).toBe(200);
  const { phone_token: token } = answer.json();
  const [header, payload, signature = ''] = token.split('.');
  const { kid, alg, typ } = decode(header);
  expect({ alg, typ }).toEqual({ alg: 'ES256', typ: 'phone+jwt' });
  const { keys } = (await api.get('/.well-known/jwks.json')).json();
  const key = createPublicKey({ format: 'jwk', key: keys.find((jwk: JsonWebKey) => jwk['kid'] === kid) });
  const signed = Buffer.from(`${header}.${payload}`);
  expect(
    verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url')),
    'the signature',
  ).toBe(true);
  return decode(payload);
}

async function provedPhone(answer: Answer): Promise<string> {
  return (await readToken(answer)).phone_number;
}

describe('the press', () => {
  test('a person with a proved number approves: a token for the site and no session', async () => {
    const person = somebody();
    const { user } = await api.signIn(person);
    const before = await everything();
    const browser = await start();
    const card = (await press.open(browser.nonce, person.telegramId)).json();
    expect(card).toMatchObject({
      purpose: 'prove_number',
      site: 'localhost:5173',
      account: expect.stringMatching(/^\+998 90 ••• \d\d \d\d$/),
      needs_contact: false,
    });
    expect(card).not.toHaveProperty('client');
    expectError(await press.collect(browser), 409, 'challenge_pending');
    await press.decide(card.ref, person.telegramId, { choice: browser.number });

    const now = Math.floor(Date.now() / 1000);
    const answer = await press.collect(browser);
    const claims = await readToken(answer);
    expect(claims).toEqual({
      iss: WEB_ORIGIN,
      aud: 'raqam',
      phone_number: person.phone,
      phone_number_verified: true,
      amr: ['mca', 'x_telegram'],
      jti: browser.id,
      iat: expect.any(Number),
      exp: claims.iat + 300,
    });
    expect(claims.iat - now).toBeLessThanOrEqual(60);
    expect(answer.json()).toEqual({
      phone_token: expect.any(String),
      phone: person.phone,
      expires_at: new Date(claims.exp * 1000).toISOString(),
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(await everything()).toEqual(before);
    expect(await press.state(browser)).toBe('collected');
    expect(await eventsWith(api, { challenge: browser.id })).toMatchObject([
      {
        type: 'number.proved',
        actor: 'user',
        channel: 'telegram',
        user_id: user.id,
        session_id: null,
        data: { client: 'raqam', phone: person.phone.replace(/^(.{6}).*(.{4})$/, '$1•••$2') },
      },
    ]);
    expect(api.log.join()).not.toContain(answer.json().phone_token);
  });

  test('without an account the contact is shared first, and no account is created', async () => {
    const person = somebody();
    const before = await everything();
    const browser = await start();
    const card = (await press.open(browser.nonce, person.telegramId)).json();
    expect(card).toMatchObject({ purpose: 'prove_number', account: null, needs_contact: true });
    expect((await press.decide(card.ref, person.telegramId, { choice: browser.number })).json().state).toBe('opened');
    const shared = (await press.contact(person.telegramId, person.phone)).json();
    expect(shared).toMatchObject({ ref: card.ref, purpose: 'prove_number', needs_contact: false });
    await press.decide(card.ref, person.telegramId, { choice: browser.number });
    const claims = await readToken(await press.collect(browser));
    expect(claims).toMatchObject({ phone_number: person.phone, amr: ['mca', 'x_telegram'] });
    expect(await everything()).toEqual(before);
    expect(await eventsWith(api, { challenge: browser.id })).toMatchObject([{ type: 'number.proved', user_id: null }]);
  });

  test('with a typed number the contact is shared first, and the account stays as it is', async () => {
    const person = await typeNumber();
    const before = await everything();
    const browser = await start();
    const card = (await press.open(browser.nonce, person.telegramId)).json();
    expect(card).toMatchObject({ account: null, needs_contact: true });
    const { phone } = somebody();
    await press.contact(person.telegramId, phone);
    await press.decide(card.ref, person.telegramId, { choice: browser.number });
    expect(await provedPhone(await press.collect(browser))).toBe(phone);
    expect(await everything()).toEqual(before);
  });

  test('an account that has lost its number shares the contact first', async () => {
    const person = await signUp(api);
    await api.sql.query('UPDATE users SET phone = NULL, phone_proved_at = NULL WHERE telegram_id = $1', [
      person.telegramId,
    ]);
    const browser = await start();
    expect((await press.open(browser.nonce, person.telegramId)).json()).toMatchObject({ needs_contact: true });
  });

  test('a number that another account has proved is not proved by a contact, and the challenge is used up', async () => {
    const owner = await signUp(api);
    const before = await everything();
    const browser = await approve({ ...somebody(), phone: owner.phone });
    expectError(await press.collect(browser), 409, 'phone_conflict');
    expectError(await press.collect(browser), 410, 'challenge_ended');
    expect(await everything()).toEqual(before);
    expect(await eventsWith(api, { challenge: browser.id })).toMatchObject([
      { type: 'code.refused', data: { reason: 'phone_conflict' } },
    ]);
  });
});

describe('the number of an approval is the one that the account has when it is collected', () => {
  const changeNumber = (phone: string | null, { telegramId }: Person) =>
    `UPDATE users SET phone = ${phone === null ? 'NULL, phone_proved_at = NULL' : `'${phone}'`} WHERE telegram_id = ${telegramId}`;

  test('another one', async () => {
    const [person, { phone }] = [await signUp(api), somebody()];
    const browser = await approve(person);
    await api.sql.query(changeNumber(phone, person));
    expect(await provedPhone(await press.collect(browser))).toBe(phone);
  });

  test('another one, committed while the collect waits for it', async () => {
    const [person, { phone }] = [await signUp(api), somebody()];
    const browser = await approve(person);
    const collected = await besideTransaction(api, changeNumber(phone, person), async (commit) => {
      const collecting = press.collect(browser);
      await untilLocked(api);
      await commit();
      return collecting;
    });
    expect(await provedPhone(collected)).toBe(phone);
  });

  test('none any more: the contact is required, and the challenge is used up', async () => {
    const person = await signUp(api);
    const browser = await approve(person);
    await api.sql.query(changeNumber(null, person));
    expectError(await press.collect(browser), 409, 'contact_required');
    expectError(await press.collect(browser), 410, 'challenge_ended');
  });

  test('of an account that was disabled: nothing', async () => {
    const person = await signUp(api);
    const browser = await approve(person);
    await api.sql.query('UPDATE users SET disabled_at = now() WHERE telegram_id = $1', [person.telegramId]);
    expectError(await press.collect(browser), 403, 'account_disabled');
  });
});

describe('an SMS', () => {
  test('proves a number that has no account, and creates none', async () => {
    const { phone } = somebody();
    const before = await everything();
    const { browser, code } = await sendTo(phone);
    const answer = await press.verify(browser, code);
    expect(await readToken(answer)).toMatchObject({ phone_number: phone, aud: 'raqam', amr: ['otp', 'sms'] });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(await everything()).toEqual(before);
    expect((await eventsWith(api, { challenge: browser.id })).map(({ type, channel }) => [type, channel])).toEqual([
      ['code.sent', 'sms'],
      ['number.proved', 'sms'],
    ]);
  });

  test.for([
    ['typed', typeNumber],
    ['proved', () => signUp(api)],
  ] as const)(
    'proves the number of an account that was %s, which stays as it is and gets no alert',
    async ([, make]) => {
      const { phone } = await make();
      const before = await everything();
      const { browser, code } = await sendTo(phone);
      expect(await provedPhone(await press.verify(browser, code))).toBe(phone);
      expect(await everything()).toEqual(before);
    },
  );

  test('five failed attempts make the code void, the right one included', async () => {
    const { browser, code } = await sendTo(somebody().phone);
    const failed = await Promise.all(Array.from({ length: 20 }, () => press.verify(browser, wrong(code))));
    for (const answer of failed) expectError(answer, 400, 'code_incorrect');
    expectError(await press.verify(browser, code), 400, 'code_incorrect');
  });

  test('a number that is sent another code meanwhile: the first code proves nothing', async () => {
    const [first, second] = [somebody().phone, somebody().phone];
    const { browser, code } = await sendTo(first);
    expect((await press.send(browser, second)).statusCode).toBe(200);
    expectError(await press.verify(browser, code), 400, 'code_incorrect');
    expect(await provedPhone(await press.verify(browser, gateway.code(second)))).toBe(second);
  });

  test('an expired code is told from a wrong one', async () => {
    const { browser, code } = await sendTo(somebody().phone);
    await api.pass('2 minutes 1 second');
    expectError(await press.verify(browser, code), 400, 'code_expired');
    expectError(await press.verify(browser, wrong(code)), 410, 'challenge_ended');
  });
});

describe('a lost answer', () => {
  test('16 collects at once and those of the next 60 s prove the same number, once', async () => {
    const browser = await approve(await signUp(api));
    const answers = await Promise.all(Array.from({ length: 16 }, () => press.collect(browser)));
    await api.pass('45 seconds');
    answers.push(await press.collect(browser));
    const claims = await Promise.all(answers.map(readToken));
    expect(new Set(claims.map(({ phone_number, jti }) => `${phone_number} ${jti}`)).size).toBe(1);
    await api.pass('16 seconds');
    expectError(await press.collect(browser), 410, 'challenge_ended');
    expect(await eventsWith(api, { challenge: browser.id })).toHaveLength(1);
  });

  test('the right code proves the same number for 60 s, another code or secret nothing', async () => {
    const { phone } = somebody();
    const { browser, code } = await sendTo(phone);
    const answers = await Promise.all(Array.from({ length: 16 }, () => press.verify(browser, code)));
    for (const answer of [...answers, await press.collect(browser)]) expect(await provedPhone(answer)).toBe(phone);
    expectError(await press.verify(browser, wrong(code)), 410, 'challenge_ended');
    const { secret } = await start();
    expectError(await press.verify({ id: browser.id, secret }, code), 404, 'not_found');
    expectError(await press.collect({ id: browser.id, secret }), 404, 'not_found');
    await api.pass('61 seconds');
    expectError(await press.verify(browser, code), 410, 'challenge_ended');
    const events = await eventsWith(api, { challenge: browser.id });
    expect(events.filter(({ type }) => type === 'number.proved')).toHaveLength(1);
  });
});

describe('what ends a sign-in ends a proof', () => {
  test.for<[string, (browser: Browser, person: Person, choices: string[]) => Promise<unknown>]>([
    [
      'a wrong number',
      ({ id, number }, { telegramId }, choices) => press.decide(id, telegramId, { choice: otherThan(number, choices) }),
    ],
    ['“it is not me”', ({ id }, { telegramId }) => press.decide(id, telegramId, { decline: true })],
    ['a second Telegram user', ({ nonce }) => press.open(nonce, somebody().telegramId)],
    ['time', () => api.pass('4 minutes')],
  ])('%s', async ([, end]) => {
    const person = await signUp(api);
    const browser = await start();
    const { choices } = (await press.open(browser.nonce, person.telegramId)).json();
    await end(browser, person, choices);
    await press.decide(browser.id, person.telegramId, { choice: browser.number });
    expectError(await press.collect(browser), 410, 'challenge_ended');
  });

  test('three refused cards of any purpose: none is shown for an hour', async () => {
    const person = await signUp(api);
    for (let cards = 0; cards < 3; cards++) {
      const { id, nonce } = await (cards === 1 ? press.start({}, fromElsewhere()) : start());
      await press.open(nonce, person.telegramId);
      await press.decide(id, person.telegramId, { decline: true });
    }
    expectError(await press.open((await start()).nonce, person.telegramId), 429, 'challenge_limit');
  });

  test('a minute after the approval', async () => {
    const browser = await approve(await signUp(api));
    await api.pass('61 seconds');
    expectError(await press.collect(browser), 410, 'challenge_ended');
  });
});

describe('the purpose never changes', () => {
  const origin = { ip: '::1', user_agent: '', site: 'localhost:5173' };
  const browserOf = { origin, sessionId: undefined, rememberedId: undefined, claim: undefined };
  const noDigests = () => [Buffer.alloc(32)];

  test('a proof opens no account, even by the functions of a sign-in', async () => {
    const approved = await approve(await signUp(api));
    const sent = await sendTo(somebody().phone);
    const before = await everything();
    const ended = { ok: false, error: 'challenge_ended' };
    expect(await collectChallenge({ db: api.db, people }, approved.id, browserOf)).toEqual(ended);
    expect(await verifyCode({ db: api.db, people }, sent.browser.id, noDigests, browserOf)).toEqual(ended);
    expect(await everything()).toEqual(before);
    expect((await press.collect(approved)).json()).not.toHaveProperty('user');
  });

  test('a sign-in proves no number, even by the functions of a proof', async () => {
    const person = await signUp(api);
    const browser = await press.start({}, fromElsewhere());
    expect((await press.open(browser.nonce, person.telegramId)).json().purpose).toBe('sign_in');
    await press.decide(browser.id, person.telegramId, { choice: browser.number });
    const ended = { ok: false, error: 'challenge_ended' };
    expect(await collectNumber({ db: api.db, people }, browser.id, browserOf.origin)).toEqual(ended);
    expect(await verifyNumber({ db: api.db, people }, browser.id, noDigests, browserOf.origin)).toEqual(ended);
    const collected = await press.collect(browser);
    expect(collected.json()).toMatchObject({ user: { phone: person.phone } });
    expect(collected.json()).not.toHaveProperty('phone_token');
  });

  test('the code of a proof signs nobody in by the endpoints that know only number and code', async () => {
    const { phone } = somebody();
    const { browser, code } = await sendTo(phone);
    expectError(await api.register(phone, code, {}, fromElsewhere()), 400, 'code_incorrect');
    expectError(await sms.enter(phone, code), 400, 'code_incorrect');
    expect(await provedPhone(await press.verify(browser, code))).toBe(phone);
  });

  test('the card of a proof disowns no session', async () => {
    const person = await signUp(api);
    const browser = await approve(person);
    await press.collect(browser);
    expectError(await press.disown(browser.id, person.telegramId), 404, 'not_found');
  });
});

describe('the token', () => {
  test('of a number is refused as an access token, in header, cookie and refresh', async () => {
    const { phone_token: token } = (await press.collect(await approve(await signUp(api)))).json();
    expectError(await api.me(token), 401, 'session_invalid');
    const cookie = { headers: { cookie: `access_token=${token}` } };
    expectError(await api.get('/api/v1/auth/me/', cookie), 401, 'session_invalid');
    expectError(await api.post('/api/v1/auth/token/refresh/', { refresh: token }), 401, 'session_invalid');
  });

  test('of a session has another type, which a verifier of phone tokens refuses', async () => {
    const { access } = await api.signIn(somebody());
    expect(decode(access.split('.')[0]).typ).toBe('at+jwt');
    expect(decode(access.split('.')[1])).not.toHaveProperty('phone_number');
  });
});

describe('the client', () => {
  test('is the audience of the token, and the card has its name', async () => {
    const person = await signUp(api);
    const browser = await start({ client_id: 'ijara' });
    const card = (await press.open(browser.nonce, person.telegramId)).json();
    expect(card).toMatchObject({ site: 'localhost:5173', client: 'Ijara' });
    await press.decide(card.ref, person.telegramId, { choice: browser.number });
    expect((await readToken(await press.collect(browser))).aud).toBe('ijara');
    expect(await eventsWith(api, { challenge: browser.id })).toMatchObject([{ data: { client: 'ijara' } }]);
  });

  test('“raqam” is the site itself', async () => {
    const browser = await approve(await signUp(api), { client_id: 'raqam' });
    expect((await readToken(await press.collect(browser))).aud).toBe('raqam');
  });

  test.for<[string, object]>([
    ['unknown', { purpose: 'prove_number', client_id: 'nobody' }],
    ['disabled', { purpose: 'prove_number', client_id: 'closed' }],
    ['empty', { purpose: 'prove_number', client_id: '' }],
    ['of a sign-in, which is always one to the site', { client_id: 'ijara' }],
    ['the same, with the purpose', { purpose: 'sign_in', client_id: 'raqam' }],
  ])('%s: refused by its field', async ([, body]) => {
    const answer = await api.post('/api/v1/auth/challenges/', body, fromElsewhere());
    expectError(answer, 400, 'validation_failed');
    expect(Object.keys(answer.json().error.fields)).toEqual(['client_id']);
  });

  test.for([
    ['disabled', "UPDATE clients SET disabled_at = now() WHERE id = 'short-lived'"],
    ['removed', "DELETE FROM clients WHERE id = 'short-lived'"],
  ] as const)('that is %s before the number is collected gets none', async ([, change]) => {
    await api.sql.query(`INSERT INTO clients (id, name, redirect_uris, is_own) VALUES ('short-lived', 'S', '{}', true)
      ON CONFLICT (id) DO UPDATE SET disabled_at = NULL`);
    const browser = await approve(await signUp(api), { client_id: 'short-lived' });
    await api.sql.query(change);
    expectError(await press.collect(browser), 410, 'challenge_ended');
  });

  test('another purpose is refused by its field', async () => {
    const answer = await api.post('/api/v1/auth/challenges/', { purpose: 'anything' }, fromElsewhere());
    expectError(answer, 400, 'validation_failed');
    expect(Object.keys(answer.json().error.fields)).toEqual(['purpose']);
  });
});
