import { expect, test } from 'vitest';
import { deleteExpired } from '../../src/clean-up.ts';
import { somebody, useApi } from '../support/test-api.ts';

const api = useApi();
const count = async (table: string) => Number((await api.sql.query(`SELECT count(*) FROM ${table}`)).rows[0].count);
const cleanUp = (options?: { batch: number }) =>
  deleteExpired(
    api.db,
    (error) => {
      throw error;
    },
    options,
  );

test('a number that never used its code is deleted after a day, and a dead session after its time', async () => {
  await api.signIn(somebody());
  await api.issue(somebody());
  await cleanUp();
  expect([await count('codes'), await count('code_requesters'), await count('sessions')]).toEqual([2, 2, 1]);
  await api.pass('23 hours');
  await cleanUp();
  expect([await count('codes'), await count('code_requesters')]).toEqual([2, 2]);
  await api.pass('2 hours');
  await cleanUp();
  expect([await count('codes'), await count('code_requesters'), await count('sessions')]).toEqual([0, 0, 1]);
  await api.pass('14 days');
  await cleanUp();
  expect([await count('sessions'), await count('users')]).toEqual([0, 1]);
});

test('failed attempts are kept for as long as they are counted', async () => {
  const { phone } = somebody();
  await api.issue({ ...somebody(), phone });
  await api.pass('25 hours');
  await api.sql.query('UPDATE codes SET known_failed_at = ARRAY[now()] WHERE phone = $1', [phone]);
  await cleanUp();
  expect(await count('codes')).toBe(1);
  await api.pass('25 hours');
  await cleanUp();
  expect(await count('codes')).toBe(0);
});

test('delivery reports and the counts of days are kept for thirty days', async () => {
  await api.sql.query(`INSERT INTO sms_reports (gateway_id, status, created_at)
    SELECT 'r' || days, 'delivered', now() - make_interval(days => days) FROM generate_series(28, 33) days`);
  await api.sql.query(`INSERT INTO sms_days (day, sent)
    SELECT (now() - make_interval(days => days))::date, 1 FROM generate_series(28, 33) days`);
  await cleanUp();
  expect((await api.sql.query('SELECT gateway_id FROM sms_reports ORDER BY 1')).rows).toEqual([
    { gateway_id: 'r28' },
    { gateway_id: 'r29' },
  ]);
  expect(await count('sms_days')).toBe(3);
});

test('more rows than one batch are all deleted, except locked ones', async () => {
  for (let i = 0; i < 7; i++) await api.issue(somebody());
  await api.sql.query(`INSERT INTO codes (channel, phone, proof, expires_at, issued_at)
    SELECT 'sms', phone, 'sms', expires_at, issued_at FROM codes`);
  await api.pass('25 hours');
  const { rows } = await api.sql.query('SELECT channel, phone FROM codes LIMIT 1');
  const holder = await api.sql.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM codes WHERE (channel, phone) = ($1, $2) FOR UPDATE', [
    rows[0].channel,
    rows[0].phone,
  ]);
  await cleanUp({ batch: 2 });
  await holder.query('ROLLBACK');
  holder.release();
  expect((await api.sql.query('SELECT channel, phone FROM codes')).rows).toEqual(rows);
  expect(await count('code_requesters')).toBe(0);
  await cleanUp({ batch: 2 });
  expect(await count('codes')).toBe(0);
});

test('a failed statement is reported, and the others still run', async () => {
  await api.signIn(somebody());
  await api.pass('15 days');
  await api.sql.query('ALTER TABLE codes RENAME TO away');
  const errors: Error[] = [];
  await deleteExpired(api.db, (error) => errors.push(error));
  await api.sql.query('ALTER TABLE away RENAME TO codes');
  expect(errors.map(({ message }) => message)).toEqual(Array(2).fill(expect.stringContaining('codes'))); // one of each channel
  expect([await count('code_requesters'), await count('sessions')]).toEqual([0, 0]);
});

test('the age of sessions and reports has an index', async () => {
  const { rows } = await api.sql.query(`SELECT tablename FROM pg_indexes
    WHERE tablename IN ('sessions', 'sms_reports') AND indexdef ~ '\\((rotated_at|created_at)\\)' ORDER BY 1`);
  expect(rows).toEqual([{ tablename: 'sessions' }, { tablename: 'sms_reports' }]);
});
