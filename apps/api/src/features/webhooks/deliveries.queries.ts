import { type RawBuilder, sql } from 'kysely';
import { prepareDeletion } from '../../database/clean-up-batch.ts';
import type { RowOf } from '../../database/columns.ts';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { WEBHOOK } from '../../policy.ts';
import { type AdminAct, describeAct } from '../admin/admin-act.ts';
import { logEvent } from '../events/events.ts';

/**
 * Takes deliveries that are due, at most so many as each webhook has `free` places, until their lease ends. One whose
 * user has an earlier pending one at the webhook waits: until that one is done, or is tried again. Those that wait are
 * rows without a body: there may be others behind them.
 */
export const takeDeliveries = prepare(
  'take-webhook-deliveries',
  { id: 'uuid', webhook_id: 'int4', body: 'text?', tries: 'int2' },
  (args: { webhook_ids: number[]; free: number[] }) => sql`
    WITH due AS MATERIALIZED (
      SELECT d.* FROM unnest(${args.webhook_ids}::int[], ${args.free}::int[]) AS place (webhook_id, free)
        JOIN webhooks ON webhooks.id = place.webhook_id AND disabled_at IS NULL,
        LATERAL (
          SELECT id, webhook_id, user_id, position FROM webhook_deliveries
          WHERE webhook_id = place.webhook_id AND state = 'pending' AND next_at <= now()
          ORDER BY next_at, position LIMIT place.free FOR UPDATE SKIP LOCKED
        ) d
    ), judged AS MATERIALIZED (
      SELECT id, (
        SELECT greatest(next_at, now() + ${interval(WEBHOOK.lease)}) FROM webhook_deliveries earlier
        WHERE earlier.webhook_id = due.webhook_id AND earlier.user_id = due.user_id AND state = 'pending'
          AND earlier.position < due.position
        ORDER BY position LIMIT 1
      ) AS waits_until
      FROM due
    ), postponed AS (
      UPDATE webhook_deliveries SET next_at = (SELECT waits_until FROM judged WHERE judged.id = webhook_deliveries.id)
      WHERE id = ANY(ARRAY(SELECT id FROM judged WHERE waits_until IS NOT NULL))
      RETURNING id, webhook_id, tries
    ), taken AS (
      UPDATE webhook_deliveries SET tries = tries + 1, is_sending = true, tried_at = now(),
        next_at = now() + ${interval(WEBHOOK.lease)}
      WHERE id = ANY(ARRAY(SELECT id FROM judged WHERE waits_until IS NULL))
      RETURNING id, webhook_id, body, tries
    )
    SELECT id, webhook_id, body, tries FROM taken
    UNION ALL SELECT id, webhook_id, NULL, tries FROM postponed`,
);

/** How a try ended. */
export interface Finish {
  id: string;
  /** As taken: if the lease has ended meanwhile and another process sends it, nothing is written. */
  tries: number;
  state: 'pending' | 'delivered' | 'failed';
  /** Seconds until the next try of a pending one. */
  pause: number;
  outcome: string;
  /** The receiver wants nothing any more: its webhook is disabled. */
  is_gone: boolean;
}

/** Writes how a try ended. If that was the last one, the next delivery of the user is due. */
export const finishDelivery = prepare(
  'finish-webhook-delivery',
  { webhook_id: 'int4', was_disabled: 'bool' },
  (args: Finish) => sql`
    WITH finished AS (
      UPDATE webhook_deliveries SET is_sending = false, state = ${args.state}::webhook_state, outcome = ${args.outcome},
        next_at = now() + make_interval(secs => ${args.pause}::float8)
      WHERE id = ${args.id} AND tries = ${args.tries} AND is_sending
      RETURNING webhook_id, user_id, position, state
    ), woken AS (
      UPDATE webhook_deliveries SET next_at = now()
      WHERE NOT is_sending AND id = (
        SELECT later.id FROM finished, LATERAL (
          SELECT id FROM webhook_deliveries
          WHERE webhook_id = finished.webhook_id AND user_id = finished.user_id AND webhook_deliveries.state = 'pending'
            AND position > finished.position
          ORDER BY position LIMIT 1
        ) later
        WHERE finished.state <> 'pending'
      )
    ), disabled AS (
      UPDATE webhooks SET disabled_at = now()
      WHERE id = (SELECT webhook_id FROM finished) AND ${args.is_gone}::bool AND disabled_at IS NULL
      RETURNING id
    ), logged AS (
      ${logEvent(
        {
          type: 'admin.webhook_disabled',
          actor: 'system',
          data: sql`jsonb_build_object('webhook', id, 'reason', 'gone')`,
        },
        sql`disabled`,
      )}
    )
    SELECT webhook_id, EXISTS (SELECT FROM disabled) AS was_disabled FROM finished`,
);

