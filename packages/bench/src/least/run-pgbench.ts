import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type pg from 'pg';
import type { Operation } from '../operations.ts';
import { CREATE, ME, REFRESH, REGISTER } from './least-sql.ts';

const run = promisify(execFile);

/** A session of each client: its id holds the client's number. */
const SESSION_ID = `('00000000-0000-4000-8000-' || lpad((:client_id)::text, 12, '0'))::uuid`;
/** Phone numbers with 15 digits, so that random ones do not meet. */
const NEW_PERSON = String.raw`\set n random(100000000000000, 999999999999999)`;
const SCRIPTS: Record<Operation, readonly string[]> = {
  journey: [NEW_PERSON, `${bind(CREATE)};`, `${bind(REGISTER)};`],
  refresh: [`${bind(REFRESH)};`],
  me: [`${bind(ME)};`],
};

/** Binds pgbench's variables, on one line, since pgbench ends a command at the line's end. */
function bind(sql: string): string {
  return sql
    .replaceAll(':phone', `'+' || (:n)::text`)
    .replaceAll(':telegram_id', ':n::bigint')
    .replaceAll(/:id\b/g, SESSION_ID)
    .replaceAll(/\s+/g, ' ');
}

/** Creates a session for each of pgbench's clients, in the tables of `least-sql.ts`. */
export async function createSessions(database: pg.Pool, clients: number): Promise<void> {
  await database.query(
    `WITH created AS (
      INSERT INTO least.users (id, phone, telegram_id)
      SELECT gen_random_uuid(), '+' || client_id, client_id + 1 FROM generate_series(0, $1::int - 1) client_id
      RETURNING id, telegram_id - 1 AS client_id
    ) INSERT INTO least.sessions (id, user_id, device_id)
      SELECT ${SESSION_ID.replace(':client_id', 'client_id')}, id, 'bench' FROM created`,
    [clients],
  );
}

/** pgbench comes with PostgreSQL's own packages, not with the embedded one. */
export async function isPgbenchInstalled(): Promise<boolean> {
  return run('pgbench', ['--version']).then(
    () => true,
    () => false,
  );
}

/** Measures PostgreSQL alone. Each of pgbench's clients repeats the operation on a connection of its own. */
export async function runPgbench(
  url: string,
  { operation, connections, seconds }: { operation: Operation; connections: number; seconds: number },
): Promise<{ perSecond: number; runs: number }> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-'));
  const script = join(directory, 'operation.sql');
  try {
    await writeFile(script, `${SCRIPTS[operation].join('\n')}\n`);
    const options = {
      '-M': 'prepared',
      '-c': connections,
      '-j': Math.min(2, connections),
      '-T': Math.ceil(seconds),
      '-f': script,
    };
    const { stdout } = await run('pgbench', ['-n', ...Object.entries(options).flat().map(String), url]);
    return { perSecond: find(stdout, /tps = ([\d.]+)/), runs: find(stdout, /actually processed: (\d+)/) };
  } finally {
    await rm(directory, { recursive: true });
  }
}

function find(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`pgbench did not say ${pattern}:\n${text}`);
  return Number(found);
}
