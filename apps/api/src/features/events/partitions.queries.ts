import { sql } from 'kysely';
import { prepare } from '../../database/prepare.ts';

/** Creates the partitions of this month and the next twelve. */
export const createPartitions = prepare(
  'create-event-partitions',
  {},
  () => sql`SELECT FROM create_event_partitions()`,
);

/** Drops the partitions whose events are all older than so many days. */
export const dropPartitions = prepare(
  'drop-event-partitions',
  {},
  (args: { keep_days: number }) =>
    sql`SELECT FROM drop_event_partitions(now() - make_interval(days => ${args.keep_days}))`,
);
