import { type Kysely, sql } from 'kysely';

/** What a client holds goes with it: another party may get its id later. Only adds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE oidc_payloads ADD COLUMN client_id text REFERENCES clients ON DELETE CASCADE`.execute(db);
  await sql`CREATE INDEX oidc_payloads_by_client_id ON oidc_payloads (client_id) WHERE client_id IS NOT NULL`.execute(
    db,
  );
}
