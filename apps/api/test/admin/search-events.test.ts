import { beforeAll, describe, expect, test } from 'vitest';
import { type Admin, signInAdmin } from '../support/admin.ts';
import { useService } from '../support/service-keys.ts';
import { expectError, somebody, useApi, wrong } from '../support/test-api.ts';

const api = useApi();
const service = useService(api);
const acting: { admin?: Admin } = {};
beforeAll(async () => {
  acting.admin = await signInAdmin(api);
  await api.sql.query("UPDATE users SET first_name = 'Nodira' WHERE id = $1", [acting.admin.id]);
});

interface Page {
  events: { id: number; type: string; place: string | null; user_id: string | null; data: Record<string, unknown> }[];
  names: Record<string, string>;
  next_cursor: string | null;
}

async function search(body: object): Promise<Page> {
  const answer = await acting.admin?.call('POST', 'events/search/', body);
  expect(answer?.statusCode, answer?.body).toBe(200);
  return (answer as NonNullable<typeof answer>).json();
}

/** Every event of these pages. */
async function searchAll(body: object): Promise<Page['events']> {
  const events: Page['events'] = [];
  for (let before: string | undefined; ; ) {
    const page = await search({ ...body, ...(before && { before }) });
    events.push(...page.events);
    if (page.next_cursor === null) return events;
    before = page.next_cursor;
  }
}

const types = (events: { type: string }[]) => events.map(({ type }) => type);
const add = (values: string) =>
  api.sql.query(`INSERT INTO events (type, actor, at, ip, channel, person) VALUES ${values}`);

