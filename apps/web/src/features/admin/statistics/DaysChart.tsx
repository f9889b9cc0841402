import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { describeDay } from '../../../messages/moments.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { formatCount, formatShortDay, readDay } from './formats.ts';
import { type DayBar, WAYS } from './ways.ts';

/** Of the width of a day; the rest is the gap to the next one. */
const BAR_SHARE = 0.76;

/** One bar per day, stacked by way. Screen readers get its sum; the table below it has the days. */
export function DaysChart({ title, bars }: { title: string; bars: readonly DayBar[] }) {
  const texts = useAllTexts();
  const { language } = texts;
  const { statistics } = useAdminTexts();
  const top = niceTop(Math.max(...bars.map(({ total }) => total)));
  const width = 100 / bars.length;
  const sum = bars.reduce((all, { total }) => all + total, 0);
  const percent = (part: number) => `${part}%`;
  const height = (count: number) => (count / top) * 100;
  const today = new Date();

  return (
    <figure className="rq-chart">
      <figcaption>
        <h3>{title}</h3>
        <span className="rq-hint">{statistics.total(formatCount(sum, language))}</span>
      </figcaption>
      <div className="rq-chart-plot">
        <span className="rq-chart-top" aria-hidden="true">
          {formatCount(top, language)}
        </span>
        <svg role="img" aria-label={`${title}: ${statistics.total(formatCount(sum, language))}`}>
          <line className="rq-chart-line" x1="0" x2="100%" y1="0.5" y2="0.5" />
          <line className="rq-chart-line" x1="0" x2="100%" y1="50%" y2="50%" />
          {bars.map(({ date, counts, total }, position) => {
            let below = 0;
            const x = percent((position + (1 - BAR_SHARE) / 2) * width);
            return (
              <g key={date}>
                <title>
                  {[
                    describeDay(readDay(date), today, texts),
                    ...WAYS.filter((way) => counts[way] > 0).map(
                      (way) => `${statistics.ways[way]}: ${formatCount(counts[way], language)}`,
                    ),
                  ].join('\n')}
                </title>
                {/* the whole day shows its counts under the pointer */}
                <rect
                  className="rq-chart-day"
                  x={percent(position * width)}
                  y="0"
                  width={percent(width)}
                  height="100%"
                />
                {total > 0 &&
                  WAYS.map((way) => {
                    below += counts[way];
                    return (
                      <rect
                        key={way}
                        className={`rq-way-${way}`}
                        x={x}
                        y={percent(100 - height(below))}
                        width={percent(width * BAR_SHARE)}
                        height={percent(height(counts[way]))}
                      />
                    );
                  })}
              </g>
            );
          })}
          <line className="rq-chart-line" x1="0" x2="100%" y1="100%" y2="100%" />
        </svg>
        <p className="rq-chart-days" aria-hidden="true">
          {[bars[0], bars[Math.floor((bars.length - 1) / 2)], bars.at(-1)].map(
            (bar) => bar && <span key={bar.date}>{formatShortDay(bar.date, language)}</span>,
          )}
        </p>
      </div>
    </figure>
  );
}

/** A round number that is not below `count`, and whose half is a whole number too. */
function niceTop(count: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, count)));
  const tops = [1, 1.4, 2, 3, 4, 6, 8, 10].map((factor) => Math.round(factor * power));
  return tops.find((top) => top >= count && top % 2 === 0) ?? 20 * power;
}
