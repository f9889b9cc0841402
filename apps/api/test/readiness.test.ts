import { PHONE_RULES } from '@raqam/service/build-stamp';
import { expect, test } from 'vitest';
import { NEWEST_MIGRATION } from '../src/database/migrate.ts';
import { expectError, useApi } from './support/test-api.ts';

const api = useApi();

test.for(['/readyz', '/api/v1/readyz'])(
  '%s tells the version, the newest migration and the phone rules',
  async (path) => {
    const answer = await api.get(path);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      status: 'ok',
      version: '1.2.3+abcdef0',
      migration: NEWEST_MIGRATION,
      phone_rules: PHONE_RULES,
    });
    expect((await api.get(path.replace('readyz', 'healthz'))).json()).toEqual({ status: 'ok' });
  },
);

test('a database without the newest migration, or without any, is not ready for want of migrations', async () => {
  for (const lack of [
    `DELETE FROM kysely_migration WHERE name = '${NEWEST_MIGRATION}'`,
    'ALTER TABLE kysely_migration RENAME TO away',
  ]) {
    await api.sql.query(lack);
    const answer = await api.get('/readyz');
    expectError(answer, 503, 'not_ready');
    expect(answer.json().error.reason).toBe('migrations');
  }
});
