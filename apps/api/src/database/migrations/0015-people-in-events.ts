import { type Kysely, sql } from 'kysely';

/** Events name the person that they are about by a pseudonym, so that one number's events are found. Only adds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE events ADD COLUMN person text COLLATE "C"`.execute(db);
  await sql`CREATE INDEX events_of_person ON events (person, at) WHERE person IS NOT NULL`.execute(db);
}
