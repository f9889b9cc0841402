import type { Statistics } from '@raqam/shared/contract/admin-statistics';
import { Section } from '../../../components/section/Section.tsx';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { describeDay } from '../../../messages/moments.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { DaysChart } from './DaysChart.tsx';
import { FiguresTable } from './FiguresTable.tsx';
import { formatCount, listDays, readDay } from './formats.ts';
import { countByDay, WAYS } from './ways.ts';

/** Sign-ins and new accounts per day, as charts and as a table. */
export function DaysCard({ statistics }: { statistics: Statistics }) {
  const texts = useAllTexts();
  const { statistics: labels } = useAdminTexts();
  const dates = listDays(statistics.from, statistics.to);
  const signIns = countByDay(statistics, dates, 'sign_ins');
  const signUps = countByDay(statistics, dates, 'sign_ups');
  const used = WAYS.filter((way) => signIns.some(({ counts }) => counts[way] > 0));
  const today = new Date();
  const rows = dates
    .map((date, position) => ({ date, ins: signIns[position], ups: signUps[position] }))
    .filter(({ ins }) => (ins?.total ?? 0) > 0)
    .toReversed();

  if (rows.length === 0) {
    return (
      <Section title={labels.byDay}>
        <p>{labels.nothing}</p>
      </Section>
    );
  }
  return (
    <Section title={labels.byDay}>
      <ul className="rq-chart-legend">
        {used.map((way) => (
          <li key={way}>
            <span className={`rq-chart-key rq-way-${way}`} aria-hidden="true" />
            {labels.ways[way]}
          </li>
        ))}
      </ul>
      <div className="rq-charts">
        <DaysChart title={labels.signIns} bars={signIns} />
        <DaysChart title={labels.signUps} bars={signUps} />
      </div>
      <p className="rq-hint">{labels.inUtc}</p>
      <details>
        <summary>{labels.asTable}</summary>
        <FiguresTable
          label={labels.byDay}
          headers={[labels.day, ...used.map((way) => labels.ways[way]), labels.signUps]}
          rows={rows.map(({ date, ins, ups }) => ({
            key: date,
            cells: [
              describeDay(readDay(date), today, texts),
              ...used.map((way) => formatCount(ins?.counts[way] ?? 0, texts.language)),
              formatCount(ups?.total ?? 0, texts.language),
            ],
          }))}
        />
      </details>
    </Section>
  );
}
