import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { measure } from './measure.ts';

/**
 * The least SQL that a journey needs: one prepared statement writes a code, another one uses it up and creates a user
 * and a session, without any policy. The throughput of PostgreSQL alone is the ceiling that the API is compared with.
 */
const CREATE = `INSERT INTO codes (channel, phone, digest, proof, telegram_id, expires_at, issued_at)
  VALUES ('telegram', :phone, decode(repeat('00', 32), 'hex'), 'contact', :id, now() + interval '10 minutes', ARRAY[now()])`;
const REGISTER = `WITH used AS (
    UPDATE codes SET digest = NULL WHERE channel = 'telegram' AND phone = :phone AND digest IS NOT NULL RETURNING phone
  ), created AS (
    INSERT INTO users (id, phone, telegram_id, is_verified) SELECT gen_random_uuid(), phone, :id, true FROM used RETURNING id
  ) INSERT INTO sessions (id, user_id, device_id) SELECT gen_random_uuid(), id, 'bench' FROM created`;

export interface LeastSqlOptions {
  connections: number;
  seconds: number;
  /** Number of the run on this database, from 0: each run uses phone numbers of its own. */
  run: number;
}

/** Seven digits hold 64 clients with this many numbers each, enough for three runs per client. */
const NUMBERS_PER_CLIENT = 150_000;
const NUMBERS_PER_RUN = 50_000;

/** Measures journeys per second of PostgreSQL alone with pgbench, or with the bare driver if pgbench is missing. */
export async function measureLeastSql(
  url: string,
  options: LeastSqlOptions,
): Promise<{ perSecond: number; tool: string }> {
  const pgbench = await runPgbench(url, options).catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (pgbench !== undefined) return { perSecond: pgbench, tool: 'pgbench' };
  return { perSecond: await runDriver(url, options), tool: 'the bare driver' };
}

/** Joins a statement to one line, since pgbench ends a command at the line's end. */
function oneLine(sql: string): string {
  return sql.replaceAll(/\s+/g, ' ');
}

async function runPgbench(url: string, { connections, seconds, run }: LeastSqlOptions): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-'));
  const script = join(directory, 'journey.sql');
  const bind = (sql: string) =>
    sql.replaceAll(':phone', `'+99893' || lpad((:n)::text, 7, '0')`).replaceAll(':id', ':n::bigint');
  const nextNumber = `\\set i :i + 1\n\\set n :client_id * ${NUMBERS_PER_CLIENT} + :i\n`;
  await writeFile(script, `${nextNumber}${oneLine(bind(CREATE))};\n${oneLine(bind(REGISTER))};\n`);
  try {
    const threads = String(Math.min(2, connections));
    const args = [
      '-n',
      '-M',
      'prepared',
      '-D',
      `i=${run * NUMBERS_PER_RUN}`,
      '-c',
      String(connections),
      '-j',
      threads,
      '-T',
      String(seconds),
      '-f',
      script,
      url,
    ];
    const { stdout } = await promisify(execFile)('pgbench', args);
    const tps = /tps = ([\d.]+)/.exec(stdout)?.[1];
    if (tps === undefined) throw new Error(`pgbench said nothing of its speed:\n${stdout}`);
    return Number(tps);
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function runDriver(url: string, { connections, seconds, run }: LeastSqlOptions): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  let next = run * 3_000_000;
  const bind = (sql: string) => sql.replaceAll(':phone', '$1::text').replaceAll(':id', '$2::bigint');
  const statements = { create: bind(CREATE), register: bind(REGISTER) };
  try {
    const { perSecond } = await measure({
      connections,
      warmUp: 0,
      seconds,
      async work() {
        const id = next++;
        const values = [`+99893${String(id).padStart(7, '0')}`, id];
        await pool.query({ name: 'create', text: statements.create, values });
        await pool.query({ name: 'register', text: statements.register, values });
      },
    });
    return perSecond;
  } finally {
    await pool.end();
  }
}
