import { expect, test } from 'vitest';
import '../src/app.ts';
import '../src/clean-up.ts';
import { prepare, statements } from '../src/database/prepare.ts';
import { useApi } from './support/test-api.ts';

const api = useApi();

/** Fewer mean that the imports above miss some. */
const FEWEST = 30;

test('PostgreSQL accepts every statement with the schema of the migrations', async () => {
  expect(statements.size).toBeGreaterThanOrEqual(FEWEST);
  const connection = await api.sql.connect();
  try {
    for (const [name, statement] of statements) {
      const prepared = await connection.query(`PREPARE "${name}" AS ${statement.compile().text}`).catch(String);
      expect(prepared, name).toMatchObject({ command: 'PREPARE' });
    }
  } finally {
    connection.release();
  }
});

test('a name that is taken is refused', () => {
  expect(() => prepare('find-code', (_args: object, db) => db.selectFrom('users').select('id'))).toThrow('find-code');
});
