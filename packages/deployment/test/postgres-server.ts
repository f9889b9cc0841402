import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Debian's PostgreSQL: unlike the embedded one it comes with pg_dump and pg_restore. */
const PROGRAM = 'pg_virtualenv';

/** Whether it is installed. */
export function hasPostgresServer(): boolean {
  const isInstalled = spawnSync(PROGRAM, ['-h']).error === undefined;
  if (!isInstalled) process.stdout.write('Backups are not tested: no PostgreSQL here: apt-get install postgresql\n');
  return isInstalled;
}

export interface PostgresServer {
  /** The variables by which PostgreSQL's own programs find the server, as its administrator. */
  environment: Record<string, string>;
  /** The URL of one of its databases, as the user `raqam`. */
  url(database: string): string;
  stop(): Promise<void>;
}

const READY = 'ready';

/** Starts a PostgreSQL with a user and a database named `raqam`, as docs/deploy/self-hosting.md makes them. */
export async function startPostgresServer(): Promise<PostgresServer> {
  const started = `psql --quiet --command="CREATE ROLE raqam LOGIN PASSWORD 'secret'" --command='CREATE DATABASE raqam OWNER raqam'
    env | grep ^PG; echo ${READY}; read -r _`;
  const child = spawn(PROGRAM, ['-t', 'sh', '-e', '-c', started], { stdio: ['pipe', 'pipe', 'inherit'] });
  const environment = await readEnvironment(child);
  const { PGHOST: host, PGPORT: port } = environment;
  return {
    environment,
    url: (database) => `postgresql://raqam:secret@${host}:${port}/${database}`,
    async stop() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function readEnvironment({ stdout }: ChildProcess): Promise<Record<string, string>> {
  const environment: Record<string, string> = {};
  if (!stdout) throw new Error('The server has no output to read');
  for await (const line of createInterface(stdout)) {
    if (line === READY) return environment;
    const [, name = '', value = ''] = /^(PG\w+)=(.*)$/.exec(line) ?? [];
    if (name) environment[name] = value;
  }
  throw new Error('PostgreSQL did not start');
}
