import type { Webhook, WebhookDelivery } from '@raqam/shared/contract/admin-services';
import type { RowsOf } from '../../database/prepare.ts';
import type { DeliveryRow } from './deliveries.queries.ts';
import type { listWebhooks } from './webhooks.queries.ts';

/** A webhook as administrators see it: without its secret. */
export function presentWebhook({ created_at, disabled_at, ...webhook }: RowsOf<typeof listWebhooks>): Webhook {
  return {
    ...webhook,
    created_at: created_at.toISOString(),
    disabled_at: disabled_at?.toISOString() ?? null,
  };
}

/** A delivery as administrators see it: without its body. */
export function presentDelivery(delivery: DeliveryRow): WebhookDelivery {
  const { id, webhook_id, type, state, tries, outcome, created_at, next_at } = delivery;
  return {
    id,
    webhook_id,
    type,
    state: state as WebhookDelivery['state'], // the column has the type webhook_state
    tries,
    outcome,
    created_at: created_at.toISOString(),
    next_at: state === 'pending' ? next_at.toISOString() : null,
  };
}
