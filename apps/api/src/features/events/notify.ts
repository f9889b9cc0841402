import { sql } from 'kysely';

/** The channels on which PostgreSQL tells every process of a change, once it is committed. */
export const CHALLENGE_CHANGES = 'raqam_challenges';
export const NEW_ALERTS = 'raqam_alerts';

/** SQL, in a RETURNING clause: tells every process that the challenge with this `id` has changed. */
export const notifyChange = sql`pg_notify(${sql.lit(CHALLENGE_CHANGES)}, id::text)`;

/** SQL, in a RETURNING clause: tells every process that an alert is due. */
export const notifyAlert = sql`pg_notify(${sql.lit(NEW_ALERTS)}, '')`;
