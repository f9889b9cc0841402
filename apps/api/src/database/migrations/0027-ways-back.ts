import { type Kysely, sql } from 'kysely';

/** Browsers that are remembered after a sign-out (docs/decisions/0042), and passkeys (0043). Only adds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TYPE alert_kind ADD VALUE 'new_passkey'`.execute(db);
  await sql`
    ALTER TABLE sessions
      -- its browser is not remembered: its cookie names nobody
      ADD COLUMN is_forgotten boolean NOT NULL DEFAULT false,
      -- of the passkey that is being added, used once
      ADD COLUMN passkey_challenge bytea,
      ADD COLUMN passkey_challenge_until timestamptz
  `.execute(db);
  await sql`
    CREATE TABLE passkeys (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      credential_id bytea NOT NULL UNIQUE,
      -- in COSE's form (RFC 9052)
      public_key bytea NOT NULL,
      -- of its uses, where the authenticator counts them; else 0
      counter bigint NOT NULL,
      transports text[] NOT NULL,
      -- it is kept by a service such as a password manager, so it outlives the device
      is_backed_up boolean NOT NULL,
      -- the browser and the system in which it was made
      name varchar(100) NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      last_used_at timestamptz
    )
  `.execute(db);
  await sql`CREATE INDEX passkeys_of_user ON passkeys (user_id)`.execute(db);
}
