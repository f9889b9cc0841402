import type { ServiceKey } from '@raqam/shared/contract/admin-services';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { useLoaded } from '../../../components/section/use-loaded.ts';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { describeDay, describeMoment } from '../../../messages/moments.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { useAdminCall } from '../use-admin-call.ts';
import { AddKeyDialog } from './add/AddKeyDialog.tsx';
import { type ServiceAct, ServiceCard } from './ServiceCard.tsx';
import { ServiceItem } from './ServiceItem.tsx';

/** The keys with which other services call the server API: first those that work. */
export function KeysCard() {
  const labels = useAdminTexts().services.keys;
  const call = useAdminCall();
  const list = useLoaded(() => call('listServiceKeys', undefined));
  const keys = list.data?.keys;
  const revoke: ServiceAct<ServiceKey> = {
    call: ({ id }) => call('revokeServiceKey', undefined, { params: { id } }),
    question: ({ name, ending }) => ({
      title: labels.revokeTitle(name),
      explanation: labels.revokeExplanation(ending),
      confirmLabel: labels.revoke,
      busyLabel: labels.revoking,
    }),
    done:
      ({ name }) =>
      ({ services }) =>
        services.keys.revoked(name),
  };
  return (
    <ServiceCard
      labels={labels}
      list={list}
      items={keys && [...keys.filter(isWorking), ...keys.filter((key) => !isWorking(key))]}
      nameOf={({ name }) => name}
      acts={{ revoke }}
      show={(key, start) => <KeyItem key={key.id} of={key} onRevoke={() => start('revoke')} />}
      showAdd={(onAdded, onClose) => <AddKeyDialog onAdded={onAdded} onClose={onClose} />}
    />
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
