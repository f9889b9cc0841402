import { type Kysely, sql } from 'kysely';

/** The keys with which other services of the site call the server API. Only adds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TYPE service_scope AS ENUM
    ('users:read', 'users:write', 'sessions:read', 'sessions:write', 'events:read')`.execute(db);
  await sql`
    CREATE TABLE service_keys (
      -- version 7: keys are listed in the order of their creation
      id uuid PRIMARY KEY,
      name text NOT NULL,
      scopes service_scope[] NOT NULL,
      -- SHA-256 of the key, which has 256 random bits
      digest bytea NOT NULL UNIQUE,
      -- the last characters of the key, by which its owner tells it from others
      ending text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz,
      -- written at most once a minute
      last_used_at timestamptz,
      revoked_at timestamptz
    )
  `.execute(db);
}
