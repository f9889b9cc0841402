import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { recordEvents } from '../../src/features/webhooks/record-events.queries.ts';
import { besideTransaction } from '../support/database/locks.ts';
import { somebody, useApi } from '../support/test-api.ts';
import {
  addHook,
  deliver,
  logEvents,
  openReceiver,
  passForDeliveries,
  type Receiver,
  raqam,
  readDeliveries,
} from '../support/webhooks.ts';

const api = useApi();

const numbers = ({ received }: Receiver) => received.map(({ data }) => data['n']);

test('a sign-in is delivered, with a signature that a library verifies', async () => {
  const receiver = await openReceiver();
  const { secret } = await addHook(api, receiver.url, 'user.*', 'session.ended');
  deliver(api);
  const before = Math.floor(Date.now() / 1000);
  const { user } = await api.signIn(somebody());
  await expect.poll(receiver.types).toEqual(['user.created', 'user.signed_in']);
  for (const { headers, body } of receiver.received) {
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual(JSON.parse(body));
    expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow('signature');
    expect(Number(headers['webhook-timestamp'])).toBeGreaterThanOrEqual(before);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Raqam-Webhooks/1.2.3' });
  }
  const { rows } = await api.sql.query(
    `SELECT id::int, session_id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at FROM events
     WHERE user_id = $1 AND type = 'user.created'`,
    [user.id],
  );
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toEqual({
    type: 'user.created',
    timestamp: rows[0].at,
    data: {
      id: rows[0].id,
      user_id: user.id,
      session_id: rows[0].session_id,
      actor: 'user',
      ip: '127.0.0.1',
      user_agent: 'lightMyRequest',
      channel: 'telegram',
      challenge: expect.any(String),
      way: 'code',
    },
  });
});

test('a webhook gets the types that it wants, from its creation on; one event goes to each', async () => {
  const [one, all, other] = [await openReceiver(), await openReceiver(), await openReceiver()];
  await logEvents(api, 'user.created');
  await addHook(api, one.url, 'user.created');
  await logEvents(api, 'session.ended'); // before the others
  await addHook(api, all.url, '*');
  await addHook(api, other.url, 'session.*', 'user.deleted');
  deliver(api);
  for (const type of ['user.created', 'user.created_twice', 'session.ended', 'user.deleted'])
    await logEvents(api, type);
  await expect.poll(other.types).toEqual(['session.ended', 'user.deleted']);
  const admin = 'admin.webhook_added'; // of the webhooks after it
  await expect
    .poll(() =>
      all
        .types()
        .filter((type) => type !== admin)
        .sort(),
    )
    .toEqual(['session.ended', 'user.created', 'user.created_twice', 'user.deleted']);
  expect(one.types()).toEqual(['user.created']);
});

test('the events of a user arrive in their order, though one is retried; others do not wait for it', async () => {
  const receiver = await openReceiver();
  await addHook(api, receiver.url, 'user.*');
  const [first, second] = [randomUUID(), randomUUID()];
  receiver.answer = (response, { data }) => void response.writeHead(data['user_id'] === first ? 500 : 204).end();
  deliver(api);
  await logEvents(api, 'user.signed_in', first, 3);
  await logEvents(api, 'user.signed_in', second, 3);
  await logEvents(api, 'user.signed_in', null, 3);
  const of = (user: string | null) => receiver.received.filter(({ data }) => data['user_id'] === user);
  await expect.poll(() => of(second).map(({ data }) => data['n'])).toEqual([1, 2, 3]);
  await expect.poll(() => of(null).length).toBe(3);
  await expect.poll(async () => (await readDeliveries(api))[0]?.state).toBe('pending');
  expect(of(first).map(({ data }) => data['n'])).toEqual([1]);

  await expect.poll(async () => (await readDeliveries(api))[0]?.outcome).toBe('answered 500');
  receiver.answer = (response) => void response.writeHead(200).end('x'.repeat(100_000)); // cut off
  await passForDeliveries(api, '10 minutes');
  await expect.poll(() => of(first).map(({ data }) => data['n'])).toEqual([1, 1, 2, 3]);
  expect(of(first)[0]?.id).toBe(of(first)[1]?.id);
  await expect
    .poll(async () => new Set((await readDeliveries(api)).map(({ state }) => state)))
    .toEqual(new Set(['delivered']));
});

