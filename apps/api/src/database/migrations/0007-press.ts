import { type Kysely, sql } from 'kysely';

/**
 * Challenges that are bound to a browser and approved in Telegram, and the alerts that the bot sends. Adds only what the
 * released api does not look at: a bound challenge is never `is_current`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const state of ['opened', 'approved', 'declined', 'wrong_number', 'taken'])
    await sql`ALTER TYPE challenge_state ADD VALUE ${sql.lit(state)}`.execute(db);
  await sql`ALTER TYPE proof ADD VALUE 'approval'`.execute(db);
  await sql`
    ALTER TABLE challenges
      -- of a bound challenge they become known later, or never
      ALTER COLUMN channel DROP NOT NULL,
      ALTER COLUMN phone DROP NOT NULL,
      ALTER COLUMN proof DROP NOT NULL,
      ALTER COLUMN digest DROP NOT NULL,
      -- of the browser's secret and of the link's nonce. NULL: the challenge belongs to no browser; a Mini App has
      -- only the second, of the data that opened it
      ADD COLUMN secret_digest bytea,
      ADD COLUMN nonce_digest bytea,
      -- of the page that started it
      ADD COLUMN site text,
      ADD COLUMN language language,
      ADD COLUMN ip inet,
      ADD COLUMN user_agent text,
      ADD COLUMN device_id text,
      ADD COLUMN device_name text,
      ADD COLUMN started_at timestamptz
  `.execute(db);
  await sql`CREATE UNIQUE INDEX challenges_by_nonce ON challenges (nonce_digest) WHERE nonce_digest IS NOT NULL`.execute(
    db,
  );
  await sql`
    -- each predicate has the key itself, so that only statements that look for it can use the index: where the table is
    -- known to be empty, reading a whole index seems to cost nothing
    CREATE INDEX challenges_bound_to_telegram_id ON challenges (telegram_id)
    WHERE nonce_digest IS NOT NULL AND telegram_id IS NOT NULL
  `.execute(db);
  await sql`
    CREATE INDEX challenges_bound_to_phone ON challenges (phone) WHERE secret_digest IS NOT NULL AND phone IS NOT NULL
  `.execute(db);
  await sql`CREATE TYPE alert_kind AS ENUM ('new_device', 'number_lost')`.execute(db);
  await sql`
    CREATE TABLE alerts (
      -- of a sign-in: that of its challenge
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      kind alert_kind NOT NULL,
      telegram_id bigint NOT NULL,
      user_id uuid NOT NULL,
      -- of the sign-in
      device_id text,
      site text NOT NULL,
      ip inet NOT NULL,
      user_agent text NOT NULL,
      -- the masked number that the account lost
      lost_phone text,
      created_at timestamptz NOT NULL DEFAULT now(),
      -- when it is given to the bot next; NULL: the person has been told
      due_at timestamptz DEFAULT now()
    )
  `.execute(db);
  await sql`CREATE INDEX alerts_due ON alerts (due_at) WHERE due_at IS NOT NULL`.execute(db);
  await sql`CREATE INDEX alerts_by_age ON alerts (created_at)`.execute(db);
}
