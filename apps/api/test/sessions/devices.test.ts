import { contract } from '@raqam/shared/contract';
import { describe, expect, test } from 'vitest';
import { expectError, somebody, useApi } from '../support/test-api.ts';

const api = useApi();
const refresh = (token: string) => api.post('/api/v1/auth/token/refresh/', { refresh: token });

describe('the list of devices', () => {
  const list = (access: string) =>
    api.get('/api/v1/auth/sessions/', { headers: { authorization: `Bearer ${access}` } });
  const end = (access: string, path: string) =>
    api.app.inject({
      method: 'DELETE',
      url: `/api/v1/auth/sessions/${path}`,
      headers: { authorization: `Bearer ${access}` },
    });

  test('lists each, the most recently used first, and marks this one', async () => {
    const person = somebody();
    const phone = await api.signIn(person, { device_id: 'phone', device_name: 'Redmi 12' });
    await api.pass('1 hour');
    const laptop = await api.signIn(person, { device_id: 'laptop', device_name: 'ThinkPad' });
    const answer = await list(laptop.access);
    expect(answer.statusCode).toBe(200);
    expect(contract.listSessions.responses[200].parse(answer.json())).toMatchObject([
      {
        device_id: 'laptop',
        device_name: 'ThinkPad',
        ip_address: '127.0.0.1',
        user_agent: 'lightMyRequest',
        is_current: true,
      },
      { device_id: 'phone', device_name: 'Redmi 12', is_current: false },
    ]);
    expect((await list(phone.access)).json()).toMatchObject([
      { device_id: 'phone', is_current: true },
      { device_id: 'laptop' },
    ]);
  });

  test('one is ended, and refused on its very next request', async () => {
    const person = somebody();
    const lost = await api.signIn(person, { device_id: 'lost' });
    await api.pass('31 seconds');
    const here = await api.signIn(person, { device_id: 'here' });
    const { id } = (await list(here.access))
      .json()
      .find(({ device_id }: { device_id: string }) => device_id === 'lost');
    expect((await end(here.access, id)).statusCode).toBe(204);
    expectError(await api.me(lost.access), 401, 'session_invalid');
    expectError(await refresh(lost.refresh), 401, 'session_invalid');
    expect((await api.me(here.access)).statusCode).toBe(200);
    expectError(await end(here.access, id), 404, 'not_found');
  });

  test('all others are ended, this one stays', async () => {
    const person = somebody();
    const others = [];
    for (let i = 0; i < 3; i++) {
      others.push(await api.signIn(person));
      await api.pass('31 seconds');
    }
    const here = await api.signIn(person);
    expect((await end(here.access, '')).statusCode).toBe(204);
    for (const { access } of others) expectError(await api.me(access), 401, 'session_invalid');
    expect((await list(here.access)).json()).toHaveLength(1);
  });

  test('one user asks another’s session by id: 404, and that session stays', async () => {
    const victim = await api.signIn(somebody());
    const [{ id }] = (await list(victim.access)).json();
    const attacker = await api.signIn(somebody());
    expectError(await end(attacker.access, id), 404, 'not_found');
    expectError(await end(attacker.access, 'x'), 404, 'not_found');
    expectError(await end(attacker.access, "x' OR true --"), 404, 'not_found');
    expect((await api.me(victim.access)).statusCode).toBe(200);
  });

  test('needs a session', async () => {
    expectError(await list('x'), 401, 'session_invalid');
    expectError(await end('x', ''), 401, 'session_invalid');
  });
});
