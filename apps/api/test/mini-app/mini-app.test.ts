import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fieldsOf, signInitData, withMiniApp } from '../support/mini-app.ts';
import { usePress, withBot } from '../support/press.ts';
import { type Answer, expectError, fromElsewhere, type Person, somebody, useApi } from '../support/test-api.ts';

const api = useApi({ ...withBot, ...withMiniApp });
const press = usePress(api);

const PHONE = { device_id: 'telegram-on-the-phone' };

const dataOf = ({ telegramId }: Person, more: object = {}) =>
  fieldsOf({ id: telegramId, first_name: 'Aziza', ...more });
const signIn = (initData: string, more: object = PHONE, headers: Record<string, string> = {}): Promise<Answer> =>
  api.post('/api/v1/auth/telegram/mini-app/', { init_data: initData, ...more }, { ...fromElsewhere(), headers });

/** Somebody with an account. */
async function member(): Promise<Person> {
  const person = somebody();
  await api.signIn(person, { device_id: 'browser' });
  await api.pass('1 minute');
  return person;
}

/** The alerts of a person, each acknowledged. */
async function alertsOf({ telegramId }: Person) {
  const { alerts } = (await press.alerts({ limit: 100 })).json();
  await press.acknowledge(alerts.map(({ id }: { id: string }) => id));
  return alerts.filter(({ telegram_id }: { telegram_id: number }) => telegram_id === telegramId);
}

async function sessionsOf({ telegramId }: Person): Promise<number> {
  const { rows } = await api.sql.query(
    'SELECT sessions.id FROM sessions JOIN users ON users.id = user_id WHERE telegram_id = $1',
    [telegramId],
  );
  return rows.length;
}

test('a person with an account is signed in without any step', async () => {
  const person = await member();
  const answer = await signIn(signInitData(dataOf(person)), { ...PHONE, device_name: 'Telegram, Android' });
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.json()).toMatchObject({ is_new: false, user: { phone: person.phone, telegram_id: person.telegramId } });
  expect(answer.cookies.map(({ name }) => name).sort()).toEqual(['access_token', 'refresh_token', 'remembered_device']);
  expect((await api.me(answer.json().tokens.access)).statusCode).toBe(200);
  const { rows } = await api.sql.query('SELECT device_name, proof FROM sessions WHERE device_id = $1', [
    PHONE.device_id,
  ]);
  expect(rows).toContainEqual({ device_name: 'Telegram, Android', proof: 'approval' });
});

test('a newcomer shares their contact with the bot once, and gets an account by the same data', async () => {
  const person = somebody();
  const data = signInitData(dataOf(person, { last_name: 'Karimova' }));
  expectError(await signIn(data), 409, 'contact_required');
  expectError(await signIn(data), 409, 'contact_required');
  const shared = await press.contact(person.telegramId, person.phone);
  expect(shared.json()).toMatchObject({ choices: [], needs_contact: false });
  const answer = await signIn(data);
  expect(answer.statusCode, answer.body).toBe(201);
  expect(answer.json()).toMatchObject({
    is_new: true,
    user: { phone: person.phone, telegram_id: person.telegramId, full_name: 'Aziza Karimova', is_verified: true },
  });
  expect(await alertsOf(person)).toEqual([]);
});

test('a newcomer without a device_id gets an account too', async () => {
  const person = somebody();
  const data = signInitData(dataOf(person));
  expectError(await signIn(data, {}), 409, 'contact_required');
  await press.contact(person.telegramId, person.phone);
  expect((await signIn(data, {})).statusCode).toBe(201);
  expectError(await signIn(data, {}), 400, 'init_data_invalid');
});

test('a person who got an account by other means after opening the Mini App is signed in by the same data', async () => {
  const person = somebody();
  const data = signInitData(dataOf(person));
  expectError(await signIn(data), 409, 'contact_required');
  await api.signIn(person, { device_id: 'browser' });
  expect((await signIn(data)).statusCode).toBe(200);
});

test('the contact of somebody else does not help', async () => {
  const [person, other] = [somebody(), somebody()];
  const data = signInitData(dataOf(person));
  expectError(await signIn(data), 409, 'contact_required');
  expectError(await press.contact(other.telegramId, person.phone), 404, 'not_found');
  expectError(await signIn(data), 409, 'contact_required');
});

