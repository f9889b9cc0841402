import { type RawBuilder, sql } from 'kysely';
import { json } from '../../database/columns.ts';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { type BudgetsBySubject, readBudgets } from '../../limits/budgets.ts';
import { DAY } from '../../policy.ts';
import { type AdminAct, describeAct } from '../admin/admin-act.ts';
import { logEvent } from '../events/events.ts';

/** What is counted for these subjects, and the time by which it was read. */
export const findPersonBudgets = prepare(
  'find-person-budgets',
  { budgets: json<BudgetsBySubject>(), now: 'timestamptz' },
  (args: { subjects: readonly string[] }) =>
    sql`SELECT ${readBudgets(sql`SELECT unnest(${args.subjects}::text[])`)} AS budgets, now()`,
);

/** SQL: events of one person. `OFFSET 0`: else PostgreSQL may look for the newest through the events of everybody. */
const eventsWhere = (isTheirs: RawBuilder<unknown>) => sql`(SELECT * FROM events WHERE ${isTheirs} OFFSET 0) AS events`;

/** Deliveries are kept for 30 days. */
const KEPT = 30 * DAY;

/** The newest deliveries of codes to a number, by the pseudonyms that its events have. Challenges are kept for a day only. */
export const findPersonDeliveries = prepare(
  'find-person-deliveries',
  {
    id: 'int8',
    created_at: 'timestamptz',
    channel: 'channel',
    provider: 'text',
    status: 'delivery_status',
    provider_status: 'text',
    updated_at: 'timestamptz',
  },
  (args: { people: readonly string[]; size: number }) => sql`
    SELECT id, created_at, channel, provider, status, provider_status, updated_at FROM deliveries
    WHERE id = ANY(ARRAY(
      SELECT coalesce(data ->> 'sms_id', data ->> 'gateway_id')::bigint FROM ${eventsWhere(sql`person = ANY(${args.people}::text[])`)}
      WHERE at > now() - ${interval(KEPT)} AND type = 'code.sent' AND data ?| '{sms_id,gateway_id}'
      ORDER BY at DESC LIMIT ${args.size}
    ))
    ORDER BY id DESC`,
);

/**
 * Forgets what is counted for these subjects and the failed attempts at the number's open challenges. Writes an event
 * if there was anything.
 */
export const unlock = prepare(
  'unlock-person',
  {},
  (
    args: AdminAct & {
      subjects: readonly string[];
      /** Of the subjects. */
      kinds: readonly string[];
      phone: string | null;
      user_id: string | null;
      masked: string | null;
      person: string | null;
    },
  ) => sql`
    WITH counted AS MATERIALIZED (
      SELECT subject FROM budgets WHERE subject IN (SELECT unnest(${args.subjects}::text[])) ORDER BY subject FOR UPDATE
    ), forgotten AS (
      DELETE FROM budgets WHERE subject = ANY(ARRAY(SELECT subject FROM counted)) RETURNING subject
    ), reset AS (
      UPDATE challenges SET tries = 0, known_tries = 0
      WHERE state = 'waiting' AND expires_at > now() AND (tries > 0 OR known_tries > 0) AND id IN (
        SELECT id FROM challenges WHERE channel = ANY(enum_range(NULL::channel)) AND phone = ${args.phone} AND is_current
        UNION ALL
        SELECT id FROM challenges WHERE secret_digest IS NOT NULL AND phone IS NOT NULL AND phone = ${args.phone}
      )
      RETURNING id
    ), unlocked AS (
      SELECT coalesce(jsonb_agg(kind ORDER BY position), '[]') AS kinds
      FROM unnest(${args.subjects}::text[], ${args.kinds}::text[]) WITH ORDINALITY AS listed (subject, kind, position)
      JOIN forgotten USING (subject)
    )
    ${logEvent(
      {
        type: 'admin.user_unlocked',
        actor: 'admin',
        user_id: sql`${args.user_id}`,
        origin: args,
        person: sql`${args.person}`,
        data: describeAct(
          args,
          sql`jsonb_strip_nulls(jsonb_build_object('phone', ${args.masked}::text, 'unlocked', kinds))`,
        ),
      },
      sql`unlocked WHERE kinds <> '[]' OR EXISTS (SELECT FROM reset)`,
    )}`,
);

/** The newest events of a user, and of the number without a user. */
export const findNewestEvents = prepare(
  'find-newest-events-of-person',
  {
    at: 'text',
    type: 'text',
    actor: 'actor',
    ip: 'text?',
    user_agent: 'text?',
    channel: 'channel?',
    data: json<Record<string, unknown>>(),
  },
  (args: { user_id: string | null; people: readonly string[]; size: number }) => {
    const newest = (isAmong: RawBuilder<unknown>) =>
      sql`(SELECT * FROM ${eventsWhere(isAmong)} ORDER BY at DESC, id DESC LIMIT ${args.size})`;
    // Nobody's events, such as refused codes, are also those of a number without an account
    const isOfOthers = sql`(${args.user_id}::uuid IS NULL OR user_id IS DISTINCT FROM ${args.user_id}::uuid)`;
    return sql`
      SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, type, actor, host(ip) AS ip, user_agent,
        channel, data
      FROM (
        ${newest(sql`user_id = ${args.user_id}`)}
        UNION ALL
        ${newest(sql`person = ANY(${args.people}::text[]) AND ${isOfOthers}`)}
      ) AS events
      ORDER BY events.at DESC, id DESC LIMIT ${args.size}`;
  },
);
