import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findServerOwner } from '@raqam/local-stack/postgres/choose-place';
import { afterAll, beforeAll, beforeEach, inject } from 'vitest';
import { PGBOUNCER_HINT } from './find-pgbouncer.ts';

/** The name of its socket in its own directory, so that it needs no free port. */
const PORT = 6432;

export interface TestPgBouncer {
  /** The URL of a database of the tests' PostgreSQL, through the pooler. */
  urlOf(url: string, parameters?: Record<string, string>): string;
}

/**
 * A real PgBouncer in front of the tests' PostgreSQL, with so many server connections for each database. Without
 * PgBouncer on the machine the tests of the file or group are skipped, except in CI, where they fail.
 */
export function usePgBouncer(mode: 'transaction' | 'session', serverConnections: number): TestPgBouncer {
  const state: { directory?: string; pooler?: ChildProcess } = {};

  beforeAll(async () => {
    const program = inject('pgbouncer');
    if (!program && inject('isCi')) throw new Error(PGBOUNCER_HINT);
    if (!program) return;
    const owner = findServerOwner();
    const directory = await mkdtemp('/tmp/pgbouncer-'); // a socket's path is short, and TMPDIR may be root's own
    state.directory = directory;
    const { hostname, port, username } = new URL(inject('postgresUrl'));
    const file = (name: string) => join(directory, name);
    await writeFile(file('users'), `"${username}" ""\n`);
    await writeFile(
      file('pgbouncer.ini'),
      `[databases]
* = host=${hostname} port=${port}
[pgbouncer]
pool_mode = ${mode}
default_pool_size = ${serverConnections}
max_client_conn = 200
auth_type = trust
auth_file = ${file('users')}
listen_port = ${PORT}
unix_socket_dir = ${directory}
`,
    );
    if (owner) await chown(directory, owner.uid, owner.gid);
    const pooler = spawn(program, [file('pgbouncer.ini')], { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], ...owner });
    state.pooler = pooler;
    const said: string[] = [];
    for await (const line of createInterface(pooler.stderr)) {
      said.push(line);
      if (!line.includes('process up')) continue;
      pooler.stderr.resume(); // or it would block once the pipe is full
      return;
    }
    throw new Error(`PgBouncer did not start:\n${said.join('\n')}`);
  });
  beforeEach(({ skip }) => skip(!inject('pgbouncer'), PGBOUNCER_HINT));
  afterAll(async () => {
    const { pooler, directory } = state;
    if (pooler && pooler.exitCode === null && pooler.kill('SIGTERM')) await once(pooler, 'exit');
    if (directory) await rm(directory, { recursive: true });
  });

  return {
    urlOf(url, parameters = {}) {
      const pooled = new URL(url);
      const place = { host: String(state.directory), port: String(PORT) };
      for (const [name, value] of Object.entries({ ...place, ...parameters })) pooled.searchParams.set(name, value);
      return pooled.href;
    },
  };
}
