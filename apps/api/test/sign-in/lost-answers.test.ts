import type { AddressInfo } from 'node:net';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { connectDatabase } from '../../src/database/database.ts';
import { besideTransaction, untilLocked } from '../support/database/locks.ts';
import { startLossyProxy } from '../support/database/lossy-proxy.ts';
import { databaseUrl } from '../support/database/postgres.ts';
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

async function findDatabaseUrl(): Promise<string> {
  const { rows } = await api.sql.query('SELECT current_database() AS name');
  return databaseUrl(inject('postgresUrl'), rows[0].name);
}

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

  test('a stranger who knows the device_id has no more attempts at a used code than at a live one', async () => {
    const person = somebody();
    const code = await api.issue(person);
    await api.register(person.phone, code, DEVICE, browser());
    for (let i = 0; i < 5; i++) {
      expectError(await api.register(person.phone, wrong(code), DEVICE, browser()), 400, 'code_incorrect');
    }
    expectError(await api.register(person.phone, code, DEVICE, browser()), 400, 'code_incorrect');
  });

  test('a stranger who does not know the device_id has no attempt at it and uses up none of the client’s', async () => {
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
    const proxy = await startLossyProxy(port, () => true);
    const person = somebody();
    const body = JSON.stringify({ phone: person.phone, code: await api.issue(person), ...DEVICE });
    const headers = { 'content-type': 'application/json', 'user-agent': 'browser', connection: 'close' };
    const register = () =>
      fetch(`http://127.0.0.1:${proxy.port}/api/v1/auth/register/telegram/`, { method: 'POST', body, headers });
    await expect(register()).rejects.toThrow();
    const answer = await register();
    expect(answer.status).toBe(201);
    expect(proxy.lost()).toBe(1);
  });
});

describe('PostgreSQL’s answer is lost after its commit', () => {
  /** An api on the same database that loses the answer to its first run of this statement. */
  async function startBehindProxy(statement: string) {
    const server = new URL(inject('postgresUrl'));
    // the name ends with a NUL in PostgreSQL's protocol
    const proxy = await startLossyProxy(Number(server.port), (sent) => sent.includes(`${statement}\0`));
    const url = new URL(await findDatabaseUrl());
    url.hostname = '127.0.0.1';
    url.port = String(proxy.port);
    const db = connectDatabase({ url: url.href });
    const app = await buildApp({ config: testConfig(url.href), db, version: 'test', logger: false });
    onTestFinished(async () => {
      await app.close();
      await db.close();
    });
    const post = (path: string, payload: object, options: InjectOptions = {}) =>
      app.inject({ ...options, method: 'POST', url: path, payload });
    return { proxy, post };
  }

  test.for([
    ['redeem-for-newcomer', 201],
    ['redeem', 200],
  ] as const)('the same client gets the one session of %s, anybody else none', async ([statement, status]) => {
    const person = somebody();
    if (status === 200) {
      await api.signIn(person);
      await api.pass('31 seconds');
    }
    const code = await api.issue(person);
    const { proxy, post } = await startBehindProxy(statement);
    const register = (options: InjectOptions, device: object = DEVICE) =>
      post('/api/v1/auth/register/telegram/', { phone: person.phone, code, ...device }, options);

    expectError(await register(browser()), 503, 'not_ready');
    expect(proxy.lost()).toBe(1);
    const { rows } = await api.sql.query(
      'SELECT sessions.id FROM sessions JOIN users ON users.id = user_id WHERE phone = $1 AND device_id = $2',
      [person.phone, DEVICE.device_id],
    );
    expect(rows).toHaveLength(1);

    expectError(await register(from('another')), 400, 'code_incorrect');
    expectError(await register(browser(), { device_id: 'another' }), 400, 'code_incorrect');
    const [again, thrice] = [await register(browser()), await register(browser())];
    expect(again.statusCode, again.body).toBe(status);
    expect(again.json().is_new).toBe(status === 201);
    expect(thrice.json().tokens.refresh).toBe(again.json().tokens.refresh);
    const sessions = await api.get('/api/v1/auth/sessions/', {
      headers: { authorization: `Bearer ${again.json().tokens.access}` },
    });
    expect(sessions.json().find(({ is_current }: { is_current: boolean }) => is_current).id).toBe(rows[0].id);
    await api.pass('61 seconds');
    expectError(await register(browser()), 400, 'code_incorrect');
  });

  test.for(['open-for-newcomer', 'open-challenge'])(
    'the bot that asks again gets the code of %s',
    async (statement) => {
      const person = somebody();
      if (statement === 'open-challenge') {
        await api.signIn(person);
        await api.pass('31 seconds');
      }
      const { proxy, post } = await startBehindProxy(statement);
      const create = () =>
        post('/api/v1/auth/telegram/otp/create/', {
          secret_key: BOT_SECRET,
          telegram_id: person.telegramId,
          phone_number: person.phone,
          proof: 'contact',
          request_id: 'tg-2-1',
        });
      expectError(await create(), 503, 'not_ready');
      expect(proxy.lost()).toBe(1);
      const answer = await create();
      expect(answer.statusCode, answer.body).toBe(200);
      expect((await api.register(person.phone, answer.json().code)).statusCode).toBeLessThan(300);
    },
  );
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
    const url = await findDatabaseUrl();
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
    const spend = `INSERT INTO budgets (subject, hits) VALUES ('${askedBy(person)}', ARRAY[now()])`;
    const requests = await besideTransaction(api, spend, async () => {
      const started = Array.from({ length: 8 }, () => create(person, 'tg-1-7'));
      await untilLocked(api, 4); // of one number no more run at once
      return started;
    }); // rolled back: now all of them continue at once
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
    expectError(await create({ ...somebody(), phone: person.phone }, 'tg-1-9'), 429, 'code_limit');
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
