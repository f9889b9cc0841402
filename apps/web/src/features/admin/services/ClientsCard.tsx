import type { OidcClient } from '@raqam/shared/contract/admin-services';
import { useState } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { ConfirmDialog } from '../../../components/dialog/ConfirmDialog.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { Pending, Section } from '../../../components/section/Section.tsx';
import { useLoaded } from '../../../components/section/use-loaded.ts';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { describeDay } from '../../../messages/moments.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { useActs } from '../use-acts.ts';
import { useAdminCall } from '../use-admin-call.ts';
import { AddClientDialog } from './add/AddClientDialog.tsx';
import { SecretDialog } from './SecretDialog.tsx';
import { ServiceItem, StateBadge } from './ServiceItem.tsx';

type Act = 'add' | 'rotate' | 'disable' | 'enable' | 'remove';

/** The services that sign people in by OpenID Connect. */
export function ClientsCard() {
  const texts = useAllTexts();
  const admin = useAdminTexts();
  const { clients: labels, ...common } = admin.services;
  const call = useAdminCall();
  const list = useLoaded(() => call('listClients', undefined));
  const acts = useActs<Act>(list.reload);
  const [chosen, setChosen] = useState<OidcClient>();
  const [secret, setSecret] = useState<{ name: string; secret: string }>();
  const clients = list.data?.clients;
  const problem = acts.problem && <Alert ref={acts.alert}>{acts.problem(texts)}</Alert>;
  const params = { id: chosen?.id ?? '' };
  const name = chosen?.name ?? '';

  function ask(act: Act, client: OidcClient): void {
    setChosen(client);
    acts.ask(act);
  }

  async function rotate(): Promise<void> {
    let shown = '';
    const isDone = await acts.run(
      'rotate',
      async () => {
        const result = await call('rotateClientSecret', undefined, { params });
        if (result.ok) shown = result.data.secret;
        return result;
      },
      ({ services }) => services.rotated(name),
    );
    if (isDone) setSecret({ name, secret: shown });
  }

  const questions = {
    rotate: {
      title: common.rotateTitle(name),
      explanation: labels.rotateExplanation,
      confirmLabel: common.rotate,
      busyLabel: common.rotating,
      onConfirm: () => void rotate(),
    },
    disable: {
      title: common.disableTitle(name),
      explanation: labels.disableExplanation,
      confirmLabel: common.disable,
      busyLabel: common.disabling,
      onConfirm: () =>
        void acts.run(
          'disable',
          () => call('disableClient', undefined, { params }),
          ({ services }) => services.disabledNow(name),
        ),
    },
    remove: {
      title: common.removeTitle(name),
      explanation: labels.removeExplanation,
      confirmLabel: common.remove,
      busyLabel: common.removing,
      onConfirm: () =>
        void acts.run(
          'remove',
          () => call('removeClient', undefined, { params }),
          ({ services }) => services.removed(name),
        ),
    },
  };
  const question = acts.asking && acts.asking in questions && questions[acts.asking as keyof typeof questions];

  return (
    <Section title={labels.title}>
      <p className="rq-hint">{labels.lead}</p>
      {acts.done && <Notice ref={acts.notice}>{acts.done(admin)}</Notice>}
      {!acts.asking && problem}
      {(!clients || list.problem) && <Pending of={list} />}
      {clients?.length === 0 && <p>{labels.none}</p>}
      {clients && clients.length > 0 && (
        <ul className="rq-services">
          {clients.map((client) => (
            <ServiceItem
              key={client.id}
              name={client.name}
              badges={
                <>
                  <StateBadge isDisabled={client.disabled_at !== null} />
                  <span className="rq-badge">{client.is_own ? labels.noConsent : labels.consent}</span>
                  {client.is_public && <span className="rq-badge">{labels.publicBadge}</span>}
                </>
              }
              actions={
                <>
                  {!client.is_public && (
                    <ActionButton
                      label={common.rotate}
                      name={common.rotateNamed(client.name)}
                      kind="secondary"
                      onPress={() => ask('rotate', client)}
                    />
                  )}
                  {client.disabled_at ? (
                    <ActionButton
                      label={common.enable}
                      name={common.enableNamed(client.name)}
                      busyLabel={common.enabling}
                      busy={acts.running === 'enable' && chosen?.id === client.id}
                      kind="secondary"
                      onPress={() => {
                        setChosen(client);
                        void acts.run(
                          'enable',
                          () => call('enableClient', undefined, { params: { id: client.id } }),
                          ({ services }) => services.enabledNow(client.name),
                        );
                      }}
                    />
                  ) : (
                    <ActionButton
                      label={common.disable}
                      name={common.disableNamed(client.name)}
                      kind="secondary"
                      onPress={() => ask('disable', client)}
                    />
                  )}
                  <ActionButton
                    label={common.remove}
                    name={common.removeNamed(client.name)}
                    kind="danger-quiet"
                    onPress={() => ask('remove', client)}
                  />
                </>
              }
            >
              <p>
                <code>{client.id}</code>
              </p>
              {client.redirect_uris.length === 0 && <p>{labels.onlyNumbers}</p>}
              {client.redirect_uris.map((uri) => (
                <p key={uri}>{uri}</p>
              ))}
              {client.post_logout_redirect_uris.map((uri) => (
                <p key={uri}>{labels.afterLogout(uri)}</p>
              ))}
              <p>
                {`${client.signing_algorithm} · ${common.added(describeDay(new Date(client.created_at), new Date(), texts))}`}
              </p>
            </ServiceItem>
          ))}
        </ul>
      )}
      {clients && <ActionButton label={labels.add} kind="secondary" onPress={() => acts.ask('add')} />}
      {acts.asking === 'add' && (
        <AddClientDialog
          onAdded={(added, shown) => {
            void acts
              .settle(({ services }) => services.addedNow(added))
              .then(() => setSecret(shown === null ? undefined : { name: added, secret: shown }));
          }}
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