describe('Mini App data forged, replayed, stale, of another bot: refused', () => {
  test('forged, or of another bot: another key, a changed field, a removed field, another bot, no signature', async () => {
    const [person, victim] = [await member(), await member()];
    const fields = dataOf(person);
    const data = signInitData(fields);
    const { privateKey } = generateKeyPairSync('ed25519');
    const forged = [
      signInitData(dataOf(victim), { key: privateKey }),
      data.replace(String(person.telegramId), String(victim.telegramId)),
      data.replace(/query_id=[^&]*&/, ''),
      data.replace(/signature=[^&]*&/, ''),
      signInitData(fields, { botId: '7000000002' }),
      '',
      'signature',
    ];
    for (const text of forged) expectError(await signIn(text), 400, 'init_data_invalid');
    expect((await signIn(data)).statusCode).toBe(200);
  });

  test('stale, or from the future', async () => {
    const person = await member();
    const now = Math.floor(Date.now() / 1_000);
    for (const authDate of [now - 330, now + 90]) {
      const text = signInitData(fieldsOf({ id: person.telegramId }, authDate));
      expectError(await signIn(text), 400, 'init_data_invalid');
    }
  });

  test('replayed from another device or browser, or late', async () => {
    const person = await member();
    const data = signInitData(dataOf(person));
    const [first, again] = [await signIn(data), await signIn(data)];
    expect(first.statusCode).toBe(200);
    expect(again.json().tokens.refresh).toBe(first.json().tokens.refresh);
    const padded = data.replace('&hash', '%3D%3D&hash'); // another text, the same signature
    for (const text of [data, padded]) {
      expectError(await signIn(text, { device_id: 'of-the-thief' }), 400, 'init_data_invalid');
      expectError(await signIn(text, {}), 400, 'init_data_invalid');
      expectError(await signIn(text, PHONE, { 'user-agent': 'the thief’s' }), 400, 'init_data_invalid');
    }
    await api.pass('61 seconds');
    expectError(await signIn(data), 400, 'init_data_invalid');
  });

  test('replayed by another device before the newcomer has an account, and the reverse', async () => {
    const person = somebody();
    const data = signInitData(dataOf(person));
    expectError(await signIn(data), 409, 'contact_required');
    await press.contact(person.telegramId, person.phone);
    expectError(await signIn(data, { device_id: 'of-the-thief' }), 400, 'init_data_invalid');
    expect((await signIn(data)).statusCode).toBe(201);
  });
});

test('the same data 16 times at once opens one session; another device gets none of it', async () => {
  const person = await member();
  const before = await sessionsOf(person);
  const data = signInitData(dataOf(person));
  const answers = await Promise.all(Array.from({ length: 16 }, () => signIn(data)));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(16).fill(200));
  expect(new Set(answers.map((answer) => answer.json().tokens.refresh)).size).toBe(1);
  expect(await sessionsOf(person)).toBe(before + 1);

  const next = signInitData(dataOf(person));
  const race = await Promise.all(Array.from({ length: 16 }, (_, n) => signIn(next, { device_id: `device-${n % 2}` })));
  const won = race.filter(({ statusCode }) => statusCode === 200);
  expect(won).toHaveLength(8);
  expect(new Set(won.map((answer) => answer.json().tokens.refresh)).size).toBe(1);
});

test('a disabled account stays shut, and the data is used up', async () => {
  const person = await member();
  await api.sql.query('UPDATE users SET disabled_at = now() WHERE telegram_id = $1', [person.telegramId]);
  const data = signInitData(dataOf(person));
  expectError(await signIn(data), 403, 'account_disabled');
  await api.sql.query('UPDATE users SET disabled_at = NULL WHERE telegram_id = $1', [person.telegramId]);
  expectError(await signIn(data), 400, 'init_data_invalid');
});

test('a number that another person has proved is a conflict', async () => {
  const owner = await member();
  const newcomer = somebody();
  const data = signInitData(dataOf(newcomer));
  expectError(await signIn(data), 409, 'contact_required');
  await press.contact(newcomer.telegramId, owner.phone);
  expectError(await signIn(data), 409, 'phone_conflict');
});

test('a contact after three minutes comes too late', async () => {
  const person = somebody();
  const data = signInitData(dataOf(person));
  expectError(await signIn(data), 409, 'contact_required');
  await api.pass('181 seconds');
  expectError(await press.contact(person.telegramId, person.phone), 404, 'not_found');
  expectError(await signIn(data), 400, 'init_data_invalid');
});

test('a sign-in on a device that the account has not used is told in Telegram, and can be disowned', async () => {
  const person = await member();
  const { tokens } = (await signIn(signInitData(dataOf(person)))).json();
  const [alert] = await alertsOf(person);
  expect(alert).toMatchObject({ kind: 'new_device', telegram_id: person.telegramId });
  expect((await press.disown(alert.id, person.telegramId)).statusCode).toBe(204);
  expectError(await api.me(tokens.access), 401, 'session_invalid');
});

test('a sign-in on a device that the account has used is not told', async () => {
  const person = await member();
  await signIn(signInitData(dataOf(person)), { device_id: 'browser' });
  expect(await alertsOf(person)).toEqual([]);
});

test('nobody opens a Mini App’s challenge by a link, or collects it by a secret', async () => {
  const person = somebody();
  const data = signInitData(dataOf(person));
  await signIn(data);
  const { rows } = await api.sql.query('SELECT id FROM challenges WHERE telegram_id = $1', [person.telegramId]);
  const { signature = '' } = Object.fromEntries(new URLSearchParams(data));
  expectError(await press.open(signature.slice(0, 64), person.telegramId), 404, 'not_found');
  expectError(await press.wait({ id: rows[0].id, secret: signature }), 404, 'not_found');
  expectError(await press.collect({ id: rows[0].id, secret: '' }), 404, 'not_found');
});

test('neither the data nor its signature is in the log or the database', async () => {
  const data = signInitData(dataOf(await member()));
  await signIn(data);
  const { signature = '' } = Object.fromEntries(new URLSearchParams(data));
  expect(api.log.join('\n')).not.toContain(signature);
  const { rows } = await api.sql.query("SELECT count(*)::int FROM challenges WHERE nonce_digest = decode($1, 'hex')", [
    Buffer.from(signature, 'base64url').toString('hex'),
  ]);
  expect(rows).toEqual([{ count: 0 }]);
});
