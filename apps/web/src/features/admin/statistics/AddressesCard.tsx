import type { Statistics } from '@raqam/shared/contract/admin-statistics';
import { Section } from '../../../components/section/Section.tsx';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { describeMoment } from '../../../messages/moments.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { AdminLink } from '../AdminLink.tsx';
import { adminUrl } from '../admin-route.ts';
import { nameCountry } from '../name-country.ts';
import { FiguresTable } from './FiguresTable.tsx';
import { formatCount } from './formats.ts';

/** IPs with many failures, each with a link to its events. */
export function AddressesCard({ statistics: { addresses } }: { statistics: Statistics }) {
  const texts = useAllTexts();
  const { addresses: labels, conversion } = useAdminTexts().statistics;
  const count = (value: number) => formatCount(value, texts.language);
  const now = new Date();

  return (
    <Section title={labels.title}>
      {addresses.length === 0 ? (
        <p>{labels.none}</p>
      ) : (
        <>
          <p className="rq-hint">{labels.explanation}</p>
          <FiguresTable
            label={labels.title}
            headers={[
              labels.ip,
              conversion.country,
              labels.wrongCodes,
              labels.declined,
              labels.refused,
              labels.codesSent,
              labels.people,
              labels.last,
            ]}
            rows={addresses.map((address) => ({
              key: address.ip,
              cells: [
                <AdminLink key="ip" className="rq-table-link" href={adminUrl('audit', { ip: address.ip })}>
                  {address.ip}
                </AdminLink>,
                address.country ? nameCountry(address.country, texts) : conversion.unknownCountry,
                count(address.wrong_codes),
                count(address.declined),
                count(address.refused),
                count(address.codes_sent),
                count(address.people),
                <time key="last" dateTime={address.last_at}>
                  {describeMoment(new Date(address.last_at), now, texts)}
                </time>,
              ],
            }))}
          />
        </>
      )}
    </Section>
  );
}
