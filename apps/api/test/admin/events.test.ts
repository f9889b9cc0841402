import type { AdminEvent } from '@raqam/shared/contract/admin';
import { beforeEach, expect, test } from 'vitest';
import { besideTransaction } from '../support/database/locks.ts';
import { useService } from '../support/service-keys.ts';
import { expectError, somebody, useApi } from '../support/test-api.ts';

const api = useApi();
const service = useService(api);

async function list(query: Record<string, string>): Promise<{ events: AdminEvent[]; next_cursor: string | null }> {
  const answer = await service.call('GET', `events/?${new URLSearchParams(query)}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

/** Every event of these pages, and the number of pages. */
async function readAll(query: Record<string, string>): Promise<{ events: AdminEvent[]; pages: number }> {
  const events: AdminEvent[] = [];
  for (let pages = 1, after: string | undefined; ; pages++) {
    const page = await list({ ...query, ...(after && { after }) });
    events.push(...page.events);
    if (page.next_cursor === null) return { events, pages };
    after = page.next_cursor;
  }
}

const age = (interval: string) => api.sql.query('UPDATE events SET at = at - $1::interval', [interval]);
const add = (events: number, type: string, at = "now() - interval '1 hour'") =>
  api.sql.query(`INSERT INTO events (type, actor, at) SELECT $1, 'system', ${at} FROM generate_series(1, $2)`, [
    type,
    events,
  ]);

const month = "date_trunc('month', now(), 'UTC')";
beforeEach(() => api.sql.query('DELETE FROM events'));

test('the events of a user, the oldest first, with all that is known', async () => {
  const { user } = await api.signIn(somebody());
  await api.signIn(somebody());
  await age('1 minute');
  const { events, next_cursor } = await list({ user_id: user.id });
  expect(next_cursor).toBeNull();
  expect(events).toEqual(
    ['user.created', 'user.signed_in'].map((type) => ({
      id: expect.any(Number),
      cursor: expect.any(String),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      type,
      user_id: user.id,
      session_id: expect.any(String),
      actor: 'user',
      ip: '127.0.0.1',
      user_agent: 'lightMyRequest',
      channel: 'telegram',
      data: { challenge: expect.any(String), way: 'code' },
    })),
  );
  expect((await list({ user_id: user.id, type: 'user.created' })).events).toEqual(events.slice(0, 1));
});

test('pages give every event once, in order, also of one moment and over months', async () => {
  const moment = `${month} - interval '1 millisecond'`;
  await add(5, 'third', `greatest(${month}, now() - interval '1 hour')`);
  await add(4, 'second', `${moment} + interval '7 microseconds'`);
  await add(3, 'first', `${moment} + interval '6 microseconds'`);
  await add(2, 'settled too late', "now() + interval '1 minute'");
  const { events, pages } = await readAll({ limit: '5' });
  expect(events.map(({ type }) => type)).toEqual([
    ...Array(3).fill('first'),
    ...Array(4).fill('second'),
    ...Array(5).fill('third'),
  ]);
  expect(new Set(events.map(({ id }) => id)).size).toBe(12);
  expect(pages).toBe(3);
  const [, second] = events;
  expect((await readAll({ after: second?.cursor ?? '' })).events).toEqual(events.slice(2));
});

test('a rare type among many events: short pages, and none is missed', async () => {
  await add(1, 'rare');
  await add(4500, 'common');
  await add(1, 'rare');
  const { events, pages } = await readAll({ type: 'rare' });
  expect(events.map(({ type }) => type)).toEqual(['rare', 'rare']);
  expect(pages).toBe(3); // of two thousand events that are looked at
  expect((await readAll({ type: 'never' })).events).toEqual([]);
});

test('an event is listed once no earlier one can follow: one that commits late is not missed', async () => {
  const insert = "INSERT INTO events (type, actor, at) VALUES ('late', 'system', now() - interval '2 seconds')";
  await besideTransaction(api, insert, async (commit) => {
    await add(1, 'early', "now() - interval '1 second'");
    expect((await list({})).events).toEqual([]);
    await commit();
  });
  await age('15 seconds');
  expect((await list({})).events.map(({ type }) => type)).toEqual(['late', 'early']);
});

test('wrong queries: 400 with the field', async () => {
  for (const [query, field] of [
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=1e1', 'limit'],
    ['limit=5&limit=6', 'limit'],
    ['after=x', 'after'],
    ['after=OTk5OTk5OTk5OTk5OTk5OS4x', 'after'], // a number that is not exact
    ['user_id=1', 'user_id'],
    ['userid=1', 'userid'],
    ['type=', 'type'],
    ['type=%00', 'type'], // PostgreSQL knows no such text
    ['type=user.created&type=user.deleted', 'type'],
    ['__proto__=1', '__proto__'],
  ] as const) {
    const answer = await service.call('GET', `events/?${query}`);
    expectError(answer, 400, 'validation_failed');
    expect(Object.keys(answer.json().error.fields)).toEqual([field]);
  }
});
