import { type Kysely, sql } from 'kysely';

/** What the rules against abuse count (docs/decisions/0038). Only adds. The counts name nobody. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE abuse_counts (
      -- 'country:UZ', 'numbers:+99890123' (all but the last digits), 'wrong codes'
      subject text COLLATE "C" NOT NULL,
      -- of the day or the hour (UTC)
      begins timestamptz NOT NULL,
      PRIMARY KEY (subject, begins),
      count bigint NOT NULL,
      -- of the codes that were counted
      verified bigint NOT NULL
    )
  `.execute(db);
}
