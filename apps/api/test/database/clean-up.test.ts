import { describe, expect, test, vi } from 'vitest';
import { deleteExpired } from '../../src/clean-up.ts';
import { besideTransaction, untilLocked } from '../support/database/locks.ts';
import { somebody, useApi } from '../support/test-api.ts';

const api = useApi();
const EVENTS_KEEP_DAYS = 180;

const count = async (table: string) => Number((await api.sql.query(`SELECT count(*) FROM ${table}`)).rows[0].count);

const cleanUp = (batch?: number, signal?: AbortSignal) =>
  deleteExpired(
    api.db,
    {
      eventsKeepDays: EVENTS_KEEP_DAYS,
      ...(batch && { batch }),
      onError: (error) => {
        throw error;
      },
    },
    signal,
  );

/** Lets time pass for the clean-up too, which finds challenges by their time-ordered ids. */
async function age(hours: number): Promise<void> {
  await api.pass(`${hours} hours`);
  const milliseconds = hours * 60 * 60 * 1000;
  const { rows } = await api.sql.query('SELECT id FROM challenges');
  for (const { id } of rows) {
    const time = (Number.parseInt(id.replace('-', '').slice(0, 12), 16) - milliseconds).toString(16).padStart(12, '0');
    const aged = `${time.slice(0, 8)}-${time.slice(8)}${id.slice(13)}`;
    await api.sql.query('UPDATE challenges SET id = $2 WHERE id = $1', [id, aged]);
  }
}

test('a challenge and its budgets are deleted after a day, and a session once its device is no longer known', async () => {
  await api.signIn(somebody());
  await api.issue(somebody());
  await cleanUp();
  expect([await count('challenges'), await count('budgets'), await count('sessions')]).toEqual([2, 4, 1]);
  await age(24);
  await cleanUp();
  expect([await count('challenges'), await count('budgets')]).toEqual([2, 4]);
  await age(2);
  await cleanUp();
  expect([await count('challenges'), await count('budgets'), await count('sessions')]).toEqual([0, 0, 1]);
  await api.pass('398 days');
  await cleanUp();
  expect(await count('sessions')).toBe(1);
  await api.pass('1 day');
  await cleanUp();
  expect([await count('sessions'), await count('users')]).toEqual([0, 1]);
});

test('a budget is kept for as long as its newest time counts; an empty one is deleted at once', async () => {
  await api.sql.query(`INSERT INTO budgets (subject, hits) VALUES
    ('fail:+998901000001', ARRAY[now() - interval '24 hours', now() - interval '40 hours']),
    ('fail:+998901000002', ARRAY[now() - interval '26 hours']),
    ('send:sms:+998901000003', '{}')`);
  await cleanUp();
  expect((await api.sql.query('SELECT subject FROM budgets')).rows).toEqual([{ subject: 'fail:+998901000001' }]);
  await api.sql.query('DELETE FROM budgets');
});

test('deliveries and the counts of days are kept for thirty days', async () => {
  await api.sql.query(`INSERT INTO deliveries (channel, provider, provider_id, status, created_at)
    SELECT 'sms', 'eskiz', 'r' || days, 'delivered', now() - make_interval(days => days) FROM generate_series(28, 33) days`);
  await api.sql.query(`INSERT INTO sms_days (day, sent)
    SELECT (now() - make_interval(days => days))::date, 1 FROM generate_series(28, 33) days`);
  await cleanUp();
  expect((await api.sql.query('SELECT provider_id FROM deliveries ORDER BY 1')).rows).toEqual([
    { provider_id: 'r28' },
    { provider_id: 'r29' },
  ]);
  expect(await count('sms_days')).toBe(3);
});

test('updates of the bot are kept for the day in which Telegram may deliver them again', async () => {
  await api.sql.query(`INSERT INTO bot_updates (id, created_at, holder, held_until)
    SELECT 'u' || hours, now() - make_interval(hours => hours), gen_random_uuid(), now() FROM unnest(ARRAY[23, 25]) hours`);
  await cleanUp();
  expect((await api.sql.query('SELECT id FROM bot_updates')).rows).toEqual([{ id: 'u23' }]);
});

