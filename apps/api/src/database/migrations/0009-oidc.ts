import { type Kysely, sql } from 'kysely';

/** What OpenID Connect remembers: its codes, tokens and browsers, its keys, and what people consented to. Only adds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE oidc_payloads (
      -- SHA-256 of the kind and the id: the ids of codes and tokens are secrets
      digest bytea PRIMARY KEY,
      -- JSON without that id
      payload text NOT NULL,
      -- the second id of a browser's session
      uid text,
      grant_id text,
      user_id uuid REFERENCES users ON DELETE CASCADE,
      consumed_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL
    )
  `.execute(db);
  for (const column of ['uid', 'grant_id', 'user_id'])
    await sql`
      CREATE INDEX ${sql.id(`oidc_payloads_by_${column}`)} ON oidc_payloads (${sql.id(column)})
      WHERE ${sql.id(column)} IS NOT NULL
    `.execute(db);
  await sql`CREATE INDEX oidc_payloads_by_expiry ON oidc_payloads (expires_at)`.execute(db);
  await sql`
    CREATE TABLE signing_keys (
      -- of the key of ES256 that belongs to the same value of SECRET_KEY
      kid text PRIMARY KEY,
      -- a JWK, encrypted under that value (Fernet)
      private_key text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now()
    )
  `.execute(db);
  await sql`
    CREATE TABLE consents (
      user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
      client_id text NOT NULL REFERENCES clients ON DELETE CASCADE,
      PRIMARY KEY (user_id, client_id),
      scopes text[] NOT NULL,
      consented_at timestamptz NOT NULL DEFAULT now()
    )
  `.execute(db);
  await sql`CREATE INDEX consents_by_client ON consents (client_id)`.execute(db);
}
