import { execFile } from 'node:child_process';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { choosePlace } from '@raqam/local-stack/postgres/choose-place';
import pg from 'pg';
import type { Fault } from '../fault.ts';
import { startDatabaseServer } from '../world/database-server.ts';

const run = promisify(execFile);

/** Runs statements, each in a transaction of its own, on a connection of its own. */
async function execute(url: string, ...statements: string[]): Promise<pg.QueryResult[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const results: pg.QueryResult[] = [];
    for (const statement of statements) results.push(await client.query(statement));
    return results;
  } finally {
    await client.end();
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; ) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The standby did not follow within a minute');
}

export const failoverFaults: Record<string, Fault> = {
  failover: {
    shows: 'the primary dies, its synchronous standby is promoted, and the old primary comes back read-only',
    times: 1,
    async cause({ world, last, untilReadyzSays }) {
      const { database: primary, proxy, directory } = world;
      // a copy of a stopped server is a standby's beginning
      await primary.stop();
      const dataDirectory = join(directory, 'standby');
      const { data } = await choosePlace(dataDirectory);
      await run('cp', ['-a', primary.dataDirectory, data]);
      await writeFile(join(data, 'standby.signal'), '');
      await appendFile(
        join(data, 'postgresql.auto.conf'),
        `primary_conninfo = 'host=127.0.0.1 port=${primary.port} user=raqam application_name=standby'\n`,
      );
      await primary.startAgain();
      const standby = await startDatabaseServer({ dataDirectory, settings: { max_connections: '80' } });
      world.undo(async () => {
        await standby.stop();
        await run('rm', ['-rf', data]);
      });
      await until(async () => {
        const [found] = await execute(primary.url, "SELECT FROM pg_stat_replication WHERE state = 'streaming'");
        return found?.rowCount === 1;
      });
      await execute(primary.url, "ALTER SYSTEM SET synchronous_standby_names = 'standby'", 'SELECT pg_reload_conf()');
      await last(5_000);

      await primary.crash();
      proxy.switchTo(standby.port); // before the standby is promoted
      await untilReadyzSays('503 read_only');
      await last(2_000);
      await execute(standby.url, 'SELECT pg_promote()');
      world.database = standby;
      await last(5_000);

      await primary.startAgain({ default_transaction_read_only: 'on', synchronous_standby_names: '' });
      proxy.switchTo(primary.port); // a name server that is behind
      await last(4_000);
      proxy.switchTo(standby.port);
    },
  },
};
