import pg from 'pg';
import { filledPerson } from '../load/people.ts';

/** Rows per statement */
const BATCH = 250_000;

/** A user, a session and a code take 0.9 KB with their indexes; the log of writes and of later loads comes on top. */
export const BYTES_PER_PERSON = 1_500;

const { phone, telegramId } = filledPerson('i');

/** A user with a session. Arguments: the first index and the last one. */
const USERS = `WITH created AS (
    INSERT INTO users (id, phone, telegram_id, first_name, last_name, is_verified, date_joined)
    SELECT gen_random_uuid(), ${phone}, ${telegramId}, 'Aziza', 'Karimova', true, now() - interval '30 days'
    FROM generate_series($1::bigint, $2::bigint) i
    RETURNING id
  ) INSERT INTO sessions (id, user_id, device_id, device_name, ip_address, user_agent)
    SELECT gen_random_uuid(), id, 'bench', 'Chrome on Android', '203.0.113.7', 'Mozilla/5.0 (Linux; Android 10; K)'
    FROM created`;

/** A used code. Arguments: the first index, the last one, the code's age. */
const CODES = `INSERT INTO codes (channel, phone, digest, is_used, proof, telegram_id, expires_at, issued_at)
  SELECT 'telegram', ${phone}, decode(repeat('00', 32), 'hex'), true, 'contact', ${telegramId},
    now() - $3::interval, ARRAY[now() - $3::interval]
  FROM generate_series($1::bigint, $2::bigint) i`;

/** An unused session. The clean-up does not read its user, who is left out. Arguments as above. */
const SESSIONS = `INSERT INTO sessions (id, user_id, device_id, rotated_at)
  SELECT gen_random_uuid(), gen_random_uuid(), 'bench', now() - $3::interval
  FROM generate_series($1::bigint, $2::bigint) i`;

/** Past its life, but too young for the clean-up */
const OLD = '1 hour';
/** Old enough for the clean-up, whatever it cleans up */
const EXPIRED = '400 days';

/** Signs up many people at once: each has a user, a session and a used code. Takes minutes for millions. */
export async function fillWithPeople(url: string, people: number): Promise<void> {
  await fill(url, people, (client, range) => [client.query(USERS, range), client.query(CODES, [...range, OLD])]);
}

/** Writes as many rows that the clean-up deletes, over all tables together. */
export async function fillWithExpiredRows(url: string, rows: number): Promise<void> {
  const statements = [CODES, SESSIONS];
  await fill(url, rows / statements.length, (client, range) =>
    statements.map((statement) => client.query(statement, [...range, EXPIRED])),
  );
}

/** Counts the rows that the clean-up should delete. */
export async function countExpiredRows(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query(`
    SELECT (SELECT count(*) FROM codes WHERE expires_at < now() - interval '${OLD}')
      + (SELECT count(*) FROM sessions WHERE rotated_at < now() - interval '${OLD}') AS count`);
  return Number(rows[0].count);
}

async function fill(
  url: string,
  rows: number,
  write: (client: pg.Client, range: [first: number, last: number]) => Promise<unknown>[],
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SET session_replication_role = replica'); // no checks of foreign keys, row by row
    await client.query('SET synchronous_commit = off');
    for (let first = 0; first < rows; first += BATCH) {
      const last = Math.min(first + BATCH, rows) - 1;
      await Promise.all(write(client, [first, last]));
    }
    await client.query('VACUUM ANALYZE');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}