test('events are kept for EVENTS_KEEP_DAYS, in partitions of a month, and partitions exist for a year ahead', async () => {
  const month = (at: string) => `to_char(date_trunc('month', now() AT TIME ZONE 'UTC') + interval '${at}', 'YYYY_MM')`;
  const partition = async (at: string) => {
    const { rows } = await api.sql.query(`SELECT 'events_' || ${month(at)} AS name`);
    return rows[0].name as string;
  };
  const exists = async (name: string) => {
    const { rows } = await api.sql.query('SELECT to_regclass($1) IS NOT NULL AS found', [name]);
    return rows[0].found;
  };
  const [old, kept, coming] = [await partition('-8 months'), await partition('-5 months'), await partition('1 year')];
  for (const name of [old, kept]) {
    await api.sql.query(`CREATE TABLE ${name} (LIKE events INCLUDING DEFAULTS)`);
    await api.sql.query(`ALTER TABLE events ATTACH PARTITION ${name} FOR VALUES
      FROM ('${name.slice(7).replace('_', '-')}-01 00:00+00') TO ('${name.slice(7).replace('_', '-')}-28 00:00+00')`);
  }
  await api.sql.query(`DROP TABLE ${coming}`);
  await cleanUp();
  expect([await exists(old), await exists(kept), await exists(coming)]).toEqual([false, true, true]);
  await cleanUp();
  expect(await exists(kept)).toBe(true);
});

describe('many old rows', () => {
  const issueSeven = async () => {
    for (let i = 0; i < 7; i++) await api.issue(somebody());
    await age(26);
  };

  test('are deleted batch by batch, except locked ones', async () => {
    await issueSeven();
    const { rows } = await api.sql.query('SELECT id FROM challenges ORDER BY id LIMIT 1');
    const lock = `SELECT 1 FROM challenges WHERE id = '${rows[0].id}' FOR UPDATE`;
    await besideTransaction(api, lock, () => cleanUp(2));
    expect((await api.sql.query('SELECT id FROM challenges')).rows).toEqual(rows);
    expect(await count('budgets')).toBe(0);
    await cleanUp(2);
    expect(await count('challenges')).toBe(0);
  });

  test('are left alone while another replica cleans up', async () => {
    await issueSeven();
    await besideTransaction(api, 'SELECT pg_advisory_xact_lock(7269971)', () => cleanUp(2));
    expect(await count('challenges')).toBe(7);
    await cleanUp(2);
    expect(await count('challenges')).toBe(0);
  });

  test('stay once the clean-up is stopped, which takes effect at once', async () => {
    await issueSeven();
    const stop = new AbortController();
    // the pause is a multiple of the batch's duration, which is a day here
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 24 * 60 * 60 * 1000));
    await besideTransaction(api, 'LOCK TABLE challenges', async (commit) => {
      const cleaning = cleanUp(2, stop.signal);
      await untilLocked(api);
      stop.abort();
      await commit();
      await cleaning;
    });
    clock.mockRestore();
    expect([await count('challenges'), await count('budgets')]).toEqual([5, 14]);
    await cleanUp();
  });
});

test('a failed statement is reported, and the others still run', async () => {
  await api.issue(somebody());
  await age(26);
  await api.sql.query('ALTER TABLE challenges RENAME TO away');
  const errors: Error[] = [];
  await deleteExpired(api.db, { eventsKeepDays: EVENTS_KEEP_DAYS, onError: (error) => errors.push(error) });
  await api.sql.query('ALTER TABLE away RENAME TO challenges');
  expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining('challenges')]);
  expect([await count('challenges'), await count('budgets')]).toEqual([1, 0]);
});

test('the age of sessions and deliveries has an index', async () => {
  const { rows } = await api.sql.query(`SELECT tablename FROM pg_indexes
    WHERE tablename IN ('sessions', 'deliveries') AND indexdef ~ '\\(created_at\\)' ORDER BY 1`);
  expect(rows).toEqual([{ tablename: 'deliveries' }, { tablename: 'sessions' }]);
});
