import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { createFernet, type Fernet, readFernetKey } from '../../src/encryption/fernet.ts';
import { type Pass, reencrypt } from '../../src/encryption/reencrypt.ts';
import type { OneOrTwo } from '../../src/read-lists.ts';
import { findRotationState, listSealedData } from '../../src/sealed-data.ts';
import { SECRET_KEY, somebody, useApi } from '../support/test-api.ts';

const OLD = 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=';
const NEXT = 'bmV4dC1mZXJuZXQta2V5LW9mLXRoZS10ZXN0cy0wMTI=';
const LOST = 'bG9zdC1mZXJuZXQta2V5LW9mLXRoZS10ZXN0cy0wMTI=';
const NEXT_SECRET = 'next-secret-key-of-the-tests-0123456789abcdef';
const api = useApi({ FERNET_KEY: OLD });

const bytesOf = (key: string) => readFernetKey(key) ?? Buffer.alloc(0);
const fernetOf = (...keys: OneOrTwo<string>): Fernet => {
  const [first, second] = keys;
  return createFernet(second ? [bytesOf(first), bytesOf(second)] : [bytesOf(first)], Date.now, randomBytes);
};
const passportsUnder = (...keys: OneOrTwo<string>) => {
  const [first, second] = keys;
  const fernetKeys = second ? ([bytesOf(first), bytesOf(second)] as const) : ([bytesOf(first)] as const);
  const [, passports] = listSealedData({ secretKeys: [SECRET_KEY], fernetKeys });
  if (passports === undefined) throw new Error('FERNET_KEY encrypts passport numbers');
  return passports;
};
const pass = (keys: OneOrTwo<string>, { mayFinish = true, ...more }: Partial<Pass> = {}) =>
  reencrypt(api.db, passportsUnder(...keys), { mayFinish, ...more });
const stateUnder = (...keys: OneOrTwo<string>) => findRotationState(api.db, passportsUnder(...keys), Date.now());

/** A person with a passport number, which the api has encrypted. */
async function withPassport(passport_id: string) {
  const { access, user } = await api.signIn(somebody());
  const headers = { authorization: `Bearer ${access}` };
  const patched = await api.app.inject({ method: 'PATCH', url: '/api/v1/auth/me/', payload: { passport_id }, headers });
  expect(patched.statusCode, patched.body).toBe(200);
  return { access, id: user.id };
}

async function storedOf(id: string): Promise<string> {
  return (await api.sql.query('SELECT passport_id FROM users WHERE id = $1', [id])).rows[0].passport_id;
}

beforeEach(async () => {
  await api.sql.query("UPDATE users SET passport_id = ''");
  await api.sql.query('DELETE FROM fernet_canary');
  await api.deploy({});
  await stateUnder(OLD);
});

test('passport numbers are encrypted anew in batches, and their owners see them with the new key alone', async () => {
  const people = [];
  for (const number of ['AA1234567', 'AB1234567', 'AC1234567', 'AD1234567', 'AE1234567'])
    people.push({ number, ...(await withPassport(number)) });
  await api.signIn(somebody()); // without a number
  expect(await pass([NEXT, OLD], { batch: 2 })).toEqual([]);
  await api.deploy({ FERNET_KEY: NEXT });
  for (const { id, number, access } of people) {
    expect(fernetOf(NEXT).decrypt(await storedOf(id))).toBe(number);
    expect((await api.me(access)).json().passport_id).toBe(number);
  }
});

test('a number that its owner changes meanwhile is not overwritten', async () => {
  const { id } = await withPassport('AA1234567');
  const changed = fernetOf(OLD).encrypt('BB7654321');
  const data = passportsUnder(NEXT, OLD);
  const run = api.db.run.bind(api.db);
  const db = {
    ...api.db,
    run: async (statement: never, args: never) => {
      const rows = await run(statement, args);
      if (statement === data.columns[0]?.find)
        await api.sql.query('UPDATE users SET passport_id = $1 WHERE id = $2', [changed, id]);
      return rows;
    },
  } as typeof api.db;
  await reencrypt(db, data, { mayFinish: true });
  expect(await storedOf(id)).toBe(changed);
  await pass([NEXT, OLD]);
  expect(fernetOf(NEXT).decrypt(await storedOf(id))).toBe('BB7654321');
});

