import { sql } from 'kysely';
import { type Batch, cleanUpLock, walked } from '../../database/clean-up-batch.ts';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { ABUSE, DAY, HOUR } from '../../policy.ts';

const { days } = ABUSE.unverifiedPerCountry;

/** The subjects of the counts; those of a country are counted by day, the others by hour. */
export const subjects = {
  country: (country: string) => `country:${country}`,
  neighbours: (prefix: string) => `numbers:${prefix}`,
  wrongCodes: 'wrong codes',
} as const;

const today = sql`date_trunc('day', now(), 'UTC')`;
const thisHour = sql`date_trunc('hour', now(), 'UTC')`;

/** The counts by which a request for a code is judged. */
export const findAbuseCounts = prepare(
  'find-abuse-counts',
  { country_unverified: 'int8', country_best: 'int8', neighbours_unverified: 'int8' },
  (args: { country: string; neighbours: string }) => sql`
    SELECT
      coalesce((
        SELECT count - verified FROM abuse_counts WHERE subject = ${args.country} AND begins = ${today}
      ), 0) AS country_unverified,
      coalesce((
        SELECT max(verified) FROM abuse_counts
        WHERE subject = ${args.country} AND begins >= ${today} - ${interval(days * DAY)}
      ), 0) AS country_best,
      coalesce((
        SELECT count - verified FROM abuse_counts WHERE subject = ${args.neighbours} AND begins = ${thisHour}
      ), 0) AS neighbours_unverified`,
);

/** Adds to counts and returns their sums. Replicas write in the same order, so that none waits for another in a circle. */
export const addAbuseCounts = prepare(
  'add-abuse-counts',
  { subject: 'text', count: 'int8', hour: 'timestamptz' },
  (args: { subjects: string[]; counts: number[]; verified: number[] }) => sql`
    INSERT INTO abuse_counts AS held (subject, begins, count, verified)
    SELECT subject, CASE WHEN starts_with(subject, 'country:') THEN ${today} ELSE ${thisHour} END, added, right_ones
    FROM unnest(${args.subjects}::text[], ${args.counts}::bigint[], ${args.verified}::bigint[])
      AS addition (subject, added, right_ones)
    ORDER BY subject
    ON CONFLICT (subject, begins) DO UPDATE
    SET (count, verified) = (held.count + excluded.count, held.verified + excluded.verified)
    RETURNING subject, count, ${thisHour} AS hour`,
);

/** Uses a solution up. No row: it was used before. The budget is deleted after a day; a solution lasts for minutes. */
export const spendSolution = prepare(
  'spend-solution',
  { subject: 'text' },
  (args: { subject: string }) => sql`
    INSERT INTO budgets (subject, hits) VALUES (${args.subject}, ARRAY[now()]) ON CONFLICT DO NOTHING
    RETURNING subject`,
);

/** Looks at a batch of counts in the order of their subjects, and deletes those that no rule reads any more. */
export const deleteOldAbuseCounts = prepare(
  'delete-old-abuse-counts',
  walked,
  (args: Batch) => sql`
    WITH ${cleanUpLock}, batch AS MATERIALIZED (
      SELECT subject, begins FROM abuse_counts, clean_up WHERE is_mine AND subject > ${args.after}
      ORDER BY subject LIMIT ${args.size}
    ), deleted AS (
      DELETE FROM abuse_counts WHERE subject = ANY(ARRAY(SELECT subject FROM batch))
        AND begins < now() - CASE WHEN starts_with(subject, 'country:')
          THEN ${interval((days + 1) * DAY)} ELSE ${interval(2 * HOUR)} END
    )
    SELECT max(subject) AS last, count(*)::int AS rows FROM batch`,
);
