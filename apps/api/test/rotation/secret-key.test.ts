import { beforeEach, describe, expect, test } from 'vitest';
import { fieldsOf, signInitData, withMiniApp } from '../support/mini-app.ts';
import { signUp, usePress, withBot } from '../support/press.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { useHeldGateway } from '../support/sms/held-gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { expectError, fromElsewhere, SECRET_KEY, somebody, useApi, wrong } from '../support/test-api.ts';

const gateway = useGateway();
const heldGateway = useHeldGateway();
const api = useApi(() => ({ ...withBot, ...withMiniApp, ...gateway.environment() }));
const press = usePress(api);
const { ask, enter } = smsCalls(api);

const NEXT = 'next-secret-key-of-the-tests-0123456789abcdef';

/** Replaces SECRET_KEY under an api that has made something with the old one. */
const rotate = () => api.deploy({ SECRET_KEY: `${NEXT},${SECRET_KEY}` });

beforeEach(() => api.deploy({ SECRET_KEY }));

describe('a code that was issued under the previous SECRET_KEY', () => {
  test('signs a newcomer up, by the statement that skips the read', async () => {
    const person = somebody();
    const code = await api.issue(person);
    await rotate();
    expect((await api.register(person.phone, code)).statusCode).toBe(201);
  });

  test('signs an account in', async () => {
    const person = await signUp(api);
    await api.pass('1 minute');
    const code = await api.issue(person);
    await rotate();
    expect((await api.register(person.phone, code)).statusCode).toBe(200);
  });

  test('opens the same session again for a client that lost the answer', async () => {
    const person = somebody();
    const code = await api.issue(person);
    const device = { device_id: 'phone' };
    await api.register(person.phone, code, device);
    await rotate();
    expect((await api.register(person.phone, code, device)).statusCode).toBe(201);
  });

  test('is refused once SECRET_KEY no longer lists that key', async () => {
    const person = somebody();
    const code = await api.issue(person);
    await api.deploy({ SECRET_KEY: NEXT });
    expectError(await api.register(person.phone, code), 400, 'code_incorrect');
  });

  test('still counts wrong attempts', async () => {
    const person = somebody();
    const code = await api.issue(person);
    await rotate();
    for (let attempt = 1; attempt <= 5; attempt++) await api.register(person.phone, wrong(code), {}, fromElsewhere());
    expectError(await api.register(person.phone, code, {}, fromElsewhere()), 400, 'code_incorrect');
  });
});

describe('a request of the bot that is repeated', () => {
  test('gets the code that it got before, which works', async () => {
    const person = somebody();
    const request = { request_id: 'update-1' };
    const code = await api.issue(person, request);
    await rotate();
    expect(await api.issue(person, request)).toBe(code);
    expect((await api.register(person.phone, code)).statusCode).toBe(201);
  });

  test('gets a code of the new key once one was issued under it', async () => {
    await rotate();
    const person = somebody();
    const code = await api.issue(person, { request_id: 'update-2' });
    await api.deploy({ SECRET_KEY: `${SECRET_KEY},${NEXT}` }); // another process is one step behind
    expect(await api.issue(person, { request_id: 'update-2' })).toBe(code);
  });

  test('is not counted twice if it was refused', async () => {
    const owner = await signUp(api);
    const { telegramId } = somebody();
    const foreign = { proof: 'typed', request_id: 'update-3' };
    expectError(await api.create({ telegramId, phone: owner.phone }, foreign), 409, 'contact_required');
    await rotate();
    expectError(await api.create({ telegramId, phone: owner.phone }, foreign), 409, 'contact_required');
    const { rows } = await api.sql.query('SELECT cardinality(hits) AS asked FROM budgets WHERE subject = $1', [
      `ask:tg:${telegramId}`,
    ]);
    expect(rows).toEqual([{ asked: 1 }]);
  });
});

describe('an SMS code', () => {
  test('is the same when it is sent again, and both SMS work', async () => {
    const { phone } = somebody();
    await ask(phone);
    const code = gateway.code(phone);
    await rotate();
    await api.pass('61 seconds');
    expect((await ask(phone)).statusCode).toBe(200);
    expect(gateway.sms(phone)).toHaveLength(2);
    expect(gateway.code(phone)).toBe(code);
    expect((await enter(phone, code)).statusCode).toBe(200);
  });

  test('of a browser’s challenge is the same when it is sent again, and signs in', async () => {
    const { phone } = somebody();
    const browser = await press.start();
    expect((await press.send(browser, phone)).statusCode).toBe(200);
    const code = gateway.code(phone);
    await rotate();
    await api.pass('61 seconds');
    expect((await press.send(browser, phone)).statusCode).toBe(200);
    expect(gateway.code(phone)).toBe(code);
    expect((await press.verify(browser, code)).statusCode).toBe(201);
  });

  test('of a browser’s challenge signs in without another SMS', async () => {
    const { phone } = somebody();
    const browser = await press.start();
    await press.send(browser, phone);
    await rotate();
    expect((await press.verify(browser, gateway.code(phone))).statusCode).toBe(201);
  });
});

