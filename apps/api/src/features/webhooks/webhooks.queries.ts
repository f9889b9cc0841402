import { type RawBuilder, sql } from 'kysely';
import { json } from '../../database/columns.ts';
import { interval } from '../../database/interval.ts';
import { prepare } from '../../database/prepare.ts';
import { prepareSealedColumn } from '../../encryption/reencrypt.ts';
import { WEBHOOK } from '../../policy.ts';
import { type AdminAct, describeAct } from '../admin/admin-act.ts';
import { type EventType, logEvent } from '../events/events.ts';
import { countDeliveriesIn } from './deliveries.queries.ts';

/** The webhooks that get deliveries, each with its sealed secrets: the newest first. */
export const findEnabledWebhooks = prepare(
  'find-enabled-webhooks',
  { id: 'int4', url: 'text', sealed: json<string[]>() },
  () => sql`
    SELECT id, url, (
      SELECT jsonb_agg(sealed ORDER BY expires_at DESC NULLS FIRST) FROM webhook_secrets
      WHERE webhook_id = webhooks.id AND (expires_at IS NULL OR expires_at > now())
    ) AS sealed
    FROM webhooks WHERE disabled_at IS NULL`,
);

/** Adds a webhook, which gets the events from now on. */
export const addWebhook = prepare(
  'add-webhook',
  { id: 'int4' },
  (args: AdminAct & { url: string; types: readonly string[]; sealed: string }) => sql`
    WITH added AS (
      INSERT INTO webhooks (url, types) VALUES (${args.url}, ${args.types}::text[]) RETURNING id
    ), secret AS (
      INSERT INTO webhook_secrets (webhook_id, sealed) SELECT id, ${args.sealed} FROM added
    ), started AS (
      -- without webhooks the cursor stands still
      UPDATE webhook_cursor SET xid = pg_snapshot_xmin(pg_current_snapshot()), event_id = 0, caught_up_at = now()
      WHERE is_only AND NOT EXISTS (SELECT FROM webhooks WHERE disabled_at IS NULL)
    ), logged AS (${logChange('admin.webhook_added', args, sql`added`)})
    SELECT id FROM added`,
);

/** Whether there is such a webhook. */
export const findWebhook = prepare(
  'find-webhook',
  { id: 'int4' },
  (args: { id: number }) => sql`SELECT id FROM webhooks WHERE id = ${args.id}`,
);

/** All webhooks, the oldest first. Of each, at most 10,000 deliveries in a state are counted. */
export const listWebhooks = prepare(
  'list-webhooks',
  {
    id: 'int4',
    url: 'text',
    types: json<string[]>(),
    created_at: 'timestamptz',
    disabled_at: 'timestamptz?',
    pending: 'int4',
    failed: 'int4',
  },
  () => sql`
    SELECT id, url, to_jsonb(types) AS types, created_at, disabled_at, ${countDeliveriesIn('pending')} AS pending,
      ${countDeliveriesIn('failed')} AS failed
    FROM webhooks ORDER BY id`,
);

/** Disables a webhook, once. No row: there is none. What it has pending waits until it is enabled; events meanwhile are not kept for it. */
export const disableWebhook = prepare(
  'disable-webhook',
  { id: 'int4' },
  (args: AdminAct & { id: number }) => sql`
    WITH changed AS (
      UPDATE webhooks SET disabled_at = now() WHERE id = ${args.id} AND disabled_at IS NULL RETURNING id
    ), logged AS (
      ${logChange('admin.webhook_disabled', args, sql`changed`, sql`jsonb_build_object('webhook', id, 'reason', 'admin')`)}
    )
    SELECT id FROM webhooks WHERE id = ${args.id}`,
);