const listed = {
  id: 'uuid',
  webhook_id: 'int4',
  type: 'text',
  state: 'text',
  tries: 'int2',
  outcome: 'text',
  created_at: 'timestamptz',
  tried_at: 'timestamptz?',
  next_at: 'timestamptz',
} as const;

const selectListed = sql`id, webhook_id, type, state::text, tries, outcome, created_at, tried_at, next_at`;

/** A delivery as the operator sees it. */
export type DeliveryRow = RowOf<typeof listed>;

/** Deliveries of a webhook before `before`, the newest first; with `only_failed` those that failed for good. */
export const listDeliveries = prepare(
  'list-webhook-deliveries',
  { ...listed, position: 'int8' },
  (args: { webhook_id: number; only_failed: boolean; before: number; size: number }) => sql`
    (
      SELECT ${selectListed}, position FROM webhook_deliveries
      WHERE webhook_id = ${args.webhook_id} AND position < ${args.before}::bigint AND NOT ${args.only_failed}::bool
      ORDER BY position DESC LIMIT ${args.size}
    ) UNION ALL (
      SELECT ${selectListed}, position FROM webhook_deliveries
      WHERE webhook_id = ${args.webhook_id} AND position < ${args.before}::bigint AND ${args.only_failed}::bool
        AND state = 'failed'
      ORDER BY position DESC LIMIT ${args.size}
    )
    ORDER BY position DESC`,
);

export const findDelivery = prepare(
  'find-webhook-delivery',
  listed,
  (args: { id: string }) => sql`
    SELECT ${selectListed} FROM webhook_deliveries WHERE id = ${args.id}`,
);

/** Sends a delivery again, or a pending one now. No row: its webhook has none, or it is sent at this moment. */
export const resendDelivery = prepare(
  'resend-webhook-delivery',
  { id: 'uuid' },
  (args: AdminAct & { id: string; webhook_id: number }) => sql`
    WITH resent AS (
      UPDATE webhook_deliveries SET state = 'pending', tries = 0, next_at = now()
      WHERE id = ${args.id} AND webhook_id = ${args.webhook_id} AND NOT is_sending
      RETURNING id, webhook_id
    ), logged AS (${logResent(args, sql`resent`)})
    SELECT id FROM resent`,
);

/** Sends at most `size` deliveries of a webhook again that failed for good, the oldest first. */
export const resendFailed = prepare(
  'resend-failed-webhook-deliveries',
  { resent: 'int4' },
  (args: AdminAct & { webhook_id: number; size: number }) => sql`
    WITH resent AS (
      UPDATE webhook_deliveries SET state = 'pending', tries = 0, next_at = now()
      WHERE id = ANY(ARRAY(
        SELECT id FROM webhook_deliveries WHERE webhook_id = ${args.webhook_id} AND state = 'failed'
        ORDER BY position LIMIT ${args.size} FOR UPDATE SKIP LOCKED
      ))
      RETURNING id, webhook_id
    ), logged AS (${logResent(args, sql`resent`)})
    SELECT count(*)::int AS resent FROM resent`,
);

/** SQL: writes one event about the deliveries of `resent`, which are of one webhook; none if there are none. */
function logResent(act: AdminAct, resent: RawBuilder<unknown>): RawBuilder<unknown> {
  const data = describeAct(act, sql`jsonb_build_object('webhook', webhook_id, 'deliveries', deliveries)`);
  return logEvent(
    { type: 'admin.webhook_resent', actor: 'admin', origin: act, data },
    sql`(SELECT webhook_id, count(*) AS deliveries FROM ${resent} GROUP BY webhook_id) AS counted`,
  );
}

/** Counts at most this many deliveries of each webhook and state. */
const COUNTED = 10_000;

/** SQL: how many deliveries of a webhook are in this state. */
export function countDeliveriesIn(state: 'pending' | 'failed'): RawBuilder<unknown> {
  return sql`(
    SELECT count(*)::int FROM (
      SELECT FROM webhook_deliveries WHERE webhook_id = webhooks.id AND state = ${sql.lit(state)} LIMIT ${sql.lit(COUNTED)}
    ) counted
  )`;
}

/** How many deliveries of each webhook are pending, and how many failed for good: at most 10,000 of each are counted. */
export const countDeliveries = prepare(
  'count-webhook-deliveries',
  { webhook_id: 'int4', pending: 'int4', failed: 'int4' },
  () => sql`
    SELECT id AS webhook_id, ${countDeliveriesIn('pending')} AS pending, ${countDeliveriesIn('failed')} AS failed
    FROM webhooks`,
);

/** Deletes a batch of deliveries that are no longer listed, in whatever state: those of a disabled webhook too. */
export const deleteOldWebhookDeliveries = prepareDeletion('webhook_deliveries', WEBHOOK.kept);
