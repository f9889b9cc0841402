import { type Kysely, sql } from 'kysely';

/** The services that sign people in here by OpenID Connect, or ask for proof of a number. Only adds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE clients (
      -- as the client names itself: client_id
      id text PRIMARY KEY,
      -- as people see it
      name text NOT NULL,
      -- SHA-256 of its secret, which has 256 random bits. NULL: a public client, such as an app
      secret_digest bytea,
      redirect_uris text[] NOT NULL,
      post_logout_redirect_uris text[] NOT NULL DEFAULT '{}',
      -- it belongs to the site: people are not asked for consent
      is_own boolean NOT NULL,
      -- of ID tokens
      signing_algorithm text NOT NULL DEFAULT 'RS256',
      created_at timestamptz NOT NULL DEFAULT now(),
      disabled_at timestamptz
    )
  `.execute(db);
}
