import { type RawBuilder, sql } from 'kysely';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { DAY, HOUR } from '../../policy.ts';

/** A transaction that writes an event is not open for longer than this. Bounds the partitions that are searched. */
const LONGEST_TRANSACTION = DAY;
/** The cursor moves at least this often, also while nothing happens. Seconds. */
const CURSOR_INTERVAL = 60;
/** So much before the cursor stopped, events of a restored database are looked at again. */
const RESTORE_OVERLAP = HOUR;

/** SQL: the body of a delivery of the event `e`. */
export const describeEvent = sql`
  json_build_object(
    'type', e.type,
    'timestamp', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'data', e.data || jsonb_build_object('id', e.id, 'user_id', e.user_id, 'session_id', e.session_id, 'actor', e.actor,
      'ip', host(e.ip), 'user_agent', e.user_agent, 'channel', e.channel)
  )::text`;

/** SQL: writes a delivery for each event of `events` and each webhook that wants it, in their order. */
function insertDeliveries(from: RawBuilder<unknown>, order: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    INSERT INTO webhook_deliveries (webhook_id, event_id, type, user_id, body)
    SELECT webhooks.id, e.id, e.type, e.user_id, ${describeEvent}
    FROM ${from} e JOIN webhooks ON webhooks.disabled_at IS NULL AND webhooks.enabled_at <= e.at AND EXISTS (
      SELECT FROM unnest(types) wanted
      WHERE wanted = e.type OR right(wanted, 1) = '*' AND starts_with(e.type, left(wanted, -1))
    )
    ORDER BY ${order}
    ON CONFLICT (webhook_id, event_id) DO NOTHING`;
}

/**
 * Writes the deliveries of at most `size` events after the cursor and moves it, in one statement: no event is skipped
 * or doubled. Only events are taken whose transactions, and all before them, have ended: a smaller transaction id can't
 * appear any more. One process does so at a time; the others get no row. `is_behind`: the database was restored into
 * another server, whose transaction ids are smaller, and nothing was done.
 */
export const recordEvents = prepare(
  'record-webhook-events',
  { events: 'int4', is_behind: 'bool' },
  (args: { size: number }) => sql`
    WITH held AS MATERIALIZED (
      SELECT xid, event_id, caught_up_at FROM webhook_cursor WHERE is_only FOR UPDATE SKIP LOCKED
    ), start AS MATERIALIZED (
      -- none if another process has moved the cursor since this statement began
      SELECT held.*, held.xid > pg_snapshot_xmax(pg_current_snapshot()) AS is_behind
      FROM held JOIN (SELECT * FROM webhook_cursor WHERE is_only) seen USING (xid, event_id, caught_up_at)
    ), fresh AS MATERIALIZED (
      SELECT * FROM events
      WHERE (xid, id) > ((SELECT xid FROM start), (SELECT event_id FROM start))
        AND xid < pg_snapshot_xmin(pg_current_snapshot())
        -- least: the clock may have been set back
        AND at >= (SELECT least(caught_up_at, now()) FROM start) - ${interval(LONGEST_TRANSACTION)}
        AND at < now() + ${interval(DAY)}
      ORDER BY xid, id LIMIT ${args.size}
    ), recorded AS (
      ${insertDeliveries(sql`fresh`, sql`e.xid, e.id`)}
    ), counted AS MATERIALIZED (
      SELECT count(*)::int AS events, count(*) = ${args.size} AS is_full FROM fresh
    ), newest AS MATERIALIZED (
      SELECT xid, id FROM fresh ORDER BY fresh.xid DESC, fresh.id DESC LIMIT 1
    ), moved AS (
      UPDATE webhook_cursor SET
        xid = CASE WHEN is_full THEN (SELECT xid FROM newest) ELSE pg_snapshot_xmin(pg_current_snapshot()) END,
        event_id = CASE WHEN is_full THEN (SELECT id FROM newest) ELSE 0 END,
        caught_up_at = CASE WHEN is_full THEN caught_up_at ELSE now() END
      FROM counted
      WHERE is_only AND EXISTS (SELECT FROM start WHERE NOT is_behind)
        AND (events > 0 OR caught_up_at < now() - ${interval(CURSOR_INTERVAL)})
    )
    SELECT events, is_behind FROM counted, start`,
);

/**
 * Moves the cursor of a restored database to this server's transaction ids. The events since shortly before the cursor
 * stopped get their deliveries, except those that have them.
 */
export const restartCursor = prepare(
  'restart-webhook-cursor',
  {},
  () => sql`
    WITH start AS MATERIALIZED (
      SELECT caught_up_at FROM webhook_cursor
      WHERE is_only AND xid > pg_snapshot_xmax(pg_current_snapshot()) FOR UPDATE
    ), missed AS MATERIALIZED (
      SELECT * FROM events WHERE at >= (SELECT caught_up_at FROM start) - ${interval(RESTORE_OVERLAP)}
    ), recorded AS (
      ${insertDeliveries(sql`missed`, sql`e.id`)}
    )
    UPDATE webhook_cursor SET xid = pg_snapshot_xmin(pg_current_snapshot()), event_id = 0, caught_up_at = now()
    WHERE is_only AND EXISTS (SELECT FROM start)`,
);
