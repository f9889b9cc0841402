import type { Webhook } from '@raqam/shared/contract/admin-services';
import { useState } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { ConfirmDialog } from '../../../components/dialog/ConfirmDialog.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { Pending, Section } from '../../../components/section/Section.tsx';
import { useLoaded } from '../../../components/section/use-loaded.ts';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { useActs } from '../use-acts.ts';
import { useAdminCall } from '../use-admin-call.ts';
import { AddWebhookDialog } from './add/AddWebhookDialog.tsx';
import { SecretDialog } from './SecretDialog.tsx';
import { WebhookItem } from './WebhookItem.tsx';

type Act = 'add' | 'rotate' | 'disable' | 'enable' | 'remove';

/** The receivers of events, with their deliveries. */
export function WebhooksCard() {
  const texts = useAllTexts();
  const admin = useAdminTexts();
  const { webhooks: labels, ...common } = admin.services;
  const call = useAdminCall();
  const list = useLoaded(() => call('listWebhooks', undefined));
  const acts = useActs<Act>(list.reload);
  const [chosen, setChosen] = useState<Webhook>();
  const [secret, setSecret] = useState<{ name: string; secret: string }>();
  const webhooks = list.data?.webhooks;
  const problem = acts.problem && <Alert ref={acts.alert}>{acts.problem(texts)}</Alert>;
  const params = { id: String(chosen?.id) };
  const url = chosen?.url ?? '';

  async function rotate(): Promise<void> {
    let shown = '';
    const isDone = await acts.run(
      'rotate',
      async () => {
        const result = await call('rotateWebhookSecret', undefined, { params });
        if (result.ok) shown = result.data.secret;
        return result;
      },
      ({ services }) => services.rotated(url),
    );
    if (isDone) setSecret({ name: url, secret: shown });
  }

  const questions = {
    rotate: {
      title: common.rotateTitle(url),
      explanation: labels.rotateExplanation,
      confirmLabel: common.rotate,
      busyLabel: common.rotating,
      onConfirm: () => void rotate(),
    },
    disable: {
      title: common.disableTitle(url),
      explanation: labels.disableExplanation,
      confirmLabel: common.disable,
      busyLabel: common.disabling,
      onConfirm: () =>
        void acts.run(
          'disable',
          () => call('disableWebhook', undefined, { params }),
          ({ services }) => services.disabledNow(url),
        ),
    },
    remove: {
      title: common.removeTitle(url),
      explanation: labels.removeExplanation,
      confirmLabel: common.remove,
      busyLabel: common.removing,
      onConfirm: () =>
        void acts.run(
          'remove',
          () => call('removeWebhook', undefined, { params }),
          ({ services }) => services.removed(url),
        ),
    },
  };
  const question = acts.asking && acts.asking in questions && questions[acts.asking as keyof typeof questions];

  return (
    <Section title={labels.title}>
      <p className="rq-hint">{labels.lead}</p>
      {acts.done && <Notice ref={acts.notice}>{acts.done(admin)}</Notice>}
      {!acts.asking && problem}
      {(!webhooks || list.problem) && <Pending of={list} />}
      {webhooks?.length === 0 && <p>{labels.none}</p>}
      {webhooks && webhooks.length > 0 && (
        <ul className="rq-services">
          {webhooks.map((webhook) => (
            <WebhookItem
              key={webhook.id}
              webhook={webhook}
              isEnabling={acts.running === 'enable' && chosen?.id === webhook.id}
              onAsk={(act) => {
                setChosen(webhook);
                acts.ask(act);
              }}
              onEnable={() => {
                setChosen(webhook);
                void acts.run(
                  'enable',
                  () => call('enableWebhook', undefined, { params: { id: String(webhook.id) } }),
                  ({ services }) => services.enabledNow(webhook.url),
                );
              }}
              onChange={list.reload}
            />
          ))}
        </ul>
      )}
      {webhooks && <ActionButton label={labels.add} kind="secondary" onPress={() => acts.ask('add')} />}
      {acts.asking === 'add' && (
        <AddWebhookDialog
          onAdded={(added, shown) =>
            void acts
              .settle(({ services }) => services.addedNow(added))
              .then(() => setSecret({ name: added, secret: shown }))
          }
          onClose={acts.close}
        />
      )}
      {question && (
        <ConfirmDialog
          {...question}
          problem={problem}
          cancelLabel={texts.messages.accountPage.cancel}
          busy={acts.running !== undefined}
          onClose={acts.close}
        />
      )}
      {secret && (
        <SecretDialog
          title={common.secret.title(secret.name)}
          secret={secret.secret}
          onClose={() => setSecret(undefined)}
        />
      )}
    </Section>
  );
}
