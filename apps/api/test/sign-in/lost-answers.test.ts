import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { connectDatabase } from '../../src/database/database.ts';
import {
  BOT_SECRET,
  expectError,
  fromElsewhere,
  type Person,
  somebody,
  testConfig,
  useApi,
  wrong,
} from '../support/test-api.ts';

const api = useApi();

const DEVICE = { device_id: 'own' };
const from = (agent: string) => ({ ...fromElsewhere(), headers: { 'user-agent': agent } });
const browser = () => from('browser');

describe('the answer of a redeem is lost after its commit', () => {
  test('the same client with the same code gets the same session; any other client gets none', async () => {
    const person = somebody();
    const code = await api.issue(person);
    const first = await api.register(person.phone, code, DEVICE, browser());
    expect(first.statusCode).toBe(201);

    expectError(await api.register(person.phone, code, {}, browser()), 400, 'code_incorrect');
    expectError(await api.register(person.phone, code, { device_id: 'another' }, browser()), 400, 'code_incorrect');
    expectError(await api.register(person.phone, code, DEVICE, from('another')), 400, 'code_incorrect');
    const again = await api.register(person.phone, code, DEVICE, browser());
    expect(again.statusCode).toBe(201);
    expect(again.json().user).toEqual(first.json().user);
    expect(again.json().tokens.refresh).toBe(first.json().tokens.refresh);
    expect((await api.me(again.json().tokens.access)).statusCode).toBe(200);
    const { rows } = await api.sql.query('SELECT 1 FROM sessions WHERE user_id = $1', [first.json().user.id]);
    expect(rows).toHaveLength(1);
  });

  test('an existing account is not reported as new', async () => {
    const person = somebody();
    await api.signIn(person);
    await api.pass('31 seconds');
    const code = await api.issue(person);
    for (let i = 0; i < 2; i++) {
      const answer = await api.register(person.phone, code, DEVICE, browser());
      expect(answer.statusCode).toBe(200);
      expect(answer.json().is_new).toBe(false);
    }
  });

  test.for<[string, (session: { user: { id: string }; tokens: { access: string; refresh: string } }) => unknown]>([
    ['a minute later', () => api.pass('61 seconds')],
    ['once the session is refreshed', ({ tokens }) => refresh(tokens.refresh)],
    ['once the session is ended', ({ tokens }) => logOut(tokens.access)],
    ['once the account is disabled', ({ user }) => disable(user.id)],
    ['once the account is deleted', ({ tokens }) => deleteMe(tokens.access)],
  ])('%s the code is used like any other', async ([, change]) => {
    const person = somebody();
    const code = await api.issue(person);
    const first = await api.register(person.phone, code, DEVICE, browser());
    await change(first.json());
    expectError(await api.register(person.phone, code, DEVICE, browser()), 400, 'code_incorrect');
  });
  const refresh = (token: string) => api.post('/api/v1/auth/token/refresh/', { refresh: token });
  const logOut = (access: string) =>
    api.post('/api/v1/auth/logout/', '', { headers: { authorization: `Bearer ${access}` } });
  const disable = (id: string) => api.sql.query('UPDATE users SET disabled_at = now() WHERE id = $1', [id]);
  const deleteMe = (access: string) =>
    api.app.inject({ method: 'DELETE', url: '/api/v1/auth/me/', headers: { authorization: `Bearer ${access}` } });

  test('a stranger who knows the device_id has no more tries at a used code than at a live one', async () => {
    const person = somebody();
    const code = await api.issue(person);
    await api.register(person.phone, code, DEVICE, browser());
    for (let i = 0; i < 5; i++) {
      expectError(await api.register(person.phone, wrong(code), DEVICE, browser()), 400, 'code_incorrect');
    }
    expectError(await api.register(person.phone, code, DEVICE, browser()), 400, 'code_incorrect');
  });

  test('a stranger who does not know the device_id neither has a try nor spends the client’s', async () => {
    const person = somebody();
    const code = await api.issue(person);
    await api.register(person.phone, code, DEVICE, browser());
    for (let i = 0; i < 12; i++) {
      expectError(await api.register(person.phone, wrong(code), { device_id: 'x' }, browser()), 400, 'code_incorrect');
    }
    expect((await api.register(person.phone, code, DEVICE, browser())).statusCode).toBe(201);
  });

  test('16 parallel registers of one client all get its one session', async () => {
    const person = somebody();
    const code = await api.issue(person);
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => api.register(person.phone, code, DEVICE, browser())),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(16).fill(201));
    expect(new Set(answers.map((answer) => answer.json().tokens.refresh)).size).toBe(1);
  });

  test('after a connection breaks before the answer, one retry signs the client in', async () => {
    await api.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = api.app.server.address() as AddressInfo; // it listens on TCP
    const proxy = await startLossyProxy(port);
    const person = somebody();
    const body = JSON.stringify({ phone: person.phone, code: await api.issue(person), ...DEVICE });
    const headers = { 'content-type': 'application/json', 'user-agent': 'browser', connection: 'close' };
    const register = () => fetch(`${proxy.url}/api/v1/auth/register/telegram/`, { method: 'POST', body, headers });
    await expect(register()).rejects.toThrow();
    const answer = await register();
    expect(answer.status).toBe(201);
    proxy.server.close();
  });
});

