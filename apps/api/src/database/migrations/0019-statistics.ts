import { type Kysely, sql } from 'kysely';

/**
 * Counts by day, which outlive the events that they are made of (docs/decisions/0030). They name nobody. Only adds. The
 * first hour to count is this one: what was written before does not say by which way people signed in.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- '' for what is not known
    CREATE TABLE sign_in_days (
      -- of UTC
      day date NOT NULL,
      -- SIGN_IN_WAYS of the contract
      way text COLLATE "C" NOT NULL,
      -- that sent the code
      provider text COLLATE "C" NOT NULL,
      -- the first digits of the numbers, which tell the country: '+99890'
      prefix text COLLATE "C" NOT NULL,
      PRIMARY KEY (day, way, provider, prefix),
      sign_ups bigint NOT NULL,
      sign_ins bigint NOT NULL,
      -- numbers that were proved without a sign-in
      proofs bigint NOT NULL,
      started bigint NOT NULL,
      sent bigint NOT NULL
    )
  `.execute(db);
  await sql`
    CREATE TABLE refusal_days (
      -- of UTC
      day date NOT NULL,
      -- of the events
      type text COLLATE "C" NOT NULL,
      reason text COLLATE "C" NOT NULL,
      PRIMARY KEY (day, type, reason),
      count bigint NOT NULL
    )
  `.execute(db);
  await sql`
    -- Whatever happened before it is in the counts.
    CREATE TABLE statistics_cursor (
      is_only boolean PRIMARY KEY DEFAULT true,
      counted_until timestamptz NOT NULL
    )
  `.execute(db);
  await sql`
    INSERT INTO statistics_cursor (counted_until) SELECT date_trunc('hour', now(), 'UTC')
  `.execute(db);
}
