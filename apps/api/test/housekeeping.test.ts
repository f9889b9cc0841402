import { expect, test } from 'vitest';
import { keepHouse } from '../src/housekeeping.ts';
import { somebody, useApi } from './support/test-api.ts';

const api = useApi();
const count = async (table: string) => Number((await api.sql.query(`SELECT count(*) FROM ${table}`)).rows[0].count);

test('a number that asked and never came is forgotten after a day, and a dead session after its time', async () => {
  await api.signIn(somebody());
  await api.issue(somebody());
  await keepHouse(api.db);
  expect([await count('codes'), await count('sessions')]).toEqual([2, 1]);
  await api.pass('23 hours');
  await keepHouse(api.db);
  expect(await count('codes')).toBe(2);
  await api.pass('2 hours');
  await keepHouse(api.db);
  expect([await count('codes'), await count('sessions')]).toEqual([0, 1]);
  await api.pass('14 days');
  await keepHouse(api.db);
  expect([await count('sessions'), await count('users')]).toEqual([0, 1]);
});
