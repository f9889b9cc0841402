import { type RawBuilder, sql } from 'kysely';
import { json } from '../../../database/columns.ts';
import { interval } from '../../../database/interval.ts';
import { prepare } from '../../../database/prepare.ts';
import { EVENTS_SETTLED_AFTER } from '../../../policy.ts';

/** The columns of an event that services and administrators see. */
export const eventColumns = {
  id: 'int8',
  /** Microseconds since 1970: JavaScript's dates have no microseconds. */
  at_us: 'int8',
  type: 'text',
  user_id: 'uuid?',
  session_id: 'uuid?',
  actor: 'actor',
  ip: 'text?',
  user_agent: 'text?',
  channel: 'channel?',
  data: json<Record<string, unknown>>(),
} as const;

/** The place in the order of events at which a page begins. */
export interface EventPlace {
  at_us: number;
  id: number;
}

const microseconds = sql`(extract(epoch FROM at) * 1000000)::int8`;
/** SQL: these columns. */
export const selectEvent = sql`id, ${microseconds} AS at_us, type, user_id, session_id, actor, host(ip) AS ip, user_agent,
  channel, data`;

/** SQL: the time of a place. */
export const timeOf = (at_us: unknown) => sql`('epoch'::timestamptz + ${at_us}::float8 * interval '1 microsecond')`;

/**
 * SQL: events after a place that no other event can come before any more. A statement ends 10 seconds after the time of
 * its events (database.ts).
 */
const isAfter = ({ at_us, id }: EventPlace) => sql`
  at >= ${timeOf(at_us)} AND (at, id) > (${timeOf(at_us)}, ${id}::int8)
  AND at < now() - ${interval(EVENTS_SETTLED_AFTER)}`;

interface EventPage extends EventPlace {
  /** null: events of every type. */
  type: string | null;
  /** The most rows. */
  size: number;
  /** Looks at so many events for those of the type, so that a rare type costs no more than another. */
  scanned: number;
}

/** SQL: the wanted events among the next `scanned`, and the last of these, wanted or not. */
const selectPage = (args: EventPage, isAmong: RawBuilder<unknown>) => sql`
  SELECT ${selectEvent}, position = ${args.scanned} AS is_last_scanned, is_wanted
  FROM (
    SELECT *, row_number() OVER (ORDER BY at, id) AS position, type = coalesce(${args.type}, type) AS is_wanted
    FROM events WHERE ${isAmong} AND ${isAfter(args)} ORDER BY at, id LIMIT ${args.scanned}
  ) AS scanned
  WHERE is_wanted OR position = ${args.scanned}
  ORDER BY at, id LIMIT ${args.size}`;

const pageColumns = { ...eventColumns, is_last_scanned: 'bool', is_wanted: 'bool' } as const;

export const listEvents = prepare('list-events', pageColumns, (args: EventPage) => selectPage(args, sql`true`));

export const listEventsOfUser = prepare('list-events-of-user', pageColumns, (args: EventPage & { user_id: string }) =>
  selectPage(args, sql`user_id = ${args.user_id}`),
);