describe('a press', () => {
  /** Several: one of three numbers is right by chance. */
  const SEVERAL = Array.from({ length: 6 });

  test('that started before goes on: link, card, number and secret belong together', async () => {
    const started = await Promise.all(
      SEVERAL.map(async () => ({ person: await signUp(api), ...(await press.start()) })),
    );
    await rotate();
    for (const { person, ...browser } of started) {
      const card = (await press.open(browser.nonce, person.telegramId)).json();
      expect(card.choices).toContain(browser.number);
      const decided = await press.decide(card.ref, person.telegramId, { choice: browser.number });
      expect(decided.json()).toEqual({ state: 'approved' });
      expect((await press.collect(browser)).statusCode).toBe(200);
    }
  });

  test('of a newcomer shows the same card after the contact', async () => {
    const opened = await Promise.all(
      SEVERAL.map(async () => {
        const person = somebody();
        const browser = await press.start();
        return { person, ...browser, card: (await press.open(browser.nonce, person.telegramId)).json() };
      }),
    );
    await rotate();
    for (const { person, card, ...browser } of opened) {
      const after = (await press.contact(person.telegramId, person.phone)).json();
      expect(after.choices).toEqual(card.choices);
      await press.decide(card.ref, person.telegramId, { choice: browser.number });
      expect((await press.collect(browser)).statusCode).toBe(201);
    }
  });

  test('that started under the new key goes on at a process that still signs with the old one', async () => {
    const person = await signUp(api);
    await rotate();
    const browser = await press.start();
    await api.deploy({ SECRET_KEY: `${SECRET_KEY},${NEXT}` });
    const card = (await press.open(browser.nonce, person.telegramId)).json();
    await press.decide(card.ref, person.telegramId, { choice: browser.number });
    expect((await press.collect(browser)).statusCode).toBe(200);
  });
});

test('a number is proved by a press that started before, and its token verifies by the public keys', async () => {
  const person = await signUp(api);
  const browser = await press.start({ purpose: 'prove_number' });
  const card = (await press.open(browser.nonce, person.telegramId)).json();
  await press.decide(card.ref, person.telegramId, { choice: browser.number });
  await rotate();
  const { phone_token: token, phone } = (await press.collect(browser)).json();
  expect(phone).toBe(person.phone);
  const { kid } = JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString());
  const { keys } = (await api.get('/.well-known/jwks.json')).json();
  expect(keys[0].kid).toBe(kid); // of the new value
  await api.deploy({ SECRET_KEY: `${SECRET_KEY},${NEXT}` });
  expect((await press.collect(browser)).json().phone).toBe(person.phone);
});

test('a Mini App’s data does not work once more under the new key', async () => {
  const person = await signUp(api);
  const initData = signInitData(fieldsOf({ id: person.telegramId, first_name: 'Aziza' }));
  const signIn = () => api.post('/api/v1/auth/telegram/mini-app/', { init_data: initData }, fromElsewhere());
  expect((await signIn()).statusCode).toBe(200);
  await rotate();
  expectError(await signIn(), 400, 'init_data_invalid');
});

test('an SMS that was sent under the previous key is reported at its own URL', async () => {
  const held = { ...heldGateway.environment(), PUBLIC_URL: 'https://api.example.uz' };
  await api.deploy({ SECRET_KEY, ...held });
  const { phone } = somebody();
  const asked = ask(phone);
  const sms = await heldGateway.next();
  sms.accept();
  await asked;
  await api.deploy({ SECRET_KEY: `${NEXT},${SECRET_KEY}`, ...held });
  const { pathname } = new URL(sms.callbackUrl ?? '');
  const report = await api.post(pathname, { request_id: sms.id, status: 'DELIVRD' });
  expect(report.statusCode, report.body).toBe(204);
});

test('tokens of the previous key are accepted, and a refresh replaces them', async () => {
  const { access, refresh } = await api.signIn(somebody());
  await rotate();
  expect((await api.me(access)).statusCode).toBe(200);
  const { json } = await api.post('/api/v1/auth/token/refresh/', { refresh });
  await api.deploy({ SECRET_KEY: NEXT });
  expect((await api.me(json().access)).statusCode).toBe(200);
  expect((await api.post('/api/v1/auth/token/refresh/', { refresh: json().refresh })).statusCode).toBe(200);
  expectError(await api.me(access), 401, 'session_invalid');
});

test('the public keys of both values are listed, the one that signs first', async () => {
  const kids = async (value: string): Promise<string[]> => {
    await api.deploy({ SECRET_KEY: value });
    return (await api.get('/.well-known/jwks.json')).json().keys.map(({ kid }: { kid: string }) => kid);
  };
  const [old = '', ...others] = await kids(SECRET_KEY);
  expect(others).toEqual([]);
  const [next = ''] = await kids(NEXT);
  expect(await kids(`${SECRET_KEY},${NEXT}`)).toEqual([old, next]);
  expect(await kids(`${NEXT},${SECRET_KEY}`)).toEqual([next, old]);
});
