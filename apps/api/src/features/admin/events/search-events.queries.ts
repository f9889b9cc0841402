import { type RawBuilder, sql } from 'kysely';
import type { Actor, Channel } from '../../../database/database.types.ts';
import { prepare } from '../../../database/prepare.ts';
import { type EventPlace, eventColumns, selectEvent, timeOf } from './list-events.queries.ts';

/** What is searched for. null: everything. */
export interface EventSearch {
  user_id: string | null;
  /** `code.sent` or `admin.*` */
  types: string[] | null;
  actor: Actor | null;
  channel: Channel | null;
  ip: string | null;
}

interface SearchPage extends EventSearch, EventPlace {
  /** Microseconds since 1970: older events are not looked at. */
  from_us: number;
  /** The most rows. */
  size: number;
  /** Looks at so many events for those that are wanted. */
  scanned: number;
}

const searchColumns = { ...eventColumns, is_last_scanned: 'bool', is_wanted: 'bool' } as const;

/** SQL: the newest events before a place, at most `scanned`. */
const newest = (args: SearchPage, condition: RawBuilder<unknown>) => sql`(
  SELECT * FROM events
  WHERE ${condition} AND at >= ${timeOf(args.from_us)} AND at <= ${timeOf(args.at_us)}
    AND (at, events.id) < (${timeOf(args.at_us)}, ${args.id}::int8)
  ORDER BY at DESC, events.id DESC LIMIT ${args.scanned}
)`;

/** SQL: the wanted events among the newest `scanned` of `events`, and the last of these, wanted or not. */
const selectPage = (args: SearchPage, events: RawBuilder<unknown>) => sql`
  SELECT ${selectEvent}, position = ${args.scanned} AS is_last_scanned, is_wanted
  FROM (
    SELECT found.*, row_number() OVER (ORDER BY at DESC, id DESC) AS position,
      coalesce(user_id = ${args.user_id}::uuid, ${args.user_id}::uuid IS NULL)
        AND actor = coalesce(${args.actor}::actor, actor)
        AND coalesce(channel = ${args.channel}::channel, ${args.channel}::channel IS NULL)
        AND coalesce(ip = ${args.ip}::inet, ${args.ip}::inet IS NULL)
        AND (${args.types}::text[] IS NULL OR EXISTS (
          SELECT FROM unnest(${args.types}::text[]) wanted
          WHERE wanted = type OR right(wanted, 1) = '*' AND starts_with(type, left(wanted, -1))
        )) AS is_wanted
    FROM ${events} AS found ORDER BY at DESC, id DESC LIMIT ${args.scanned}
  ) AS scanned
  WHERE is_wanted OR position = ${args.scanned}
  ORDER BY at DESC, id DESC LIMIT ${args.size}`;

export const searchEvents = prepare('search-events', searchColumns, (args: SearchPage) =>
  selectPage(args, newest(args, sql`true`)),
);

export const searchEventsOfUser = prepare('search-events-of-user', searchColumns, (args: SearchPage) =>
  selectPage(args, newest(args, sql`events.user_id = ${args.user_id}`)),
);

/** Events of a number, by its pseudonyms, and of the user who has it. */
export const searchEventsOfNumber = prepare(
  'search-events-of-number',
  searchColumns,
  (args: SearchPage & { persons: string[]; phone: string }) =>
    selectPage(
      args,
      sql`(
        SELECT of_person.* FROM unnest(${args.persons}::text[]) AS who, LATERAL ${newest(args, sql`person = who`)} AS of_person
        UNION
        SELECT of_user.* FROM users AS owner, LATERAL ${newest(args, sql`events.user_id = owner.id`)} AS of_user
        WHERE owner.phone = ${args.phone}
      )`,
    ),
);

/** The names of these users and service keys. */
export const findNames = prepare(
  'find-names-in-events',
  { id: 'uuid', name: 'text', phone: 'text?' },
  (args: { ids: string[] }) => sql`
    SELECT id, trim(first_name || ' ' || last_name) AS name, phone FROM users WHERE id = ANY(${args.ids}::uuid[])
    UNION ALL SELECT id, name, NULL FROM service_keys WHERE id = ANY(${args.ids}::uuid[])`,
);
