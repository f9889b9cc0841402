import type { Webhook } from '@raqam/shared/contract/admin-services';
import { useState } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { describeDay } from '../../../messages/moments.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { ServiceItem, StateBadge } from './ServiceItem.tsx';
import { WebhookDeliveries } from './WebhookDeliveries.tsx';

interface WebhookItemProps {
  webhook: Webhook;
  isEnabling: boolean;
  onAsk: (act: 'rotate' | 'disable' | 'remove') => void;
  onEnable: () => void;
  onChange: () => Promise<void>;
}

/** The API counts no further. */
const COUNTED_MAX = 10_000;

/** One webhook. Its deliveries open below it. */
export function WebhookItem({ webhook, isEnabling, onAsk, onEnable, onChange }: WebhookItemProps) {
  const texts = useAllTexts();
  const { webhooks: labels, ...common } = useAdminTexts().services;
  const [isOpen, setOpen] = useState(false);
  const { url, pending, failed } = webhook;
  const count = (number: number) =>
    new Intl.NumberFormat(texts.language).format(number) + (number >= COUNTED_MAX ? '+' : '');

  return (
    <ServiceItem
      name={url}
      badges={
        <>
          <StateBadge isDisabled={webhook.disabled_at !== null} />
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
          <ActionButton
            label={common.rotate}
            name={common.rotateNamed(url)}
            kind="secondary"
            onPress={() => onAsk('rotate')}
          />
          {webhook.disabled_at ? (
            <ActionButton
              label={common.enable}
              name={common.enableNamed(url)}
              busyLabel={common.enabling}
              busy={isEnabling}
              kind="secondary"
              onPress={onEnable}
            />
          ) : (
            <ActionButton
              label={common.disable}
              name={common.disableNamed(url)}
              kind="secondary"
              onPress={() => onAsk('disable')}
            />
          )}
          <ActionButton
            label={common.remove}
            name={common.removeNamed(url)}
            kind="danger-quiet"
            onPress={() => onAsk('remove')}
          />
          {isOpen && <WebhookDeliveries webhook={webhook} onChange={onChange} />}
        </>
      }
    >
      <p>{labels.sends(webhook.types.map((type) => labels.groupNames[type] ?? type).join(', '))}</p>
      <p>{common.added(describeDay(new Date(webhook.created_at), new Date(), texts))}</p>
    </ServiceItem>
  );
}
