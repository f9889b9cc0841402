import { sql } from 'kysely';
import type { DeliveryStatus } from '../../../database/database.types.ts';
import { prepare } from '../../../database/prepare.ts';
import { logEvent } from '../../events/events.ts';

/**
 * Stores the newest status of a code. Reports may come late, twice, and before the answer to the request was stored: an
 * earlier status never replaces a later one.
 */
export const keepGatewayReport = prepare(
  'keep-gateway-report',
  {},
  (args: {
    challenge_id: string | null;
    provider: string;
    provider_id: string;
    status: DeliveryStatus;
    provider_status: string;
    cost_usd: number | null;
  }) => sql`
    WITH before AS (
      SELECT status FROM deliveries WHERE provider = ${args.provider} AND provider_id = ${args.provider_id}
    ), kept AS (
      INSERT INTO deliveries AS held (challenge_id, channel, provider, provider_id, status, provider_status, cost_usd)
      VALUES (${args.challenge_id}::uuid, 'gateway', ${args.provider}, ${args.provider_id},
        ${args.status}::delivery_status, ${args.provider_status}, ${args.cost_usd}::float8)
      ON CONFLICT (provider, provider_id) DO UPDATE
      SET (status, provider_status, updated_at) = (excluded.status, excluded.provider_status, now()),
        cost_usd = coalesce(excluded.cost_usd, held.cost_usd)
      WHERE held.status IN ('waiting', 'unknown', 'other')
        OR held.status = 'delivered' AND excluded.status <> 'waiting'
        OR held.status = excluded.status
      RETURNING id, challenge_id, status, person
    )
    ${logEvent(
      {
        type: sql`CASE status WHEN 'delivered' THEN 'gateway.delivered' ELSE 'gateway.undelivered' END`,
        actor: 'system',
        channel: sql`'gateway'`,
        person: sql`person`,
        data: sql`jsonb_build_object('challenge', challenge_id, 'gateway_id', id, 'status', status)`,
      },
      sql`kept WHERE status IN ('delivered', 'expired', 'rejected') AND status IS DISTINCT FROM (SELECT status FROM before)`,
    )}`,
);

/** The newest code of a challenge that Gateway took. */
export const findNewestRequest = prepare(
  'find-newest-gateway-request',
  { provider_id: 'text' },
  (args: { challenge_id: string; provider: string }) => sql`
    SELECT provider_id FROM deliveries
    WHERE challenge_id = ${args.challenge_id} AND provider = ${args.provider} AND provider_id IS NOT NULL
    ORDER BY id DESC LIMIT 1`,
);
