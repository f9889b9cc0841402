import { expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { connectDatabase, type Database, DatabaseUnavailable } from '../../src/database/database.ts';
import { createDatabase } from '../support/database/create-database.ts';
import { TEMPLATE } from '../support/database/postgres.ts';
import { testConfig } from '../support/test-api.ts';

/** An api whose database can be taken away. */
async function startApi() {
  const url = await createDatabase(TEMPLATE);
  const real = connectDatabase({ url });
  const state = { isAway: false };
  const db: Database = {
    ...real,
    run: async (statement, args) => {
      if (state.isAway) throw new DatabaseUnavailable('ECONNREFUSED', { cause: new Error('away') });
      return real.run(statement, args);
    },
  };
  const app = await buildApp({ config: testConfig(url), db, version: '1.2.3', logger: false });
  app.addHook('onClose', () => db.close());
  return { app, state };
}

const unavailable = { status: 503, error: 'temporarily_unavailable', retry: '5' };

test('the database is away at the first request: 503, and the next one is served', async () => {
  const { app, state } = await startApi();
  state.isAway = true;
  const { statusCode, headers, json } = await app.inject('/oidc/jwks');
  expect({ status: statusCode, error: json().error, retry: headers['retry-after'] }).toEqual(unavailable);
  state.isAway = false;
  expect((await app.inject('/oidc/jwks')).statusCode).toBe(200);
  await app.close();
});

test('the database is away later: clients are told to try again, not that their tokens are invalid', async () => {
  const { app, state } = await startApi();
  await app.inject('/oidc/jwks');
  state.isAway = true;
  const token = await app.inject({
    method: 'POST',
    url: '/oidc/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'grant_type=refresh_token&refresh_token=a&client_id=shop&client_secret=b',
  });
  expect({ status: token.statusCode, error: token.json().error, retry: token.headers['retry-after'] }).toEqual(
    unavailable,
  );
  await app.close();
});
