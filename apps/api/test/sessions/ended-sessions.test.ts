import { describe, expect, test } from 'vitest';
import { eventsWith } from '../support/events.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { expectError, type Person, somebody, useApi } from '../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => gateway.environment());
const { askOn, enter } = smsCalls(api);

const refresh = (token: string) => api.post('/api/v1/auth/token/refresh/', { refresh: token });
const call = (method: 'GET' | 'POST' | 'DELETE', url: string, access: string, payload?: object) =>
  api.app.inject({ method, url, headers: { authorization: `Bearer ${access}` }, ...(payload && { payload }) });
const list = async (access: string) =>
  (await call('GET', '/api/v1/auth/sessions/', access)).json() as { id: string; device_id: string }[];

/** The sessions of one person, one on each device. */
async function signInOn(...devices: string[]) {
  const person = somebody();
  const sessions = [];
  for (const device_id of devices) sessions.push(await signInAgain(person, device_id));
  return { person, sessions };
}

async function signInAgain(person: Person, device_id: string) {
  await api.pass('31 seconds');
  const signedIn = await api.signIn(person, { device_id });
  const { sid } = JSON.parse(Buffer.from(signedIn.access.split('.')[1] ?? '', 'base64url').toString());
  return { ...signedIn, id: sid as string };
}

type SignedIn = Awaited<ReturnType<typeof signInAgain>>;

const endsOf = async ({ id }: SignedIn) =>
  (await eventsWith(api, { session_id: id })).filter(({ type }) => type === 'session.ended');

describe('a session ends', () => {
  test.for<[string, string, (own: SignedIn, other: SignedIn) => Promise<{ statusCode: number }>]>([
    ['by logout', 'logout', (own) => call('POST', '/api/v1/auth/logout/', own.access)],
    [
      'by logout with the refresh token alone',
      'logout',
      (own) => api.post('/api/v1/auth/logout/', { refresh: own.refresh }),
    ],
    [
      'by its id, from another one',
      'revoked',
      (own, other) => call('DELETE', `/api/v1/auth/sessions/${own.id}/`, other.access),
    ],
    [
      'with all others, from another one',
      'revoked',
      (_own, other) => call('DELETE', '/api/v1/auth/sessions/', other.access),
    ],
    [
      'by its device, from another one',
      'revoked',
      (_own, other) => call('POST', '/api/users/logout-device/', other.access, { device_id: 'own' }),
    ],
    [
      'by a refresh token that was replaced long ago',
      'reuse',
      async (own) => {
        const second = (await refresh(own.refresh)).json();
        await refresh(second.refresh);
        return refresh(own.refresh);
      },
    ],
  ])('%s: every token is refused at once, and the event has the reason', async ([, reason, end]) => {
    const { sessions } = await signInOn('own', 'other');
    const [own, other] = sessions as [SignedIn, SignedIn];
    const newest = (await refresh(own.refresh)).json();
    await api.pass('31 seconds');
    await api.me(newest.access);
    expect([204, 401]).toContain((await end({ ...own, ...newest }, other)).statusCode);

    for (const { access, refresh: token } of [own, newest]) {
      expectError(await api.me(access), 401, 'session_invalid');
      expectError(await refresh(token), 401, 'session_invalid');
      expectError(await call('DELETE', `/api/v1/auth/sessions/${other.id}/`, access), 401, 'session_invalid');
    }
    expect((await list(other.access)).map(({ device_id }) => device_id)).toEqual(['other']);
    expect(await endsOf(own)).toMatchObject([
      {
        type: 'session.ended',
        actor: 'user',
        user_id: own.user.id,
        ip: '127.0.0.1',
        user_agent: 'lightMyRequest',
        data: { reason },
      },
    ]);
    expectError(await call('DELETE', `/api/v1/auth/sessions/${own.id}/`, other.access), 404, 'not_found');
  });

  test('once: ended again, by its token or with all others, it leaves no second event', async () => {
    const { sessions } = await signInOn('own', 'other');
    const [own, other] = sessions as [SignedIn, SignedIn];
    await call('POST', '/api/v1/auth/logout/', own.access);
    expect((await api.post('/api/v1/auth/logout/', { refresh: own.refresh })).statusCode).toBe(204);
    await call('DELETE', '/api/v1/auth/sessions/', other.access);
    expect(await endsOf(own)).toMatchObject([{ data: { reason: 'logout' } }]);
  });

  test('by a sign-in on the same device: its tokens are refused, and it is replaced', async () => {
    const { person, sessions } = await signInOn('own');
    const [own] = sessions as [SignedIn];
    const next = await signInAgain(person, 'own');
    expectError(await api.me(own.access), 401, 'session_invalid');
    expectError(await refresh(own.refresh), 401, 'session_invalid');
    expect((await list(next.access)).map(({ id }) => id)).toEqual([next.id]);
    expect((await eventsWith(api, { session_id: own.id })).at(-1)).toMatchObject({
      type: 'session.ended',
      data: { reason: 'replaced' },
    });
  });
});

