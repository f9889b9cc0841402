import type { Statistics } from '@raqam/shared/contract/admin-statistics';
import { Section } from '../../../components/section/Section.tsx';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { nameCountry } from '../name-country.ts';
import { FiguresTable } from './FiguresTable.tsx';
import { formatCount, formatMoney, formatShare, type Money } from './formats.ts';

type Conversion = Statistics['conversion'][number];

/** Providers by the names that people know; others by their own. */
const PROVIDERS: Readonly<Record<string, string>> = { eskiz: 'Eskiz' };
/** The provider of test numbers. */
const TEST = 'test';

/** How many came through, and what that cost, by way, provider and country. */
export function ConversionCard({ statistics: { conversion } }: { statistics: Statistics }) {
  const texts = useAllTexts();
  const { language } = texts;
  const { statistics } = useAdminTexts();
  const labels = statistics.conversion;
  const isPriced = conversion.some(({ cost }) => cost !== null);
  const count = (value: number) => formatCount(value, language);
  const money = (value: Money | null) => (value ? formatMoney(value, language) : '–');

  function nameProvider(provider: string): string {
    return provider === TEST ? labels.testNumbers : (PROVIDERS[provider] ?? provider);
  }

  function describe({ way, provider, country, started, sent, verified, cost, cost_per_verified }: Conversion) {
    return {
      key: [way, provider, country].join(),
      cells: [
        <span key="way" className="rq-way-name">
          <span className={`rq-chart-key rq-way-${way}`} aria-hidden="true" />
          {statistics.ways[way] + (provider === null ? '' : `, ${nameProvider(provider)}`)}
        </span>,
        country === null ? labels.unknownCountry : nameCountry(country, texts),
        count(started),
        way === 'press' || way === 'mini_app' ? '–' : count(sent),
        count(verified),
        formatShare(verified, started, language),
        ...(isPriced ? [money(cost), money(cost_per_verified)] : []),
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
            labels.country,
            labels.started,
            labels.sent,
            labels.verified,
            labels.share,
            ...(isPriced ? [labels.cost, labels.costPerVerified] : []),
          ]}
          rows={conversion.map(describe)}
        />
      )}
      {conversion.length > 0 && !isPriced && <p className="rq-hint">{labels.noPrices}</p>}
    </Section>
  );
}