test('events are delivered though the clock of the database was ahead, and set back', async () => {
  const receiver = await openReceiver();
  await addHook(api, receiver.url, 'user.*');
  await api.sql.query(`UPDATE webhook_cursor SET caught_up_at = now() + interval '10 days'`);
  deliver(api);
  await logEvents(api, 'user.created');
  await expect.poll(receiver.types).toEqual(['user.created']);
});

test('many events of a user that wait do not hold up those of others', async () => {
  const receiver = await openReceiver();
  await addHook(api, receiver.url, 'user.*');
  const [refused, other] = [randomUUID(), randomUUID()];
  receiver.answer = (response, { data }) => void response.writeHead(data['user_id'] === refused ? 500 : 204).end();
  await logEvents(api, 'user.signed_in', refused, 1);
  deliver(api);
  await expect.poll(async () => (await readDeliveries(api))[0]?.outcome).toBe('answered 500');
  await api.sql.query(`UPDATE webhook_deliveries SET next_at = now() + interval '1 day'`);
  await logEvents(api, 'user.signed_in', refused, 2_000);
  await logEvents(api, 'user.signed_in', other);
  await expect.poll(() => receiver.received.filter(({ data }) => data['user_id'] === other).length).toBe(1);
  expect(receiver.received).toHaveLength(2);
});

test('a delivery is tried ten times within 76 hours, then listed as failed, and sent again by hand', async () => {
  const receiver = await openReceiver();
  const { secret } = await addHook(api, receiver.url, 'user.created');
  receiver.answer = (response) => void response.writeHead(503).end();
  deliver(api);
  await logEvents(api, 'user.created', randomUUID(), 2);
  const pauses: number[] = [];
  for (let tries = 1; tries < 10; tries++) {
    await expect.poll(async () => (await readDeliveries(api))[0]).toMatchObject({ tries, outcome: 'answered 503' });
    await expect
      .poll(async () => (await api.sql.query('SELECT FROM webhook_deliveries WHERE is_sending')).rows)
      .toEqual([]);
    pauses.push((await readDeliveries(api))[0]?.pause ?? 0);
    await passForDeliveries(api, `${pauses.at(-1)} seconds`);
  }
  // 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, each 101 times as long; and the duration of the request
  const hours = [5 / 3600, 5 / 60, 0.5, 2, 5, 10, 14, 20, 24];
  for (const [i, pause] of pauses.entries()) {
    const expected = (hours[i] ?? 0) * 3600 * 101;
    expect(pause).toBeGreaterThanOrEqual(expected);
    expect(pause).toBeLessThan(expected + 60);
  }
  await expect.poll(async () => (await readDeliveries(api))[0]).toMatchObject({ tries: 10, state: 'failed' });
  // only then comes the next one of the user
  await expect.poll(() => new Set(numbers(receiver))).toEqual(new Set([1, 2]));
  expect(numbers(receiver).indexOf(2)).toBe(10);
  const ids = new Set(receiver.received.slice(0, 10).map(({ id }) => id));
  const times = receiver.received.map(({ headers }) => headers['webhook-timestamp']);
  expect([ids.size, times.every((time) => Number(time) > 1e9)]).toEqual([1, true]);

  const [id = ''] = ids;
  const { out } = await raqam(api, 'deliveries', '--failed');
  const [, ...rows] = out.trim().split('\n');
  expect(rows).toEqual([expect.stringMatching(new RegExp(`^${id}  .*  failed +10 +answered 503 +–$`))]);
  receiver.answer = (response) => void response.writeHead(204).end();
  expect(await raqam(api, 'resend', '--failed')).toMatchObject({ code: 0, out: '1 to be sent again.\n' });
  await expect.poll(async () => (await readDeliveries(api))[0]).toMatchObject({ id, state: 'delivered', tries: 1 });
  const last = receiver.received.findLast((request) => request.id === id);
  expect(() => new Webhook(secret).verify(last?.body ?? '', last?.headers as Record<string, string>)).not.toThrow();
  expect((await raqam(api, 'deliveries', '--failed')).out).toBe('There are none.\n');
});

