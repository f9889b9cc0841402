import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, expect, inject, test } from 'vitest';
import { json } from '../../src/database/columns.ts';
import { connectDatabase, DatabaseUnavailable } from '../../src/database/database.ts';
import { prepare } from '../../src/database/prepare.ts';

/** While another connection holds this advisory lock, statements wait, so that each needs a connection of its own. */
const GATE = 1;

const findSettings = prepare(
  'find-settings',
  { pid: 'int4', settings: json<string[]>() },
  () => sql`
    SELECT pg_backend_pid() AS pid, jsonb_build_array(current_setting('plan_cache_mode'),
      current_setting('enable_seqscan'), current_setting('statement_timeout'), current_setting('lock_timeout'),
      current_setting('application_name')) AS settings
    FROM pg_advisory_xact_lock_shared(${sql.lit(GATE)})`,
);
const SETTINGS = ['force_generic_plan', 'off', '10s', '5s', 'raqam-api'];

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function useDatabase(url: string, connections: number) {
  const db = connectDatabase({ url, connections });
  cleanUps.push(() => db.close());
  return db;
}

/** A TCP proxy before PostgreSQL that counts the messages with a SET; while `breaks`, such a message ends its connection. */
async function useProxy() {
  const { port, username, pathname } = new URL(inject('postgresUrl'));
  const state = { sets: 0, breaks: false, url: '' };
  const server = createServer((client) => {
    const upstream = connect(Number(port), '127.0.0.1');
    for (const socket of [client, upstream]) socket.on('error', () => {});
    client.on('data', (chunk) => {
      const isSet = chunk.includes('SET plan_cache_mode');
      if (isSet) state.sets += 1;
      if (isSet && state.breaks) client.destroy();
      else upstream.write(chunk);
    });
    upstream.pipe(client);
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => server.close());
  const address = server.address() as AddressInfo; // of TCP
  state.url = `postgres://${username}@127.0.0.1:${address.port}${pathname}`;
  return state;
}

test('every connection gets its settings in one message before its first statement', async () => {
  const proxy = await useProxy();
  const db = useDatabase(proxy.url, 4);
  const holder = new pg.Client({ connectionString: inject('postgresUrl') });
  await holder.connect();
  cleanUps.push(() => holder.end());
  const waiting = "SELECT FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()";
  for (let round = 0; round < 3; round++) {
    await holder.query(`SELECT pg_advisory_lock(${GATE})`);
    const finding = Promise.all(Array.from({ length: 16 }, () => db.run(findSettings, {})));
    await expect.poll(async () => (await holder.query(waiting)).rowCount).toBe(4);
    await holder.query(`SELECT pg_advisory_unlock(${GATE})`);
    const found = (await finding).flat();
    expect(new Set(found.map(({ pid }) => pid)).size).toBe(4);
    expect(found.map(({ settings }) => settings)).toEqual(Array(16).fill(SETTINGS));
  }
  expect(proxy.sets).toBe(4);
});

test('a connection that breaks before it has its settings: the database is unavailable, and the next one works', async () => {
  const proxy = await useProxy();
  const db = useDatabase(proxy.url, 2);
  proxy.breaks = true;
  await expect(Promise.all([db.run(findSettings, {}), db.run(findSettings, {})])).rejects.toThrow(DatabaseUnavailable);
  proxy.breaks = false;
  expect(await db.run(findSettings, {})).toMatchObject([{ settings: SETTINGS }]);
});
