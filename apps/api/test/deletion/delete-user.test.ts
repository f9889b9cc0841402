import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { BY_USER, deleteUser } from '../../src/features/deletion/delete-user.ts';
import { createPeople } from '../../src/features/events/person.ts';
import { recordEvents } from '../../src/features/webhooks/record-events.queries.ts';
import { deriveKeys } from '../../src/keys.ts';
import { signInAdmin } from '../support/admin.ts';
import { besideTransaction, untilLocked } from '../support/database/locks.ts';
import { eventsWith } from '../support/events.ts';
import { people } from '../support/people.ts';
import { usePress, withBot } from '../support/press.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { expectError, fromElsewhere, type Person, SECRET_KEY, somebody, useApi, wrong } from '../support/test-api.ts';
import { deliver, openReceiver, raqam } from '../support/webhooks.ts';

const gateway = useGateway();
const api = useApi(() => ({ ...gateway.environment(), ...withBot }));
const press = usePress(api);

/** Every row of every table, by table. */
async function dump(): Promise<Record<string, string[]>> {
  const { rows: tables } = await api.sql.query(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
       AND NOT relispartition`,
  );
  const read = tables.map(async ({ name }) => {
    const { rows } = await api.sql.query(`SELECT row_to_json(t)::text AS row FROM ${name} t`);
    return [name, rows.map(({ row }) => row)] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

/** The rows that hold one of these texts. */
async function findRows(texts: readonly string[]): Promise<string[]> {
  const tables = await dump();
  return Object.entries(tables).flatMap(([name, rows]) =>
    rows.filter((row) => texts.some((text) => row.includes(text))).map((row) => `${name} ${row}`),
  );
}

let browsers = 0;
/** A browser with an IP and a name that no other one has. */
function browser() {
  browsers += 1;
  const [ip, agent] = [`203.0.113.${browsers}`, `Browser-No-${browsers}-of-theirs`];
  return { ip, agent, options: { remoteAddress: ip, headers: { 'user-agent': agent } } };
}

/** What tells who a person is. */
const identifiers = (person: Person, { ip, agent }: { ip: string; agent: string }) => [
  person.phone.slice('+998'.length),
  `${person.phone.slice(0, 6)}•••${person.phone.slice(-4)}`,
  String(person.telegramId),
  people.idOf(person.phone as Parameters<typeof people.idOf>[0]),
  `"${ip}"`,
  agent,
];

const deleteMe = (access: string, options: { remoteAddress: string; headers: object }) =>
  api.app.inject({
    method: 'DELETE',
    url: '/api/v1/auth/me/',
    ...options,
    headers: { ...options.headers, authorization: `Bearer ${access}` },
  });

/** Signs in by every way, fails at each, and leaves something in every table. */
async function live(person: Person, { options }: ReturnType<typeof browser>, name: string) {
  const { phone, telegramId } = person;
  await api.issue(person, { full_name: `${name} ${name}ova`, request_id: 'their-request' });
  await api.pass('31 seconds');
  const code = await api.issue(person, { full_name: `${name} ${name}ova` }); // replaces the other one
  await api.register(phone, wrong(code), {}, options);
  const { user, tokens } = (await api.register(phone, code, { device_id: 'theirs' }, options)).json();
  await api.app.inject({
    method: 'PATCH',
    url: '/api/v1/auth/me/',
    headers: { authorization: `Bearer ${tokens.access}` },
    payload: { address: `${name} Street` },
  });
  await api.pass('31 seconds');
  await api.create({ ...somebody(), phone }, { proof: 'typed' }); // a stranger types the number
  await api.post('/api/users/auth/', { phone }, options);
  await api.post('/api/users/auth/', { phone, code: wrong(gateway.code(phone)) }, options);
  await api.post('/api/users/auth/', { phone, code: gateway.code(phone), device_id: 'by-sms' }, options);
  await api.register(phone, wrong(await api.issue(person)), {}, options); // its code is never used
  const bound = await press.start({ device_id: 'by-press' }, options);
  await press.open(bound.nonce, telegramId);
  await press.decide(bound.id, telegramId, { choice: bound.number });
  await press.collect(bound, options);
  const declined = await press.start({}, options);
  await press.open(declined.nonce, telegramId);
  await press.decide(declined.id, telegramId, { decline: true });
  const open = await press.start({}, options);
  await press.open(open.nonce, telegramId);
  await api.sql.query(`INSERT INTO telegram_chats (telegram_id, language) VALUES ($1, 'uz')`, [telegramId]);
  await api.sql.query(
    `INSERT INTO oidc_payloads (digest, payload, user_id, expires_at) VALUES (sha256($1), '', $2, now() + interval '1 day')`,
    [user.id, user.id],
  );
  await api.db.run(recordEvents, { size: 10_000 });
  return { userId: user.id as string, ...tokens };
}

test('after a deletion no table tells who the person was; strangers’ rows stay as they were', async () => {
  await raqam(api, 'add', 'https://example.uz/', '--type', '*');
  const [person, stranger] = [somebody(), somebody()];
  const [theirs, others] = [browser(), browser()];
  await live(stranger, others, 'Stranger');
  const { userId, access } = await live(person, theirs, 'Gulbahor');
  const all = [...identifiers(person, theirs), 'Gulbahor', 'Gulbahorova'];
  const wordsOf = (rows: string[]) => all.filter((word) => rows.some((row) => row.includes(word)));
  expect(wordsOf(await findRows(all)), 'all of it is there before').toEqual(all);
  const countTypes = async () =>
    (await api.sql.query('SELECT type, count(*)::int AS events FROM events GROUP BY type ORDER BY type')).rows;
  const types = await countTypes();
  const before = await dump();
  const isOthers = (row: string) =>
    identifiers(stranger, others).some((text) => row.includes(text)) &&
    !all.slice(0, 6).some((text) => row.includes(text));

  expect((await deleteMe(access, theirs.options)).statusCode).toBe(204);
  await api.db.run(recordEvents, { size: 10_000 });
  expect(await findRows(all)).toEqual([]);
  const after = await dump();
  for (const [table, rows] of Object.entries(before))
    expect(after[table], table).toEqual(expect.arrayContaining(rows.filter(isOthers)));
  expect(await countTypes(), 'events stay, and one is added').toEqual(
    expect.arrayContaining([...types, { type: 'user.deleted', events: 1 }]),
  );
  expect((await eventsWith(api, { user_id: userId })).at(-1)).toEqual({
    type: 'user.deleted',
    user_id: userId,
    session_id: null,
    actor: 'user',
    ip: null,
    user_agent: null,
    channel: null,
    data: {},
  });
});

test('events of other accounts about the number keep the address of their own browsers, and lose the number', async () => {
  const [squatter, owner] = [somebody(), somebody()];
  const [theirs, owners] = [browser(), browser()];
  const taken = { ...squatter, phone: owner.phone };
  const code = await api.issue(taken, { proof: 'typed' });
  const { user } = (await api.register(owner.phone, code, {}, theirs.options)).json();
  await api.pass('31 seconds');
  const own = (await api.register(owner.phone, await api.issue(owner), {}, owners.options)).json();
  await deleteMe(own.tokens.access, owners.options);
  // what the bot tells the squatter stays with the squatter's alerts for a day
  const found = (await findRows(identifiers(owner, owners))).filter((row) => !row.startsWith('alerts'));
  expect(found).toEqual([]);
  expect((await eventsWith(api, { user_id: user.id })).filter(({ ip }) => ip === theirs.ip).length).toBeGreaterThan(1);
});

test('webhooks still get every event of the user, in order, without what identifies them', async () => {
  const receiver = await openReceiver();
  const refuse = (response: { writeHead(status: number): { end(): void } }) => response.writeHead(500).end();
  receiver.answer = refuse;
  await raqam(api, 'add', receiver.url, '--type', 'user.*');
  const person = somebody();
  const theirs = browser();
  const { user, tokens } = (await api.register(person.phone, await api.issue(person), {}, theirs.options)).json();
  deliver(api);
  await expect.poll(() => receiver.received.length).toBeGreaterThan(0); // one was sent before, and refused
  receiver.received.length = 0;
  await deleteMe(tokens.access, theirs.options);
  receiver.answer = (response) => void response.writeHead(204).end();
  const own = () => receiver.received.filter(({ data }) => data['user_id'] === user.id);
  const readLatest = async () => {
    // each time: a refused try may be written only now, with the pause after it
    await api.sql.query('UPDATE webhook_deliveries SET next_at = now() WHERE user_id = $1 AND NOT is_sending', [
      user.id,
    ]);
    return own().at(-1)?.type;
  };
  await expect.poll(readLatest).toBe('user.deleted');
  expect(new Set(own().map(({ type }) => type))).toEqual(new Set(['user.created', 'user.signed_in', 'user.deleted']));
  for (const { body } of own()) for (const text of identifiers(person, theirs)) expect(body).not.toContain(text);
});

test('a sign-in at the same moment leaves no trace either', async () => {
  for (let round = 0; round < 8; round++) {
    const person = somebody();
    const theirs = browser();
    const { access } = await api.signIn(person);
    await api.pass('31 seconds');
    const code = await api.issue(person);
    const [answer] = await Promise.all([
      api.register(person.phone, code, {}, theirs.options),
      pause(round).then(() => deleteMe(access, theirs.options)), // each round meets it at another point
    ]);
    expect([200, 400], answer.body).toContain(answer.statusCode);
    expect(await findRows(identifiers(person, theirs))).toEqual([]);
  }
});

test('a sign-in that the deletion waits for is deleted with its event', async () => {
  const person = somebody();
  const theirs = browser();
  const { user, access } = await api.signIn(person);
  const signIn = `UPDATE users SET first_name = 'Newer' WHERE id = '${user.id}';
    INSERT INTO events (type, actor, user_id, ip) VALUES ('user.signed_in', 'user', '${user.id}', '${theirs.ip}')`;
  await besideTransaction(api, signIn, async (commit) => {
    const deleting = deleteMe(access, theirs.options);
    await untilLocked(api);
    await commit();
    expect((await deleting).statusCode).toBe(204);
  });
  expect(await findRows(identifiers(person, theirs))).toEqual([]);
});

test('a sign-out that the deletion waits for is deleted with its event', async () => {
  const person = somebody();
  const theirs = browser();
  const { user, access } = await api.signIn(person);
  const signOut = `UPDATE sessions SET ended_at = now() WHERE user_id = '${user.id}';
    INSERT INTO events (type, actor, user_id, ip) VALUES ('session.ended', 'user', '${user.id}', '${theirs.ip}')`;
  await besideTransaction(api, signOut, async (commit) => {
    const deleting = deleteMe(access, theirs.options);
    await untilLocked(api);
    await commit();
    expect((await deleting).statusCode).toBe(204);
  });
  expect(await findRows(identifiers(person, theirs))).toEqual([]);
});

test('deliveries that are being written of events as they were before are written without what identifies the user', async () => {
  await raqam(api, 'add', 'https://example.uz/', '--type', '*');
  const person = somebody();
  const theirs = browser();
  const code = await api.issue(person);
  const { tokens } = (await api.register(person.phone, code, {}, theirs.options)).json();
  const record = recordEvents.compile().text.replaceAll('$1', '10000');
  await besideTransaction(api, record, async (commit) => {
    const deleting = deleteMe(tokens.access, theirs.options);
    await untilLocked(api);
    await commit();
    expect((await deleting).statusCode).toBe(204);
  });
  await api.db.run(recordEvents, { size: 10_000 });
  expect(await findRows(identifiers(person, theirs))).toEqual([]);
});

test('who was an administrator deletes their account only without the role; their acts stay, without their address', async () => {
  const [admin, person] = [await signInAdmin(api), somebody()];
  const { user } = await api.signIn(person);
  const [ofAdmin, theirs] = [browser(), browser()];
  const call = (path: string) =>
    api.post(`/api/v1/admin/users/${user.id}/${path}/`, '', {
      ...ofAdmin.options,
      headers: { ...ofAdmin.options.headers, authorization: `Bearer ${admin.access}` },
    });
  for (const path of ['disable', 'enable']) expect((await call(path)).statusCode).toBe(200);
  await api.pass('31 seconds');
  const { tokens } = (await api.register(person.phone, await api.issue(person), {}, theirs.options)).json();
  await deleteMe(tokens.access, theirs.options);
  const disabled = async () =>
    (await eventsWith(api, { user_id: user.id })).filter(({ type }) => type === 'user.disabled');
  expect(await disabled()).toMatchObject([{ ip: ofAdmin.ip, user_agent: ofAdmin.agent, data: { admin: admin.id } }]);
  expectError(await deleteMe(admin.access, ofAdmin.options), 409, 'own_account'); // nobody hides their acts by themselves
  expect(await disabled()).toMatchObject([{ ip: ofAdmin.ip, user_agent: ofAdmin.agent }]);
  await api.sql.query(`UPDATE users SET role = 'user' WHERE id = $1`, [admin.id]);
  expect((await deleteMe(admin.access, ofAdmin.options)).statusCode).toBe(204);
  expect(await disabled()).toMatchObject([{ ip: null, user_agent: null, data: { admin: admin.id } }]);
});

test('by an administrator: the event has their act and nothing of the user; of nobody: false', async () => {
  const { user } = await api.signIn(somebody());
  const act = { actor: 'admin', ip: '192.0.2.1', user_agent: 'admin’s', by: '{"command": "aziza"}' } as const;
  expect(await deleteUser({ db: api.db, people }, user.id, act)).toBe(true);
  expect((await eventsWith(api, { user_id: user.id })).at(-1)).toMatchObject({
    type: 'user.deleted',
    actor: 'admin',
    ip: '192.0.2.1',
    user_agent: 'admin’s',
    data: { command: 'aziza' },
  });
  expect(await deleteUser({ db: api.db, people }, user.id, act)).toBe(false);
});

test('events found by an earlier value of SECRET_KEY lose the number too', async () => {
  const person = somebody();
  const { user } = await api.signIn(person);
  const [, before] = createPeople(deriveKeys([SECRET_KEY, 'an earlier value of thirty-two bytes']).person).idsOf(
    person.phone as Parameters<typeof people.idOf>[0],
  );
  await api.sql.query(`INSERT INTO events (type, actor, person, ip) VALUES ('code.failed', 'user', $1, '192.0.2.9')`, [
    before,
  ]);
  const both = createPeople(deriveKeys([SECRET_KEY, 'an earlier value of thirty-two bytes']).person);
  await deleteUser({ db: api.db, people: both }, user.id, BY_USER);
  expect(await findRows(['"192.0.2.9"', String(before)])).toEqual([]);
});

test('a page that waits for the press is told that the sign-in has ended', async () => {
  const person = somebody();
  const { access } = await api.signIn(person);
  const waiting = await press.start({}, fromElsewhere());
  await press.open(waiting.nonce, person.telegramId);
  await deleteMe(access, fromElsewhere() as never);
  const collected = await press.collect(waiting);
  expect(collected.statusCode).toBeGreaterThanOrEqual(400);
});
