import { type RawBuilder, sql } from 'kysely';

/** An SQL interval of so many seconds. */
export function interval(seconds: number): RawBuilder<unknown> {
  return sql`make_interval(secs => ${sql.lit(seconds)})`;
}

/** The seconds of an SQL interval, as a number. */
export function secondsOf(expression: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`extract(epoch FROM ${expression})::float8`;
}
