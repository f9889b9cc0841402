import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '../src/postgres/start-postgres.ts';

let directory: string;
/** The directory for the data of a test. */
let left: string[];
beforeEach(async () => {
  left = [];
  directory = await mkdtemp(join(tmpdir(), 'checkout-')); // mode 700, as some checkouts are
});
afterEach(async () => {
  for (const path of [directory, ...left]) await rm(path, { recursive: true, force: true });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a real PostgreSQL answers, with several connections at once', async () => {
  const postgres = await startPostgres();
  const answers = await Promise.all(
    [1, 2, 3].map((n) => query(postgres.url, `SELECT ${n} AS n, pg_backend_pid() AS pid`)),
  );
  expect(answers.flat()).toMatchObject([{ n: 1 }, { n: 2 }, { n: 3 }]);
  expect(new Set(answers.flat().map((row) => Object(row).pid)).size).toBe(3);
  await postgres.stop();
});

test('data is kept between starts, and dropped with `fresh`', async () => {
  const dataDirectory = join(directory, 'data');
  const first = await startPostgres({ dataDirectory });
  left.push(first.dataDirectory);
  await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');
  await first.stop();

  const second = await startPostgres({ dataDirectory });
  expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  await second.stop();

  const third = await startPostgres({ dataDirectory, fresh: true });
  await expect(query(third.url, 'SELECT n FROM kept')).rejects.toThrow(/kept/);
  await third.stop();
});

test('the next start ends the server of a killed run', async () => {
  const dataDirectory = join(directory, 'data');
  const killed = await startPostgres({ dataDirectory });
  left.push(killed.dataDirectory);
  const next = await startPostgres({ dataDirectory, port: killed.port });
  expect(next.pid).not.toBe(killed.pid);
  expect(existsSync(`/proc/${killed.pid}`)).toBe(false);
  expect(await query(next.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  await next.stop();
});

test('after a kill -9 the next start waits until the last process of the server has ended', async () => {
  const dataDirectory = join(directory, 'data');
  const killed = await startPostgres({ dataDirectory });
  left.push(killed.dataDirectory);
  const client = new pg.Client({ connectionString: killed.url }).on('error', () => {}); // it breaks
  await client.connect();
  const backend = Number((await client.query('SELECT pg_backend_pid() AS pid')).rows[0].pid);
  process.kill(backend, 'SIGSTOP'); // it can't end
  onTestFinished(() => void (existsSync(`/proc/${backend}`) && process.kill(backend, 'SIGKILL')));
  process.kill(killed.pid, 'SIGKILL');
  const tries = new Set<string>();
  const countTries = async () => {
    for (const pid of await processesOf(killed.dataDirectory)) tries.add(pid);
    return tries.size;
  };
  const starting = startPostgres({ dataDirectory });
  await Promise.race([starting, expect.poll(countTries, { interval: 5 }).toBeGreaterThan(2)]);
  process.kill(backend, 'SIGCONT');
  const next = await starting;
  expect(await query(next.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  await next.stop();
});

/** Ids of processes whose command line has this text. */
async function processesOf(text: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return ids.filter((_, index) => commands[index]?.includes(text));
}

test('the error names a port in use', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  await expect(startPostgres({ port })).rejects.toThrow(String(port));
  holder.close();
});
