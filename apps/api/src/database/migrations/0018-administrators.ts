import { type Kysely, sql } from 'kysely';

/** The few administrators are found without reading all users. Only adds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE INDEX users_with_role ON users (role) WHERE role <> 'user'`.execute(db);
}
