import type { OidcClient } from '@raqam/shared/contract/admin-services';
import { useLoaded } from '../../../components/section/use-loaded.ts';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { describeDay } from '../../../messages/moments.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { useAdminCall } from '../use-admin-call.ts';
import { AddClientDialog } from './add/AddClientDialog.tsx';
import { CommonActions } from './CommonActions.tsx';
import { type CommonAct, describeCommonActs } from './describe-common-acts.ts';
import { ServiceCard } from './ServiceCard.tsx';
import { ServiceItem, StateBadge } from './ServiceItem.tsx';

/** The services that sign people in by OpenID Connect. */
export function ClientsCard() {
  const texts = useAdminTexts().services;
  const call = useAdminCall();
  const list = useLoaded(() => call('listClients', undefined));
  const nameOf = ({ name }: OidcClient) => name;
  const acts = describeCommonActs<OidcClient>(texts, texts.clients, nameOf, {
    rotate: ({ id }) => call('rotateClientSecret', undefined, { params: { id } }),
    disable: ({ id }) => call('disableClient', undefined, { params: { id } }),
    enable: ({ id }) => call('enableClient', undefined, { params: { id } }),
    remove: ({ id }) => call('removeClient', undefined, { params: { id } }),
  });
  return (
    <ServiceCard
      labels={texts.clients}
      list={list}
      items={list.data?.clients}
      nameOf={nameOf}
      acts={acts}
      show={(client, start, running) => (
        <ClientItem key={client.id} client={client} isEnabling={running === 'enable'} onAct={start} />
      )}
      showAdd={(onAdded, onClose) => <AddClientDialog onAdded={onAdded} onClose={onClose} />}
    />
  );
}

interface ClientItemProps {
  client: OidcClient;
  isEnabling: boolean;
  onAct: (act: CommonAct) => void;
}

function ClientItem({ client, isEnabling, onAct }: ClientItemProps) {
  const texts = useAllTexts();
  const { clients: labels, ...common } = useAdminTexts().services;
  const isDisabled = client.disabled_at !== null;
  const added = common.added(describeDay(new Date(client.created_at), new Date(), texts));
  return (
    <ServiceItem
      name={client.name}
      badges={
        <>
          <StateBadge isDisabled={isDisabled} />
          <span className="rq-badge">{client.is_own ? labels.noConsent : labels.consent}</span>
          {client.is_public && <span className="rq-badge">{labels.publicBadge}</span>}
        </>
      }
      actions={
        <CommonActions
          name={client.name}
          hasSecret={!client.is_public}
          isDisabled={isDisabled}
          isEnabling={isEnabling}
          onAct={onAct}
        />
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
      <p>{`${client.signing_algorithm} · ${added}`}</p>
    </ServiceItem>
  );
}
