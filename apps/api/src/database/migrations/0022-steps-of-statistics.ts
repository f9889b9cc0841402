import { type Kysely, sql } from 'kysely';

/** More steps from the start to the sign-in (docs/decisions/0036). Only adds; NULL: counted by an earlier version. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE sign_in_days
      -- sign-ins that were started over another channel or provider, and went on over this one
      ADD COLUMN taken_over bigint,
      -- messages of which the provider told the end, those that arrived, and those that it paid back
      ADD COLUMN reported bigint,
      ADD COLUMN delivered bigint,
      ADD COLUMN refunded bigint,
      -- sign-ins in which a code was entered, right or wrong
      ADD COLUMN entered bigint,
      -- what the provider itself says that it took, in US dollars
      ADD COLUMN cost_usd double precision
  `.execute(db);
}
