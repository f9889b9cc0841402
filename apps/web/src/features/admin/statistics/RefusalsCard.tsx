import type { Statistics } from '@raqam/shared/contract/admin-statistics';
import { Section } from '../../../components/section/Section.tsx';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { formatCount } from './formats.ts';

/** What was refused, each as a bar. */
export function RefusalsCard({ statistics: { refusals } }: { statistics: Statistics }) {
  const { language } = useTexts();
  const { statistics, audit } = useAdminTexts();
  const labels = statistics.refusals;
  /** By strings: the API may know others. */
  const names: Readonly<Record<string, string>> = labels.names;
  const limits: Readonly<Record<string, string>> = audit.limits;
  const most = Math.max(...refusals.map(({ count }) => count));

  return (
    <Section title={labels.title}>
      {refusals.length === 0 ? (
        <p>{labels.none}</p>
      ) : (
        <ul className="rq-refusals">
          {refusals.map(({ type, reason, count }) => {
            const name = [type, reason].filter(Boolean).join(' ');
            const limit = type === 'limit.reached' ? limits[reason] : undefined;
            return (
              <li key={name}>
                <span>{names[name] ?? (limit ? `${audit.types['limit.reached']}: ${limit}` : name)}</span>
                <span className="rq-number">{formatCount(count, language)}</span>
                <svg aria-hidden="true">
                  <rect width={`${(count / most) * 100}%`} height="100%" rx="3" />
                </svg>
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