/** Enables a webhook, once. No row: there is none. It gets what it has pending, and the events from now on. */
export const enableWebhook = prepare(
  'enable-webhook',
  { id: 'int4' },
  (args: AdminAct & { id: number }) => sql`
    WITH changed AS (
      UPDATE webhooks SET disabled_at = NULL, enabled_at = now() WHERE id = ${args.id} AND disabled_at IS NOT NULL
      RETURNING id
    ), started AS (
      UPDATE webhook_cursor SET xid = pg_snapshot_xmin(pg_current_snapshot()), event_id = 0, caught_up_at = now()
      WHERE is_only AND NOT EXISTS (SELECT FROM webhooks WHERE disabled_at IS NULL) AND EXISTS (SELECT FROM changed)
    ), logged AS (${logChange('admin.webhook_enabled', args, sql`changed`)})
    SELECT id FROM webhooks WHERE id = ${args.id}`,
);

/** Gives a webhook another secret. The one before signs too for a day; older ones no longer. */
export const rotateSecret = prepare(
  'rotate-webhook-secret',
  { id: 'int4' },
  (args: AdminAct & { id: number; sealed: string }) => sql`
    WITH found AS MATERIALIZED (
      SELECT id FROM webhooks WHERE id = ${args.id} FOR UPDATE
    ), dropped AS (
      DELETE FROM webhook_secrets WHERE webhook_id = (SELECT id FROM found) AND expires_at IS NOT NULL
    ), replaced AS (
      UPDATE webhook_secrets SET expires_at = now() + ${interval(WEBHOOK.replacedSecret)}
      WHERE webhook_id = (SELECT id FROM found) AND expires_at IS NULL
    ), added AS (
      INSERT INTO webhook_secrets (webhook_id, sealed) SELECT id, ${args.sealed} FROM found
    ), logged AS (${logChange('admin.webhook_secret_rotated', args, sql`found`)})
    SELECT id FROM found`,
);

/** Deletes a batch of the deliveries of a webhook that is being removed. */
export const deleteDeliveriesOf = prepare(
  'delete-deliveries-of-webhook',
  { id: 'uuid' },
  (args: { webhook_id: number; size: number }) => sql`
    DELETE FROM webhook_deliveries WHERE id = ANY(ARRAY(
      SELECT id FROM webhook_deliveries WHERE webhook_id = ${args.webhook_id} LIMIT ${args.size}
    ))
    RETURNING id`,
);

export const removeWebhook = prepare(
  'remove-webhook',
  { id: 'int4' },
  (args: AdminAct & { id: number }) => sql`
    WITH removed AS (
      DELETE FROM webhooks WHERE id = ${args.id} RETURNING id
    ), logged AS (${logChange('admin.webhook_removed', args, sql`removed`)})
    SELECT id FROM removed`,
);

/** Sends a webhook a delivery of the type `webhook.test`. No row: there is none, or it is disabled. */
export const sendTest = prepare(
  'send-webhook-test',
  { id: 'uuid' },
  (args: AdminAct & { id: number }) => sql`
    WITH sent AS (
      INSERT INTO webhook_deliveries (webhook_id, type, body)
      SELECT id, 'webhook.test', json_build_object(
        'type', 'webhook.test',
        'timestamp', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'data', json_build_object()
      )::text
      FROM webhooks WHERE id = ${args.id} AND disabled_at IS NULL
      RETURNING id, webhook_id
    ), logged AS (${logChange('admin.webhook_tested', args, sql`(SELECT webhook_id AS id FROM sent) AS tested`)})
    SELECT id FROM sent`,
);

/** The encrypted secrets, which are encrypted anew when SECRET_KEY is rotated. */
export const sealedSecrets = prepareSealedColumn('webhook_secrets', 'sealed');

function logChange(
  type: EventType,
  act: AdminAct,
  webhooks: RawBuilder<unknown>,
  data = sql`jsonb_build_object('webhook', id)`,
): RawBuilder<unknown> {
  return logEvent({ type, actor: 'admin', origin: act, data: describeAct(act, data) }, webhooks);
}
