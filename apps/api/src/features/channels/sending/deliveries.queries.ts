import { sql } from 'kysely';
import { prepareDeletion } from '../../../database/clean-up-batch.ts';
import type { Channel, DeliveryStatus } from '../../../database/database.types.ts';
import { interval } from '../../../database/interval.ts';
import { prepare } from '../../../database/prepare.ts';
import { DAY } from '../../../policy.ts';
import { logEvent, type Origin } from '../../events/events.ts';
import type { NumberOfEvent } from '../../events/person.ts';

/**
 * Stores that a code was sent. The provider's report may have come before: then only the challenge is added.
 */
export const keepDelivery = prepare(
  'keep-delivery',
  {},
  (
    args: {
      challenge_id: string;
      channel: Channel;
      provider: string;
      /** null: the provider did not answer. */
      provider_id: string | null;
      status: DeliveryStatus;
      /** null: the provider does not say. */
      cost_usd: number | null;
    } & NumberOfEvent &
      Origin,
  ) => sql`
    WITH kept AS (
      INSERT INTO deliveries AS held (challenge_id, channel, provider, provider_id, status, cost_usd, person)
      VALUES (${args.challenge_id}, ${args.channel}::channel, ${args.provider}, ${args.provider_id},
        ${args.status}::delivery_status, ${args.cost_usd}::float8, ${args.person})
      ON CONFLICT (provider, provider_id) DO UPDATE SET (challenge_id, person) = (excluded.challenge_id, excluded.person)
      RETURNING id, challenge_id
    )
    ${logEvent(
      {
        type: 'code.sent',
        actor: 'user',
        origin: args,
        channel: args.channel,
        person: args.person,
        data: sql`jsonb_build_object(
          'challenge', challenge_id, ${args.channel}::text || '_id', id, 'delivery', ${args.status}::delivery_status,
          'phone', ${args.masked}::text, 'provider', ${args.provider}::text
        )`,
      },
      sql`kept`,
    )}`,
);

/**
 * Stores the newest status of an SMS. A report may come before the provider's answer was stored: then its event has no
 * challenge, but the same `sms_id` as that of the SMS.
 */
export const keepReport = prepare(
  'keep-report',
  {},
  (args: { provider: string; provider_id: string; status: DeliveryStatus; provider_status: string }) => sql`
    WITH kept AS (
      INSERT INTO deliveries AS held (channel, provider, provider_id, status, provider_status)
      VALUES ('sms', ${args.provider}, ${args.provider_id}, ${args.status}::delivery_status, ${args.provider_status})
      ON CONFLICT (provider, provider_id) DO UPDATE
      SET (status, provider_status, updated_at) = (excluded.status, excluded.provider_status, now())
      WHERE (held.status, held.provider_status) <> (excluded.status, excluded.provider_status)
      RETURNING id, challenge_id, status, person
    )
    ${logEvent(
      {
        type: sql`CASE status WHEN 'delivered' THEN 'sms.delivered' ELSE 'sms.undelivered' END`,
        actor: 'system',
        channel: sql`'sms'`,
        person: sql`person`,
        data: sql`jsonb_build_object('challenge', challenge_id, 'sms_id', id, 'status', status)`,
      },
      sql`kept WHERE status IN ('delivered', 'undelivered', 'expired', 'rejected')`,
    )}`,
);

/** Deliveries and the counts of past days are kept for this long. */
const KEPT = 30 * DAY;

export const deleteOldDeliveries = prepareDeletion('deliveries', KEPT);

/** Deletes the old counts of days. */
export const deleteOldDays = prepare(
  'delete-old-days',
  {},
  () => sql`DELETE FROM sms_days WHERE day < (now() - ${interval(KEPT)})::date`,
);
