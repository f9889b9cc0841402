import { Pending } from '../../../components/section/Section.tsx';
import { useLoaded } from '../../../components/section/use-loaded.ts';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { AdminLink } from '../AdminLink.tsx';
import { AdminView } from '../AdminView.tsx';
import { adminUrl, useAdminRoute } from '../admin-route.ts';
import { useAdminCall } from '../use-admin-call.ts';
import { AddressesCard } from './AddressesCard.tsx';
import { ConversionCard } from './ConversionCard.tsx';
import { DaysCard } from './DaysCard.tsx';
import { RefusalsCard } from './RefusalsCard.tsx';
import { TodayCards } from './TodayCards.tsx';
import './statistics.css';

const PERIODS = ['7', '30', '90'] as const;
const USUAL_PERIOD = '30';

/** The start of the admin page: how signing in goes, today and over a period. */
export function StatisticsSection() {
  const texts = useAdminTexts().statistics;
  const call = useAdminCall();
  const { details } = useAdminRoute();
  const period = PERIODS.find((days) => days === details.get('days')) ?? USUAL_PERIOD;
  const loaded = useLoaded(() => call('showStatistics', undefined, { query: { days: period } }), period);
  const { data: statistics, problem } = loaded;
  const isOld = statistics !== undefined && !problem && daysOf(statistics) !== Number(period);

  return (
    <AdminView title={texts.title}>
      <nav className="rq-periods" aria-label={texts.period}>
        <ul>
          {PERIODS.map((days) => (
            <li key={days}>
              <AdminLink
                href={adminUrl('statistics', { days: days === USUAL_PERIOD ? undefined : days })}
                aria-current={days === period ? 'true' : undefined}
              >
                {texts.days(Number(days))}
              </AdminLink>
            </li>
          ))}
        </ul>
      </nav>
      {(!statistics || problem) && (
        <div className={statistics ? undefined : 'rq-statistics-pending'}>
          <div className="rq-card">
            <Pending of={loaded} />
          </div>
        </div>
      )}
      {statistics && (
        <div className="rq-statistics" aria-busy={isOld}>
          <TodayCards statistics={statistics} />
          <DaysCard statistics={statistics} />
          <ConversionCard statistics={statistics} />
          <RefusalsCard statistics={statistics} />
          <AddressesCard statistics={statistics} />
        </div>
      )}
    </AdminView>
  );
}

const DAY_MS = 24 * 60 * 60 * 1000;

function daysOf({ from, to }: { from: string; to: string }): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
}
