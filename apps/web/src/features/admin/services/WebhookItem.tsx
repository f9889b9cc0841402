import type { Webhook } from '@raqam/shared/contract/admin-services';
import { useState } from 'react';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { describeDay } from '../../../messages/moments.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { CommonActions } from './CommonActions.tsx';
import type { CommonAct } from './describe-common-acts.ts';
import { ServiceItem, StateBadge } from './ServiceItem.tsx';
import { WebhookDeliveries } from './WebhookDeliveries.tsx';

interface WebhookItemProps {
  webhook: Webhook;
  isEnabling: boolean;
  onAct: (act: CommonAct) => void;
  onChange: () => Promise<void>;
}

/** The API counts no further. */
const COUNTED_MAX = 10_000;

/** One webhook. Its deliveries open below it. */
export function WebhookItem({ webhook, isEnabling, onAct, onChange }: WebhookItemProps) {
  const texts = useAllTexts();
  const { webhooks: labels, ...common } = useAdminTexts().services;
  const [isOpen, setOpen] = useState(false);
  const { url, pending, failed } = webhook;
  const isDisabled = webhook.disabled_at !== null;
  const count = (number: number) =>
    new Intl.NumberFormat(texts.language).format(number) + (number >= COUNTED_MAX ? '+' : '');

  return (
    <ServiceItem
      name={url}
      badges={
        <>
          <StateBadge isDisabled={isDisabled} />
          {failed > 0 && <span className="rq-badge rq-badge-warn">{labels.failedCount(count(failed))}</span>}
          {pending > 0 && <span className="rq-badge">{labels.pendingCount(count(pending))}</span>}
        </>
      }
      actions={
        <>
          <button
            className="rq-button rq-button-secondary"
            type="button"
            aria-expanded={isOpen}
            aria-label={labels.deliveriesNamed(url)}
            onClick={() => setOpen(!isOpen)}
          >
            {labels.deliveries}
          </button>
          <CommonActions name={url} hasSecret isDisabled={isDisabled} isEnabling={isEnabling} onAct={onAct} />
          {isOpen && <WebhookDeliveries webhook={webhook} onChange={onChange} />}
        </>
      }
    >
      <p>{labels.sends(webhook.types.map((type) => labels.groupNames[type] ?? type).join(', '))}</p>
      <p>{common.added(describeDay(new Date(webhook.created_at), new Date(), texts))}</p>
    </ServiceItem>
  );
}
