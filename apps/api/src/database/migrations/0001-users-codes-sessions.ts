import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE users (
      id uuid PRIMARY KEY,
      -- NULL only after another person proved that the number is theirs
      phone text UNIQUE CHECK (phone ~ '^\\+[1-9][0-9]{8,14}$'),
      telegram_id bigint UNIQUE CHECK (telegram_id BETWEEN 1 AND 4503599627370496),
      first_name text NOT NULL DEFAULT '' CHECK (char_length(first_name) <= 100),
      last_name text NOT NULL DEFAULT '' CHECK (char_length(last_name) <= 100),
      address text NOT NULL DEFAULT '' CHECK (char_length(address) <= 500),
      passport_id text NOT NULL DEFAULT '',
      role text NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin')),
      is_active boolean NOT NULL DEFAULT true,
      is_verified boolean NOT NULL DEFAULT false,
      date_joined timestamptz NOT NULL DEFAULT now()
    )
  `.execute(db);

  // One row per number and channel: its newest code, and when its codes were issued and its wrong tries made.
  // The row is the lock, the budgets are in it, and that there is one live code at most needs no further rule.
  await sql`
    CREATE TABLE codes (
      channel text NOT NULL CHECK (channel IN ('telegram', 'sms')),
      phone text NOT NULL CHECK (phone ~ '^\\+[1-9][0-9]{8,14}$'),
      PRIMARY KEY (channel, phone),
      -- NULL once a newer code of its telegram_id has replaced this one
      digest bytea CHECK (octet_length(digest) = 32),
      is_used boolean NOT NULL DEFAULT false,
      proof text NOT NULL CHECK (proof IN ('contact', 'typed', 'sms')),
      telegram_id bigint,
      first_name text NOT NULL DEFAULT '',
      last_name text NOT NULL DEFAULT '',
      expires_at timestamptz NOT NULL,
      tries smallint NOT NULL DEFAULT 0,
      -- newest first, cut at the longest budget
      issued_at timestamptz[] NOT NULL,
      missed_at timestamptz[] NOT NULL DEFAULT '{}',
      CHECK ((channel = 'telegram') = (telegram_id IS NOT NULL)),
      CHECK ((channel = 'sms') = (proof = 'sms'))
    )
    -- room beside a code for its next versions: using it up then touches no index
    WITH (fillfactor = 60)
  `.execute(db);
  await sql`
    CREATE UNIQUE INDEX codes_one_live_per_telegram_id ON codes (telegram_id)
    WHERE channel = 'telegram' AND digest IS NOT NULL
  `.execute(db);

  // When a Telegram user's codes were issued, whatever the numbers: newest first, cut at the budget
  await sql`
    CREATE TABLE code_requesters (
      telegram_id bigint PRIMARY KEY,
      issued_at timestamptz[] NOT NULL
    )
  `.execute(db);

  // A session that was ended has no row: its tokens name nothing.
  await sql`
    CREATE TABLE sessions (
      id uuid PRIMARY KEY,
      user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
      device_id text NOT NULL,
      UNIQUE (user_id, device_id),
      device_name text NOT NULL DEFAULT '',
      ip_address inet,
      user_agent text NOT NULL DEFAULT '',
      -- how often the refresh token was rotated, and when last
      generation integer NOT NULL DEFAULT 0,
      rotated_at timestamptz NOT NULL DEFAULT now(),
      -- whether the client is known to hold the newest tokens
      newest_used boolean NOT NULL DEFAULT true,
      created_at timestamptz NOT NULL DEFAULT now(),
      last_used_at timestamptz NOT NULL DEFAULT now()
    )
  `.execute(db);
}
