import { type Kysely, sql } from 'kysely';

/** Indexes by which administrators search users (docs/decisions/0028). Only adds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // without apostrophes, of which O‘zbek names have six kinds; fastupdate off: else some sign-ups would wait for many
  await sql`
    CREATE INDEX users_by_name ON users
    USING gin (to_tsvector('simple', translate(first_name || ' ' || last_name, '''\`‘’ʻʼ', ''))) WITH (fastupdate = off)
  `.execute(db);
  await sql`CREATE INDEX users_by_phone_ending ON users (reverse(phone))`.execute(db);
}
