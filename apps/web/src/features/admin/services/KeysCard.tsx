import type { ServiceKey } from '@raqam/shared/contract/admin-services';
import { useState } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { ConfirmDialog } from '../../../components/dialog/ConfirmDialog.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { Pending, Section } from '../../../components/section/Section.tsx';
import { useLoaded } from '../../../components/section/use-loaded.ts';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { describeDay, describeMoment } from '../../../messages/moments.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { useActs } from '../use-acts.ts';
import { useAdminCall } from '../use-admin-call.ts';
import { AddKeyDialog } from './add/AddKeyDialog.tsx';
import { SecretDialog } from './SecretDialog.tsx';
import { ServiceItem } from './ServiceItem.tsx';

/** The keys with which other services call the server API: first those that work. */
export function KeysCard() {
  const texts = useAllTexts();
  const admin = useAdminTexts();
  const { keys: labels, ...common } = admin.services;
  const call = useAdminCall();
  const list = useLoaded(() => call('listServiceKeys', undefined));
  const acts = useActs<'add' | 'revoke'>(list.reload);
  const [chosen, setChosen] = useState<ServiceKey>();
  const [secret, setSecret] = useState<{ name: string; secret: string }>();
  const keys = list.data?.keys;
  const problem = acts.problem && <Alert ref={acts.alert}>{acts.problem(texts)}</Alert>;

  return (
    <Section title={labels.title}>
      <p className="rq-hint">{labels.lead}</p>
      {acts.done && <Notice ref={acts.notice}>{acts.done(admin)}</Notice>}
      {!acts.asking && problem}
      {(!keys || list.problem) && <Pending of={list} />}
      {keys?.length === 0 && <p>{labels.none}</p>}
      {keys && keys.length > 0 && (
        <ul className="rq-services">
          {[...keys.filter(isWorking), ...keys.filter((key) => !isWorking(key))].map((key) => (
            <KeyItem
              key={key.id}
              of={key}
              onRevoke={() => {
                setChosen(key);
                acts.ask('revoke');
              }}
            />
          ))}
        </ul>
      )}
      {keys && <ActionButton label={labels.add} kind="secondary" onPress={() => acts.ask('add')} />}
      {acts.asking === 'add' && (
        <AddKeyDialog
          onAdded={(name, shown) =>
            void acts.settle(({ services }) => services.addedNow(name)).then(() => setSecret({ name, secret: shown }))
          }
          onClose={acts.close}
        />
      )}
      {acts.asking === 'revoke' && chosen && (
        <ConfirmDialog
          title={labels.revokeTitle(chosen.name)}
          explanation={labels.revokeExplanation(chosen.ending)}
          problem={problem}
          confirmLabel={labels.revoke}
          busyLabel={labels.revoking}
          cancelLabel={texts.messages.accountPage.cancel}
          busy={acts.running === 'revoke'}
          onConfirm={() =>
            void acts.run(
              'revoke',
              () => call('revokeServiceKey', undefined, { params: { id: chosen.id } }),
              ({ services }) => services.keys.revoked(chosen.name),
            )
          }
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

function KeyItem({ of: key, onRevoke }: { of: ServiceKey; onRevoke: () => void }) {
  const texts = useAllTexts();
  const { keys: labels, ...common } = useAdminTexts().services;
  const now = new Date();
  const day = (moment: string) => describeDay(new Date(moment), now, texts);
  const works = isWorking(key);
  return (
    <ServiceItem
      name={key.name}
      badges={
        <>
          {works && <span className="rq-badge rq-badge-good">{labels.works}</span>}
          {key.revoked_at && <span className="rq-badge">{labels.revokedBadge(day(key.revoked_at))}</span>}
          {!works && !key.revoked_at && key.expires_at && (
            <span className="rq-badge rq-badge-warn">{labels.expiredBadge(day(key.expires_at))}</span>
          )}
          {key.scopes.map((scope) => (
            <span className="rq-badge" key={scope}>
              {labels.scopeNames[scope]}
            </span>
          ))}
        </>
      }
      actions={
        works && (
          <ActionButton
            label={labels.revoke}
            name={labels.revokeNamed(key.name)}
            kind="danger-quiet"
            onPress={onRevoke}
          />
        )
      }
    >
      <p>
        <code>{`rqk_…${key.ending}`}</code>
      </p>
      {works && <p>{key.expires_at ? labels.worksUntil(day(key.expires_at)) : labels.worksAlways}</p>}
      <p>
        {key.last_used_at ? labels.lastUsed(describeMoment(new Date(key.last_used_at), now, texts)) : labels.neverUsed}
        {' · '}
        {common.added(day(key.created_at))}
      </p>
    </ServiceItem>
  );
}

function isWorking({ revoked_at, expires_at }: ServiceKey): boolean {
  return revoked_at === null && (expires_at === null || Date.parse(expires_at) > Date.now());
}
