import type pg from 'pg';

/**
 * The least SQL that the operations need, in tables of its own: a code with a key and one live code for each Telegram
 * user, a user with three keys, a session with two. No policy, budgets, events or failed attempts.
 */
const TABLES = `
  DROP SCHEMA IF EXISTS least CASCADE;
  CREATE SCHEMA least;
  CREATE TABLE least.codes (
    phone text PRIMARY KEY,
    digest bytea,
    telegram_id bigint NOT NULL,
    expires_at timestamptz NOT NULL
  ) WITH (fillfactor = 60);
  CREATE UNIQUE INDEX ON least.codes (telegram_id) WHERE digest IS NOT NULL;
  CREATE TABLE least.users (
    id uuid PRIMARY KEY,
    phone text UNIQUE,
    telegram_id bigint UNIQUE,
    first_name text NOT NULL DEFAULT '',
    last_name text NOT NULL DEFAULT '',
    date_joined timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE least.sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES least.users ON DELETE CASCADE,
    device_id text NOT NULL,
    UNIQUE (user_id, device_id),
    generation integer NOT NULL DEFAULT 0,
    rotated_at timestamptz NOT NULL DEFAULT now()
  );
`;

/** Writes a code. Arguments: phone, telegram_id. */
export const CREATE = `INSERT INTO least.codes (phone, digest, telegram_id, expires_at)
  VALUES (:phone, decode(repeat('00', 32), 'hex'), :telegram_id, now() + interval '10 minutes')`;
/** Uses the code up, and creates a user and a session. Arguments: phone, telegram_id. */
export const REGISTER = `WITH used AS (
    UPDATE least.codes SET digest = NULL WHERE phone = :phone AND digest IS NOT NULL RETURNING phone
  ), created AS (
    INSERT INTO least.users (id, phone, telegram_id) SELECT gen_random_uuid(), phone, :telegram_id FROM used RETURNING id
  ) INSERT INTO least.sessions (id, user_id, device_id) SELECT gen_random_uuid(), id, 'bench' FROM created RETURNING id`;
/** Counts one more pair of tokens. Argument: the session's id. */
export const REFRESH = `UPDATE least.sessions SET generation = generation + 1, rotated_at = now() WHERE id = :id
  RETURNING id, user_id, generation`;
/** The user of a session. Argument: the session's id. */
export const ME = `SELECT u.* FROM least.sessions s JOIN least.users u ON u.id = s.user_id WHERE s.id = :id`;

/** A statement for the driver, with its arguments as $1 and $2. */
export function withParameters(sql: string): string {
  return sql.replaceAll(':phone', '$1::text').replaceAll(':telegram_id', '$2::bigint').replaceAll(/:id\b/g, '$1::uuid');
}

/** Drops what is left of an earlier run, and creates the tables. */
export async function createLeastTables(database: pg.Pool): Promise<void> {
  await database.query(TABLES);
}
