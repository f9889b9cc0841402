import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { AdminView } from '../AdminView.tsx';
import { ClientsCard } from './ClientsCard.tsx';
import { KeysCard } from './KeysCard.tsx';
import { WebhooksCard } from './WebhooksCard.tsx';
import './services.css';

/** What other services of the site hold: clients of OpenID Connect, keys of the server API, webhooks. */
export function ServicesSection() {
  const texts = useAdminTexts().services;
  return (
    <AdminView title={texts.title}>
      <div className="rq-services-cards">
        <ClientsCard />
        <KeysCard />
        <WebhooksCard />
      </div>
    </AdminView>
  );
}