test('a redirect is not followed', async () => {
  const [receiver, other] = [await openReceiver(), await openReceiver()];
  await addHook(api, receiver.url, 'user.created');
  receiver.answer = (response) => void response.writeHead(307, { location: other.url }).end();
  deliver(api);
  await logEvents(api, 'user.created');
  await expect
    .poll(async () => (await readDeliveries(api))[0]?.outcome)
    .toBe('answered 307: redirects are not followed');
  expect(other.received).toEqual([]);
});

test('an answer of 410 disables the webhook, with an event, until the operator enables it', async () => {
  const receiver = await openReceiver();
  const { id } = await addHook(api, receiver.url, 'user.created');
  receiver.answer = (response) => void response.writeHead(410).end();
  const disabled: number[] = [];
  deliver(api, { onDisabled: (webhook) => disabled.push(webhook) });
  await logEvents(api, 'user.created');
  await expect.poll(() => disabled).toEqual([Number(id)]);
  expect((await raqam(api, 'list')).out).toMatch(/ {2}disabled {2}/);
  const { rows } = await api.sql.query(
    `SELECT actor, data FROM events WHERE type = 'admin.webhook_disabled' AND data ->> 'webhook' = $1`,
    [id],
  );
  expect(rows).toEqual([{ actor: 'system', data: { webhook: Number(id), reason: 'gone' } }]);

  receiver.answer = (response) => void response.writeHead(204).end();
  await logEvents(api, 'user.created', null, 2); // nobody gets them
  await raqam(api, 'enable', id);
  await logEvents(api, 'user.created', null, 4);
  await expect.poll(() => numbers(receiver).sort()).toEqual([1, 1, 2, 3, 4]);
  await expect
    .poll(async () => (await readDeliveries(api)).map(({ state }) => state))
    .toEqual(['failed', ...Array(4).fill('delivered')]);
});

test('a slow receiver does not stop the others, and has a bounded number of requests at once', async () => {
  const [slow, fast] = [await openReceiver(), await openReceiver()];
  const held: (() => void)[] = [];
  slow.answer = (response) => void held.push(() => response.writeHead(204).end());
  await addHook(api, slow.url, 'user.created');
  await addHook(api, fast.url, 'user.created');
  deliver(api);
  await logEvents(api, 'user.created', null, 50);
  await expect.poll(() => fast.received.length).toBe(50);
  await expect.poll(() => slow.received.length).toBe(16);
  slow.answer = (response) => void response.writeHead(204).end();
  for (const release of held) release();
  await expect.poll(() => new Set(numbers(slow)).size).toBe(50);
  expect(slow.received).toHaveLength(50);
});

