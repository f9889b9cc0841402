import pg from 'pg';
import { filledPerson } from '../load/people.ts';

/** Rows per statement */
const BATCH = 250_000;

/** A user, a session and a challenge with their indexes: 0.9 KB. The rest is for the write-ahead log and the load's rows. */
export const BYTES_PER_PERSON = 1_500;

const { phone, telegramId } = filledPerson('i');

/** A user with a session. Arguments: the first index and the last one. */
const USERS = `WITH created AS (
    INSERT INTO users (id, phone, telegram_id, first_name, last_name, date_joined, phone_proved_at)
    SELECT gen_random_uuid(), ${phone}, ${telegramId}, 'Aziza', 'Karimova', now() - interval '30 days', now()
    FROM generate_series($1::bigint, $2::bigint) i
    RETURNING id
  ) INSERT INTO sessions (id, user_id, device_id, device_name, ip_address, user_agent)
    SELECT gen_random_uuid(), id, 'bench', 'Chrome on Android', '203.0.113.7', 'Mozilla/5.0 (Linux; Android 10; K)'
    FROM created`;

/** A challenge whose code was used. Arguments: the first index, the last one, the age. */
const CHALLENGES = `INSERT INTO challenges (id, channel, phone, telegram_id, proof, digest, state, expires_at, collected_at)
  SELECT uuidv7(- $3::interval), 'telegram', ${phone}, ${telegramId}, 'contact', decode(repeat('00', 32), 'hex'),
    'collected', now() - $3::interval, now() - $3::interval
  FROM generate_series($1::bigint, $2::bigint) i`;

/** A session with a time of its own, without its user, whom the clean-up does not read. Arguments as above. */
const SESSIONS = `INSERT INTO sessions (id, user_id, device_id, created_at, rotated_at)
  SELECT gen_random_uuid(), gen_random_uuid(), 'bench', now() - $3::interval - i * interval '1 ms', now() - $3::interval
  FROM generate_series($1::bigint, $2::bigint) i`;

/** An event without a user. Arguments as above. */
const EVENTS = `INSERT INTO events (at, type, actor)
  SELECT now() - $3::interval, 'user.signed_in', 'user' FROM generate_series($1::bigint, $2::bigint) i`;

/** Expired, but too recent for the clean-up */
const OLD = '1 hour';
/** Old enough for the clean-up of every table */
const EXPIRED = '400 days';

/** Signs up many people at once: each has a user, a session and a used challenge. Takes minutes for millions. */
export async function fillWithPeople(url: string, people: number): Promise<void> {
  await fill(url, people, [
    { text: USERS, age: [] },
    { text: CHALLENGES, age: [OLD] },
  ]);
}

/** A partition for the expired events, named as the product names its partitions */
const EXPIRED_MONTH = `DO $$
  DECLARE month timestamptz := date_trunc('month', now() - interval '${EXPIRED}', 'UTC');
  BEGIN
    EXECUTE format('CREATE TABLE %I PARTITION OF events FOR VALUES FROM (%L) TO (%L)',
      to_char(month AT TIME ZONE 'UTC', '"events_"YYYY_MM'), month, month + interval '1 month');
  END $$`;

/** Writes so many rows that the clean-up deletes, in equal parts to three tables. */
export async function fillWithExpiredRows(url: string, rows: number): Promise<void> {
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  await database.query(EXPIRED_MONTH);
  await database.end();
  const statements = [CHALLENGES, SESSIONS, EVENTS];
  const expired = statements.map((text) => ({ text, age: [EXPIRED] }));
  await fill(url, Math.round(rows / statements.length), expired);
}

/** Whether the clean-up has rows left to delete; looks at indexes only, because journeys are measured meanwhile. */
export async function hasExpiredRows(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query(`
    SELECT EXISTS (SELECT FROM challenges WHERE id < uuidv7(- interval '2 days'))
      OR EXISTS (SELECT FROM sessions WHERE created_at < now() - interval '${EXPIRED}') AS has_expired`);
  return rows[0].has_expired;
}

/** Counts the rows that the clean-up should delete. */
export async function countExpiredRows(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query(`
    SELECT (SELECT count(*) FROM challenges WHERE expires_at < now() - interval '${OLD}')
      + (SELECT count(*) FROM events WHERE at < now() - interval '${OLD}')
      + (SELECT count(*) FROM sessions WHERE rotated_at < now() - interval '${OLD}') AS count`);
  return Number(rows[0].count);
}

async function fill(
  url: string,
  rows: number,
  statements: readonly { text: string; age: readonly string[] }[],
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SET session_replication_role = replica'); // no checks of foreign keys, row by row
    await client.query('SET synchronous_commit = off');
    for (let first = 0; first < rows; first += BATCH) {
      const last = Math.min(first + BATCH, rows) - 1;
      for (const { text, age } of statements) await client.query(text, [first, last, ...age]);
    }
    await client.query('VACUUM ANALYZE');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}
