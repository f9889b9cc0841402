import type { CodeDelivery } from '@raqam/shared/contract/admin-people';
import { Section } from '../../../../components/section/Section.tsx';
import { useAdminTexts } from '../../../../messages/admin/admin-texts.ts';
import { describeDateAndTime } from '../../../../messages/moments.ts';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import type { Person } from './person.types.ts';

const channels = { telegram: 'Telegram', gateway: 'Telegram Gateway', sms: 'SMS' };
const badges: Partial<Record<CodeDelivery['status'], string>> = {
  delivered: 'rq-badge-good',
  undelivered: 'rq-badge-bad',
  expired: 'rq-badge-bad',
  rejected: 'rq-badge-bad',
};

/** The messages with codes that were sent to the number, and what became of them. */
export function DeliveriesCard({ person }: { person: Person }) {
  const { deliveries: labels } = useAdminTexts().people;
  return (
    <Section title={labels.title}>
      {person.deliveries.length === 0 ? (
        <p>{labels.none}</p>
      ) : (
        <ul className="rq-person-list">
          {person.deliveries.map((delivery) => (
            <DeliveryItem key={delivery.id} delivery={delivery} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function DeliveryItem({ delivery }: { delivery: CodeDelivery }) {
  const texts = useAllTexts();
  const { deliveries: labels } = useAdminTexts().people;
  const { at, channel, provider, status, provider_status: providerStatus } = delivery;
  return (
    <li>
      <time className="rq-person-name" dateTime={at}>
        {describeDateAndTime(new Date(at), texts)}
      </time>
      <span>{[channels[channel], provider, providerStatus].filter(Boolean).join(' · ')}</span>
      <span className={`rq-badge ${badges[status] ?? ''}`}>{labels.statuses[status]}</span>
    </li>
  );
}
