import { sql } from 'kysely';

/** The channel on which PostgreSQL tells every process whose challenge has changed. */
export const CHALLENGE_CHANGES = 'raqam_challenges';

/** SQL, in a RETURNING clause: tells every process that the challenge has changed, once this is committed. */
export const notifyChange = sql`pg_notify(${sql.lit(CHALLENGE_CHANGES)}, id::text)`;
