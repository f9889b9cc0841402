import type { Statistics } from '@raqam/shared/contract/admin-statistics';
import { Section } from '../../../components/section/Section.tsx';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { nameCountry } from '../name-country.ts';
import { FiguresTable } from './FiguresTable.tsx';
import { formatCount, formatMoney, formatShare, type Money } from './formats.ts';

type Conversion = Statistics['conversion'][number];

/** Providers by the names that people know; others by their own. */
const PROVIDERS: Readonly<Record<string, string>> = { eskiz: 'Eskiz', playmobile: 'PlayMobile', telegram: 'Gateway' };
/** The provider of test numbers. */
const TEST = 'test';

/** How many came through, and what that cost, by way, provider and country. */
export function ConversionCard({ statistics: { conversion, costs } }: { statistics: Statistics }) {
  const texts = useAllTexts();
  const { language } = texts;
  const { statistics } = useAdminTexts();
  const labels = statistics.conversion;
  const isPriced = conversion.some(({ cost }) => cost !== null);
  const count = (value: number | null) => (value === null ? '–' : formatCount(value, language));
  const money = (value: Money | null) => (value ? formatMoney(value, language) : '–');

  function nameProvider(provider: string): string {
    return provider === TEST ? labels.testNumbers : (PROVIDERS[provider] ?? provider);
  }

  function describe(each: Conversion) {
    const { way, provider, country, started, taken_over, sent, verified } = each;
    return {
      key: [way, provider, country].join(),
      cells: [
        <span key="way" className="rq-way-name">
          <span className={`rq-chart-key rq-way-${way}`} aria-hidden="true" />
          <span>
            {statistics.ways[way] + (provider === null ? '' : `, ${nameProvider(provider)}`)}{' '}
            <span className="rq-way-country">
              {country === null ? labels.unknownCountry : nameCountry(country, texts)}
            </span>
          </span>
        </span>,
        // some ways are counted only once somebody came in
        started + taken_over === 0 ? '–' : count(started) + (taken_over > 0 ? ` +\u00a0${count(taken_over)}` : ''),
        count(each.entered === null ? null : sent),
        count(each.delivered),
        count(each.entered),
        count(verified),
        formatShare(verified, started + taken_over, language),
        ...(isPriced ? [money(each.cost), money(each.cost_per_verified)] : []),
      ],
    };
  }

  return (
    <Section title={labels.title}>
      <p className="rq-hint">{labels.explanation}</p>
      {conversion.length === 0 ? (
        <p>{statistics.nothing}</p>
      ) : (
        <FiguresTable
          label={labels.title}
          headers={[
            labels.way,
            labels.started,
            labels.sent,
            labels.delivered,
            labels.entered,
            labels.verified,
            labels.share,
            ...(isPriced ? [labels.cost, labels.costPerVerified] : []),
          ]}
          rows={conversion.map(describe)}
        />
      )}
      {costs.map(({ amount, currency, per_verified: perPerson }) => (
        <p key={currency}>
          {labels.total(
            money({ amount, currency }),
            money(perPerson === null ? null : { amount: perPerson, currency }),
          )}
        </p>
      ))}
      {conversion.length > 0 && !isPriced && <p className="rq-hint">{labels.noPrices}</p>}
    </Section>
  );
}