test('two processes deliver each event once', async () => {
  const receiver = await openReceiver();
  receiver.answer = (response) => setTimeout(() => response.writeHead(204).end(), 5);
  await addHook(api, receiver.url, 'user.*');
  deliver(api);
  deliver(api);
  const users = Array.from({ length: 20 }, () => randomUUID());
  await Promise.all(users.map((user) => logEvents(api, 'user.signed_in', user, 10)));
  await expect.poll(() => receiver.received.length).toBeGreaterThanOrEqual(200);
  await expect.poll(async () => (await readDeliveries(api)).every(({ state }) => state === 'delivered')).toBe(true);
  expect(receiver.received).toHaveLength(200);
  for (const user of users) {
    const ofUser = receiver.received.filter(({ data }) => data['user_id'] === user);
    expect(ofUser.map(({ data }) => data['n'])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  }
});

test('an event that commits after a later one is not skipped', async () => {
  await addHook(api, 'https://example.uz/', 'user.*');
  const recordTwo = () => api.db.run(recordEvents, { size: 2 });
  const early = `INSERT INTO events (type, actor) VALUES ('user.created', 'system')`;
  await besideTransaction(api, early, async (commit) => {
    await logEvents(api, 'user.deleted', null, 4);
    await recordTwo();
    await commit();
  });
  // transactions in other databases of the server hold events back too
  const recorded = async () => {
    await recordTwo();
    return (await readDeliveries(api)).map(({ type }) => type);
  };
  await expect.poll(recorded).toEqual(['user.created', ...Array(4).fill('user.deleted')]);
});

test('in a database that was restored into another server, no event is skipped or doubled', async () => {
  await api.sql.query('DELETE FROM events');
  const receiver = await openReceiver();
  await addHook(api, receiver.url, 'user.*');
  await api.sql.query(`UPDATE webhooks SET enabled_at = now() - interval '1 hour'`);
  deliver(api);
  await logEvents(api, 'user.created', null, 2);
  await expect.poll(() => receiver.received.length).toBe(2);
  // the other server's ids were far ahead; one event was committed late, and was not recorded when the dump was made
  await api.sql.query(`WITH restored AS (UPDATE webhook_cursor SET xid = '1000000000')
    INSERT INTO events (type, actor, at) VALUES ('user.deleted', 'system', now() - interval '10 minutes')`);
  await expect.poll(receiver.types).toEqual(['user.created', 'user.created', 'user.deleted']);
  await logEvents(api, 'user.created');
  await expect.poll(() => receiver.received.length).toBe(4);
});

test('more events than one statement takes are all delivered, also those of one transaction', async () => {
  const receiver = await openReceiver();
  await addHook(api, receiver.url, 'user.created');
  await logEvents(api, 'user.created', null, 1_100);
  deliver(api);
  await expect.poll(() => new Set(numbers(receiver)).size, { timeout: 240_000 }).toBe(1_100);
  expect(receiver.received).toHaveLength(1_100);
});

test('an event that is deleted before its delivery is still delivered', async () => {
  const receiver = await openReceiver();
  await addHook(api, receiver.url, 'user.created');
  receiver.answer = (response) => void response.writeHead(500).end();
  deliver(api);
  await logEvents(api, 'user.created');
  await expect.poll(async () => (await readDeliveries(api))[0]?.outcome).toBe('answered 500');
  await api.sql.query('DELETE FROM events');
  receiver.answer = (response) => void response.writeHead(204).end();
  await passForDeliveries(api, '10 minutes');
  await expect.poll(async () => (await readDeliveries(api))[0]?.state).toBe('delivered');
});

test('what is being sent at a stop is finished; nothing new is begun', async () => {
  const receiver = await openReceiver();
  await addHook(api, receiver.url, 'user.created');
  const held: (() => void)[] = [];
  receiver.answer = (response) => void held.push(() => response.writeHead(204).end());
  const { stop } = deliver(api);
  await logEvents(api, 'user.created', null, 20);
  await expect.poll(() => held.length).toBe(16);
  const stopped = stop();
  for (const release of held) release();
  await stopped;
  const states = (await readDeliveries(api)).map(({ state }) => state);
  expect(states.filter((state) => state === 'delivered')).toHaveLength(16);
  expect(receiver.received).toHaveLength(16);
});

test('what a process learns after its lease has ended changes nothing', async () => {
  const receiver = await openReceiver();
  await addHook(api, receiver.url, 'user.created');
  const held: (() => void)[] = [];
  receiver.answer = (response) => void held.push(() => response.writeHead(410).end());
  const tried: string[] = [];
  deliver(api, { onTried: (state) => tried.push(state) });
  await logEvents(api, 'user.created');
  await expect.poll(() => held.length).toBe(1);
  receiver.answer = (response) => void response.writeHead(204).end();
  await passForDeliveries(api, '1 minute');
  await expect.poll(() => tried).toEqual(['delivered']);
  for (const release of held) release();
  await logEvents(api, 'user.created');
  await expect.poll(() => tried).toEqual(['delivered', 'delivered']);
  expect((await readDeliveries(api)).map(({ state, tries }) => [state, tries])).toEqual([
    ['delivered', 2],
    ['delivered', 1],
  ]);
  expect((await raqam(api, 'list')).out).toContain('enabled');
});