describe('a request_id that the bot sends again', () => {
  const askedBy = ({ telegramId }: Person) => `ask:tg:${telegramId}`;
  const countAsked = async (person: Person) => {
    const { rows } = await api.sql.query('SELECT hits FROM budgets WHERE subject = $1', [askedBy(person)]);
    return rows[0].hits.length;
  };
  const create = (person: Person, request_id: string, more: object = {}) => api.create(person, { request_id, ...more });
  const state: { replica?: Awaited<ReturnType<typeof buildApp>> } = {};
  beforeAll(async () => {
    const { rows } = await api.sql.query('SELECT current_database() AS name');
    const url = Object.assign(new URL(String(api.sql.options.connectionString)), { pathname: `/${rows[0].name}` }).href;
    const db = connectDatabase({ url });
    state.replica = await buildApp({ config: testConfig(url), db, version: 'test', logger: false });
    state.replica.addHook('onClose', () => db.close());
  });
  afterAll(() => state.replica?.close());

  test('gives the same code without a cooldown and without counting as one of the ten', async () => {
    const person = somebody();
    const first = (await create(person, 'tg-1-1')).json();
    for (let i = 0; i < 12; i++) {
      const again = await create(person, 'tg-1-1');
      expect(again.statusCode).toBe(200);
      expect(again.json()).toMatchObject({ code: first.code, expires_at: first.expires_at });
      expect(again.json().remaining_seconds).toBeLessThanOrEqual(600);
      expect(again.json().resend_after_seconds).toBeLessThanOrEqual(30);
    }
    expectError(await create(person, 'tg-1-2'), 429, 'code_cooldown');
    for (let i = 0; i < 9; i++) {
      await api.pass('31 seconds');
      expect((await create(person, `tg-1-${i + 3}`)).statusCode).toBe(200);
    }
    await api.pass('31 seconds');
    expectError(await create(person, 'tg-1-99'), 429, 'code_limit');
  });

  test('gives every concurrent repetition the code of the first', async () => {
    const person = somebody();
    const holder = await api.sql.connect();
    await holder.query('BEGIN');
    await holder.query('INSERT INTO budgets (subject, hits) VALUES ($1, ARRAY[now()])', [askedBy(person)]);
    const requests = Array.from({ length: 8 }, () => create(person, 'tg-1-7'));
    const waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    await expect.poll(async () => (await api.sql.query(waiting)).rowCount).toBe(8);
    await holder.query('ROLLBACK'); // now all of them continue at once
    holder.release();
    const answers = await Promise.all(requests);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(8).fill(200));
    expect(new Set(answers.map((answer) => answer.json().code)).size).toBe(1);
    expect(await countAsked(person)).toBe(1);
    expect((await api.register(person.phone, answers[0]?.json().code)).statusCode).toBe(201);
  });

  test('gives the same code at another process', async () => {
    const person = somebody();
    const first = (await create(person, 'tg-1-8')).json();
    const again = await state.replica?.inject({
      method: 'POST',
      url: '/api/v1/auth/telegram/otp/create/',
      payload: {
        secret_key: BOT_SECRET,
        telegram_id: person.telegramId,
        phone_number: person.phone,
        proof: 'contact',
        request_id: 'tg-1-8',
      },
    });
    expect(again?.json()).toMatchObject({ code: first.code });
  });

  test('gives that code to no other user, and never one that is used, void or expired', async () => {
    const person = somebody();
    const code = (await create(person, 'tg-1-9')).json().code;
    expectError(await create({ ...somebody(), phone: person.phone }, 'tg-1-9'), 429, 'code_cooldown');
    await api.register(person.phone, code);
    expectError(await create(person, 'tg-1-9'), 429, 'code_cooldown');
    await api.pass('11 minutes');
    const later = await create(person, 'tg-1-9'); // as after ten minutes without any bot
    expect(later.statusCode).toBe(200);
    expect((await api.register(person.phone, later.json().code)).statusCode).toBe(200);
  });

  test('does not make a code for another number free', async () => {
    const person = somebody();
    for (let i = 0; i < 10; i++) {
      expect((await create({ ...somebody(), telegramId: person.telegramId }, 'tg-1-11')).statusCode).toBe(200);
    }
    expectError(await create(person, 'tg-1-11'), 429, 'code_limit');
  });

  test('counts once for a refused number', async () => {
    const owner = somebody();
    await api.signIn(owner);
    const typist = { ...somebody(), phone: owner.phone };
    for (let i = 0; i < 12; i++) {
      expectError(await create(typist, 'tg-1-10', { proof: 'typed' }), 409, 'contact_required');
    }
    expect(await countAsked(typist)).toBe(1);
    await api.sql.query('UPDATE users SET phone = NULL WHERE phone = $1', [owner.phone]);
    await api.pass('31 seconds');
    expect((await create(typist, 'tg-1-10', { proof: 'typed' })).statusCode).toBe(200);
  });
});

/** A proxy that breaks the first connection when its answer comes. */
async function startLossyProxy(port: number): Promise<{ server: Server; url: string }> {
  let isFirst = true;
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    const isLost = isFirst;
    isFirst = false;
    client.pipe(upstream);
    client.on('error', () => upstream.destroy());
    upstream.on('data', (data) => (isLost ? client.destroy() : client.write(data)));
    upstream.on('close', () => client.end());
    upstream.on('error', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = server.address() as AddressInfo; // it listens on TCP
  return { server, url: `http://127.0.0.1:${own}` };
}