describe('events of a number', () => {
  test('without an account: by its pseudonym, also by that of an earlier SECRET_KEY', async () => {
    const person = somebody();
    const code = await api.issue(person);
    await api.register(person.phone, wrong(code));
    expect(types(await searchAll({ phone: person.phone }))).toEqual(['code.failed', 'code.sent']);
    expect(types(await searchAll({ phone: somebody().phone }))).toEqual([]);
    await api.deploy({
      SECRET_KEY: 'another-secret-key-of-the-tests-0123456789,secret-key-of-the-tests-0123456789abcdef',
    });
    expect(types(await searchAll({ phone: person.phone }))).toEqual(['code.failed', 'code.sent']);
    await api.deploy({});
  });

  test('with an account: also those of its user, each once, with the user’s name', async () => {
    const person = somebody();
    const { user } = await api.signIn(person);
    await api.pass('31 seconds');
    await api.issue(person); // it has both the user and the pseudonym
    await api.sql.query("UPDATE users SET first_name = 'Gulnora', last_name = 'Aliyeva' WHERE id = $1", [user.id]);
    const page = await search({ phone: `  ${person.phone.slice(4)}` });
    expect(types(page.events).sort()).toEqual(['code.sent', 'code.sent', 'user.created', 'user.signed_in']);
    expect(new Set(page.events.map(({ id }) => id)).size).toBe(4);
    expect(page.names[user.id]).toBe('Gulnora Aliyeva');
    expect(types(await searchAll({ phone: person.phone, user_id: acting.admin?.id }))).toEqual([]);
  });

  test('the pages of one event each give every event once, the newest first', async () => {
    const person = somebody();
    await api.signIn(person);
    const all = await searchAll({ phone: person.phone });
    expect(all).toHaveLength(3);
    expect((await searchAll({ phone: person.phone, limit: 1 })).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  });
});

test('filters are combined', async () => {
  await add(`
    ('code.failed', 'user', now() - interval '3 minutes', '198.51.100.1', 'sms', NULL),
    ('code.sent', 'bot', now() - interval '2 minutes', NULL, 'telegram', NULL),
    ('code.failed', 'user', now() - interval '1 minute', '198.51.100.2', 'telegram', NULL),
    ('code.failed', 'user', now() - interval '30 seconds', '2001:db8::1', 'sms', NULL)`);
  const at = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
  expect(types(await searchAll({ ip: '198.51.100.1' }))).toEqual(['code.failed']);
  expect(types(await searchAll({ ip: '2001:0db8:0:0::1' }))).toEqual(['code.failed']);
  expect(types(await searchAll({ ip: '198.51.100.1', channel: 'telegram' }))).toEqual([]);
  expect(types(await searchAll({ ip: '198.51.100.1', from: at(150) }))).toEqual([]);
  expect(types(await searchAll({ ip: '198.51.100.1', to: at(150) }))).toEqual(['code.failed']);
  expect(await searchAll({ types: ['code.*'], from: at(600), to: at(20), channel: 'sms' })).toHaveLength(2);
  expect(new Set(types(await searchAll({ types: ['code.sent', 'user.created'] })))).toEqual(
    new Set(['code.sent', 'user.created']),
  );
  expect(types(await searchAll({ types: ['code.*'], actor: 'bot', ip: '198.51.100.1' }))).toEqual([]);
});

test('a rare event among many: short pages, and it is not missed', async () => {
  await add(`('challenge.taken', 'bot', now() - interval '2 hours', '198.51.100.77', NULL, NULL)`);
  await api.sql.query(
    "INSERT INTO events (type, actor, at) SELECT 'user.signed_in', 'user', now() - interval '1 hour' FROM generate_series(1, 12000)",
  );
  const first = await search({ ip: '198.51.100.77' });
  expect(first.events).toEqual([]);
  expect(first.next_cursor).not.toBeNull();
  expect(types(await searchAll({ ip: '198.51.100.77' }))).toEqual(['challenge.taken']);
});

test('an event names its actor, and the country of its IP', async () => {
  const { user } = await api.signIn(somebody());
  await acting.admin?.call('POST', `users/${user.id}/disable/`);
  const page = await search({ types: ['user.disabled'], user_id: user.id });
  expect(page.events).toMatchObject([{ type: 'user.disabled', place: null, data: { admin: acting.admin?.id } }]);
  expect(page.names[acting.admin?.id ?? '']).toBe('Nodira');
  expect(page.names[user.id]).toMatch(/^\+998 90 ••• /);
  await add("('code.failed', 'user', now(), '213.230.64.1', 'sms', NULL)"); // of an operator in Uzbekistan
  expect((await search({ ip: '213.230.64.1' })).events).toMatchObject([{ place: 'UZ' }]);
});

test('a service that may only read events learns no names, nor whose a number is', async () => {
  const person = somebody();
  const { user } = await api.signIn(person);
  await api.sql.query("UPDATE users SET first_name = 'Sevara' WHERE id = $1", [user.id]);
  const { key } = await service.addKey(['events:read']);
  const ask = (body: object) => service.call('POST', 'events/search/', { key, body });
  const byId = await ask({ user_id: user.id });
  expect(byId.json().events).toHaveLength(2);
  expect(byId.json().names).toEqual({});
  const byPhone = await ask({ phone: person.phone });
  expectError(byPhone, 403, 'scope_missing');
  expect(byPhone.json().error.scope).toBe('users:read');
});

test('a service needs the scope; wrong filters are refused with their field', async () => {
  const { key } = await service.addKey(['users:read']);
  expectError(await service.call('POST', 'events/search/', { key, body: {} }), 403, 'scope_missing');
  expect((await service.call('POST', 'events/search/', { body: {} })).statusCode).toBe(200);
  for (const [body, field] of [
    [{ limit: 101 }, 'limit'],
    [{ before: 'x' }, 'before'],
    [{ types: ['code'] }, 'types'],
    [{ types: ["code.*' OR true"] }, 'types'],
    [{ ip: '198.51.100' }, ''],
    [{ from: 'yesterday' }, 'from'],
    [{ user_id: '1' }, 'user_id'],
  ] as const) {
    const answer = await acting.admin?.call('POST', 'events/search/', body);
    expect(answer?.statusCode, answer?.body).toBe(400);
    expect(Object.keys(answer?.json().error.fields)[0], answer?.body).toContain(field);
  }
  const wrongPhone = await acting.admin?.call('POST', 'events/search/', { phone: '12' });
  expect(wrongPhone?.json().error.code).toBe('phone_invalid');
});