describe('the device of an ended session', () => {
  test('stays known to the account: it has SMS of its own, and strangers’ attempts don’t lock it out', async () => {
    const { person, sessions } = await signInOn('own');
    await call('POST', '/api/v1/auth/logout/', sessions[0]?.access ?? '');
    await api.sql.query('INSERT INTO budgets (subject, hits) VALUES ($1, array_fill(now(), ARRAY[20]))', [
      `fail:${person.phone}`,
    ]);
    expect((await askOn('own', person.phone)).statusCode).toBe(200);
    const code = gateway.code(person.phone);
    expectError(await enter(person.phone, code), 429, 'too_many_attempts');
    expect((await enter(person.phone, code, { device_id: 'own' })).statusCode).toBe(200);
  });

  test('may sign in again, and its row is used again', async () => {
    const { person, sessions } = await signInOn('own');
    await call('POST', '/api/v1/auth/logout/', sessions[0]?.access ?? '');
    const again = await signInAgain(person, 'own');
    expect((await api.me(again.access)).statusCode).toBe(200);
    const rows = await api.sql.query('SELECT id, ended_at FROM sessions WHERE user_id = $1', [again.user.id]);
    expect(rows.rows).toEqual([{ id: again.id, ended_at: null }]);
  });
});

describe('the limit of ten sessions', () => {
  const devices = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => `device-${from + n}`);
  const signIn = async (person: Person, names: string[]) => {
    const sessions: SignedIn[] = [];
    for (const name of names) {
      await api.pass('11 minutes'); // ten codes an hour
      sessions.push(await signInAgain(person, name));
    }
    return sessions;
  };

  test('ends the least recently used one', async () => {
    const person = somebody();
    const [first, second] = (await signIn(person, devices(1, 10))) as [SignedIn, SignedIn];
    expect((await api.me(first.access)).statusCode).toBe(200); // so that the second is the one
    await signIn(person, ['device-11']);
    expectError(await api.me(second.access), 401, 'session_invalid');
    expect(await list(first.access)).toHaveLength(10);
    expect((await eventsWith(api, { session_id: second.id })).at(-1)).toMatchObject({ data: { reason: 'limit' } });
  });

  test('does not count those that have ended', async () => {
    const person = somebody();
    const sessions = await signIn(person, devices(1, 10));
    for (const { access } of sessions.slice(5)) await call('POST', '/api/v1/auth/logout/', access);
    await signIn(person, devices(11, 15));
    for (const { access } of sessions.slice(0, 5)) expect((await api.me(access)).statusCode).toBe(200);
  });

  test('does not count those that have expired, whatever their last use', async () => {
    const person = somebody();
    const old = await signIn(person, ['old']);
    await api.pass('29 days');
    const [kept] = (await signIn(person, ['kept'])) as [SignedIn];
    await api.sql.query('UPDATE sessions SET last_used_at = now() WHERE id = $1', [old[0]?.id]);
    await api.pass('2 days');
    await signIn(person, devices(1, 9));
    expect((await api.me(kept.access)).statusCode).toBe(200);
  });
});

test('an expired session does not end once more', async () => {
  const { person, sessions } = await signInOn('idle');
  await api.pass('15 days');
  const here = await signInAgain(person, 'here');
  expect((await call('DELETE', '/api/v1/auth/sessions/', here.access)).statusCode).toBe(204);
  await signInAgain(person, 'idle');
  expect(await endsOf(sessions[0] as SignedIn)).toEqual([]);
});

test('an expired session is not listed', async () => {
  const { person } = await signInOn('idle');
  await api.pass('15 days');
  const here = await signInAgain(person, 'here');
  expect((await list(here.access)).map(({ device_id }) => device_id)).toEqual(['here']);
  await api.pass('16 days');
  const there = await signInAgain(person, 'there');
  expect((await list(there.access)).map(({ device_id }) => device_id)).toEqual(['there']);
});

test('a disabled user is refused by every token and by every way to sign in', async () => {
  const { person, sessions } = await signInOn('own');
  const [own] = sessions as [SignedIn];
  await api.sql.query('UPDATE users SET disabled_at = now() WHERE id = $1', [own.user.id]);
  expectError(await api.me(own.access), 401, 'session_invalid');
  expectError(await refresh(own.refresh), 401, 'session_invalid');
  await api.pass('31 seconds');
  expectError(await api.register(person.phone, await api.issue(person)), 403, 'account_disabled');
  await askOn('own', person.phone);
  const code = gateway.code(person.phone);
  expectError(await enter(person.phone, code, { device_id: 'own' }), 403, 'account_disabled');
  await api.sql.query('UPDATE users SET disabled_at = NULL WHERE id = $1', [own.user.id]);
  expect((await api.me(own.access)).statusCode).toBe(200);
  expectError(await enter(person.phone, code, { device_id: 'own' }), 400, 'code_incorrect'); // the code is used up
});
