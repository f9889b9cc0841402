import type { Webhook, WebhookDelivery } from '@raqam/shared/contract/admin-services';
import { useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { Pending } from '../../../components/section/Section.tsx';
import { useLoaded } from '../../../components/section/use-loaded.ts';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { describeDateAndTime } from '../../../messages/moments.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { useActs } from '../use-acts.ts';
import { useAdminCall } from '../use-admin-call.ts';

interface WebhookDeliveriesProps {
  webhook: Webhook;
  onChange: () => Promise<void>;
}

/** How often the page asks for the outcome of a test, and how long. */
const TEST_INTERVAL_MS = 1_000;
const TEST_TRIES = 20;

/** The deliveries of a webhook: those that failed first, if there are any. Sends them again, and sends a test. */
export function WebhookDeliveries({ webhook, onChange }: WebhookDeliveriesProps) {
  const texts = useAllTexts();
  const admin = useAdminTexts();
  const labels = admin.services.webhooks;
  const call = useAdminCall();
  const [filter, setFilter] = useState<'failed' | 'all'>(webhook.failed > 0 ? 'failed' : 'all');
  const [further, setFurther] = useState<WebhookDelivery[]>([]);
  const [next, setNext] = useState<string | null>();
  const more = useAction();
  const params = { id: String(webhook.id) };
  const state = filter === 'failed' ? { state: 'failed' } : undefined;
  const ask = () => call('listWebhookDeliveries', undefined, { params, ...(state && { query: state }) });
  const first = useLoaded(ask, filter);
  /** `test`, `all`, or the id of a delivery. */
  const acts = useActs<string>(async () => {
    restart();
    await Promise.all([first.reload(), onChange()]);
  });
  const deliveries = first.data && [...first.data.deliveries, ...further];
  const cursor = next === undefined ? first.data?.next_cursor : next;

  function restart(): void {
    setFurther([]);
    setNext(undefined);
  }

  function loadMore(): Promise<boolean> {
    return more.run(async () => {
      const query = { ...state, after: cursor ?? '' };
      const result = await call('listWebhookDeliveries', undefined, { params, query });
      if (result.ok) {
        setFurther([...further, ...result.data.deliveries]);
        setNext(result.data.next_cursor);
      }
      return result;
    });
  }

  async function sendTest(): Promise<void> {
    let outcome = '';
    await acts.run(
      'test',
      async () => {
        const sent = await call('testWebhook', undefined, { params });
        for (let tries = 0; sent.ok && outcome === '' && tries < TEST_TRIES; tries++) {
          await new Promise((resolve) => setTimeout(resolve, TEST_INTERVAL_MS));
          const listed = await call('listWebhookDeliveries', undefined, { params });
          if (!listed.ok) return listed;
          outcome = listed.data.deliveries.find(({ id }) => id === sent.data.delivery_id)?.outcome ?? '';
        }
        return sent;
      },
      ({ services }) => (outcome ? services.webhooks.tested(outcome) : services.webhooks.testWaits),
    );
  }

  return (
    <div className="rq-deliveries">
      {acts.done && <Notice ref={acts.notice}>{acts.done(admin)}</Notice>}
      {acts.problem && <Alert ref={acts.alert}>{acts.problem(texts)}</Alert>}
      <div className="rq-deliveries-head">
        <fieldset className="rq-deliveries-filter">
          <legend className="rq-visually-hidden">{labels.deliveries}</legend>
          {(['failed', 'all'] as const).map((each) => (
            <label key={each}>
              <input
                type="radio"
                name={`deliveries-${webhook.id}`}
                checked={filter === each}
                onChange={() => {
                  restart();
                  setFilter(each);
                }}
              />
              {each === 'failed' ? labels.failed : labels.all}
            </label>
          ))}
        </fieldset>
        {webhook.disabled_at === null && (
          <ActionButton
            label={labels.test}
            name={labels.testNamed(webhook.url)}
            busyLabel={labels.testing}
            busy={acts.running === 'test'}
            kind="secondary"
            onPress={() => void sendTest()}
          />
        )}
      </div>
      {(!deliveries || first.problem) && <Pending of={first} />}
      {deliveries?.length === 0 && <p>{filter === 'failed' ? labels.noFailed : labels.noDeliveries}</p>}
      {deliveries && deliveries.length > 0 && (
        <ul className="rq-services">
          {deliveries.map((delivery) => (
            <li className="rq-delivery" key={delivery.id}>
              <p>
                <code>{delivery.type}</code>{' '}
                <span className={`rq-badge ${badges[delivery.state]}`}>{labels.states[delivery.state]}</span>
              </p>
              <p className="rq-hint">
                {describeDateAndTime(new Date(delivery.created_at), texts)}
                {delivery.tries > 0 && ` · ${labels.tries(delivery.tries)}`}
              </p>
              {delivery.outcome && (
                <p className="rq-hint">
                  {labels.outcome} <span lang="en">{delivery.outcome}</span>
                </p>
              )}
              {delivery.next_at && delivery.tries > 0 && (
                <p className="rq-hint">{labels.nextTry(describeDateAndTime(new Date(delivery.next_at), texts))}</p>
              )}
              {delivery.state === 'failed' && (
                <ActionButton
                  label={labels.resend}
                  name={labels.resendNamed(delivery.type)}
                  busyLabel={labels.resending}
                  busy={acts.running === delivery.id}
                  kind="secondary"
                  onPress={() =>
                    void acts.run(
                      delivery.id,
                      () =>
                        call('resendWebhookDelivery', undefined, { params: { ...params, delivery_id: delivery.id } }),
                      ({ services }) => services.webhooks.resent(1),
                    )
                  }
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {more.problem && <Alert ref={more.alert}>{more.problem(texts)}</Alert>}
      {cursor && (
        <ActionButton
          label={labels.more}
          busyLabel={texts.messages.session.checking}
          busy={more.busy}
          kind="secondary"
          onPress={() => void loadMore()}
        />
      )}
      {filter === 'failed' && deliveries && deliveries.length > 1 && (
        <ActionButton
          label={labels.resendAll}
          busyLabel={labels.resending}
          busy={acts.running === 'all'}
          kind="secondary"
          onPress={() => {
            let resent = 0;
            void acts.run(
              'all',
              async () => {
                const result = await call('resendFailedDeliveries', undefined, { params });
                if (result.ok) resent = result.data.resent;
                return result;
              },
              ({ services }) => services.webhooks.resent(resent),
            );
          }}
        />
      )}
    </div>
  );
}

const badges: Readonly<Record<WebhookDelivery['state'], string>> = {
  pending: '',
  delivered: 'rq-badge-good',
  failed: 'rq-badge-warn',
};