test('with one value nothing is written', async () => {
  const { id } = await withPassport('AA1234567');
  const before = await storedOf(id);
  await pass([OLD]);
  expect(await storedOf(id)).toBe(before);
});

test('one process at a time: another one that encrypts at this moment stops the pass', async () => {
  const { id } = await withPassport('AA1234567');
  const before = await storedOf(id);
  const other = await api.sql.connect();
  await other.query('SELECT pg_advisory_lock(7269972)');
  await pass([NEXT, OLD]);
  expect(await storedOf(id)).toBe(before);
  expect(await stateUnder(NEXT, OLD)).toBe('running');
  await other.query('SELECT pg_advisory_unlock_all()');
  other.release();
});

test('data of either value matches, that of neither does not', async () => {
  const fernetStateWith = async (FERNET_KEY: string) => {
    await api.deploy({ FERNET_KEY });
    return (await api.get('/readyz')).json().fernet;
  };
  expect(await fernetStateWith(`${NEXT},${OLD}`)).toBe('ok');
  expect(await fernetStateWith(`${OLD},${NEXT}`)).toBe('ok');
  expect(await fernetStateWith(NEXT)).toBe('mismatch');
  expect(await fernetStateWith(`${NEXT},${LOST}`)).toBe('mismatch');
});

describe('the second value may be removed', () => {
  test('after a pass that found nothing to encrypt anew, and not the first one of its process', async () => {
    await withPassport('AA1234567');
    expect(await stateUnder(OLD)).toBe('off');
    expect(await stateUnder(NEXT, OLD)).toBe('running');
    await pass([NEXT, OLD], { mayFinish: false });
    expect(await stateUnder(NEXT, OLD)).toBe('running');
    await pass([NEXT, OLD], { mayFinish: false });
    expect(await stateUnder(NEXT, OLD)).toBe('running');
    await pass([NEXT, OLD]);
    expect(await stateUnder(NEXT, OLD)).toBe('done');
    expect(await stateUnder(NEXT)).toBe('off');
  });

  test('not while a pass has just encrypted something anew: another process may still use the previous value', async () => {
    await withPassport('AA1234567');
    await pass([NEXT, OLD]);
    expect(await stateUnder(NEXT, OLD)).toBe('running');
  });

  test('not while there is data that neither value can read, which is named', async () => {
    const { id } = await withPassport('AA1234567');
    await api.sql.query('UPDATE users SET passport_id = $1 WHERE id = $2', [fernetOf(LOST).encrypt('AA1'), id]);
    expect(await pass([NEXT, OLD])).toEqual(['users.passport_id']);
    expect(await pass([NEXT, OLD])).toEqual(['users.passport_id']);
    expect(await stateUnder(NEXT, OLD)).toBe('running');
  });

  test('for SECRET_KEY two weeks later, when the last refresh token of the previous key has expired', async () => {
    const [vault] = listSealedData({ secretKeys: [NEXT_SECRET, SECRET_KEY], fernetKeys: undefined });
    const [before] = listSealedData({ secretKeys: [SECRET_KEY], fernetKeys: undefined });
    if (vault === undefined || before === undefined) throw new Error('SECRET_KEY encrypts secrets');
    const now = Date.now();
    expect(await findRotationState(api.db, before, now)).toBe('off');
    await reencrypt(api.db, vault, { mayFinish: true });
    const DAY_MS = 24 * 60 * 60 * 1000;
    expect(await findRotationState(api.db, vault, now)).toBe('running');
    expect(await findRotationState(api.db, vault, now + 13 * DAY_MS)).toBe('running');
    expect(await findRotationState(api.db, vault, now + 14 * DAY_MS + 1_000)).toBe('done');
  });
});

test('/readyz says so for each secret', async () => {
  const rotations = async () => (await api.get('/readyz')).json().rotations;
  expect(await rotations()).toEqual({ secret_key: 'off', fernet_key: 'off' });
  await api.deploy({ FERNET_KEY: `${NEXT},${OLD}`, SECRET_KEY: `${NEXT_SECRET},${SECRET_KEY}` });
  expect(await rotations()).toEqual({ secret_key: 'running', fernet_key: 'running' });
  await pass([NEXT, OLD]);
  expect(await rotations()).toEqual({ secret_key: 'running', fernet_key: 'done' });
});
