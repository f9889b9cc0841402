import type { Webhook } from '@raqam/shared/contract/admin-services';
import { useLoaded } from '../../../components/section/use-loaded.ts';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { useAdminCall } from '../use-admin-call.ts';
import { AddWebhookDialog } from './add/AddWebhookDialog.tsx';
import { describeCommonActs } from './describe-common-acts.ts';
import { ServiceCard } from './ServiceCard.tsx';
import { WebhookItem } from './WebhookItem.tsx';

/** The receivers of events, with their deliveries. */
export function WebhooksCard() {
  const texts = useAdminTexts().services;
  const call = useAdminCall();
  const list = useLoaded(() => call('listWebhooks', undefined));
  const nameOf = ({ url }: Webhook) => url;
  const paramsOf = ({ id }: Webhook) => ({ params: { id: String(id) } });
  const acts = describeCommonActs<Webhook>(texts, texts.webhooks, nameOf, {
    rotate: (webhook) => call('rotateWebhookSecret', undefined, paramsOf(webhook)),
    disable: (webhook) => call('disableWebhook', undefined, paramsOf(webhook)),
    enable: (webhook) => call('enableWebhook', undefined, paramsOf(webhook)),
    remove: (webhook) => call('removeWebhook', undefined, paramsOf(webhook)),
  });
  return (
    <ServiceCard
      labels={texts.webhooks}
      list={list}
      items={list.data?.webhooks}
      nameOf={nameOf}
      acts={acts}
      show={(webhook, start, running) => (
        <WebhookItem
          key={webhook.id}
          webhook={webhook}
          isEnabling={running === 'enable'}
          onAct={start}
          onChange={list.reload}
        />
      )}
      showAdd={(onAdded, onClose) => <AddWebhookDialog onAdded={onAdded} onClose={onClose} />}
    />
  );
}
