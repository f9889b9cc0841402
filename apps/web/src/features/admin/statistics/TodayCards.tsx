import type { Statistics } from '@raqam/shared/contract/admin-statistics';
import type { ReactNode } from 'react';
import { Section } from '../../../components/section/Section.tsx';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { formatCount } from './formats.ts';

/** The people and the SMS of this moment. */
export function TodayCards({ statistics: { totals, sms } }: { statistics: Statistics }) {
  const { language } = useTexts();
  const { users, sms: labels } = useAdminTexts().statistics;
  const count = (value: number) => formatCount(value, language);

  return (
    <div className="rq-statistics-today">
      <Section title={users.title}>
        <dl className="rq-figures">
          <Figure label={users.all} value={count(totals.users)} />
          <Figure label={users.activeToday} value={count(totals.active_today)} />
          <Figure label={users.verified} value={count(totals.verified)} />
          <Figure label={users.disabled} value={count(totals.disabled)} />
          <Figure label={users.admins} value={count(totals.admins)} />
        </dl>
      </Section>
      <Section title={labels.title}>
        {sms ? (
          <>
            <p className="rq-sms-left" data-low={isLow(sms) || undefined}>
              {labels.left(count(sms.left_today), count(sms.daily_limit))}
            </p>
            <svg className="rq-sms-meter" data-low={isLow(sms) || undefined} aria-hidden="true">
              <rect width={`${(sms.left_today / Math.max(1, sms.daily_limit)) * 100}%`} height="100%" rx="3" />
            </svg>
            <dl className="rq-figures">
              <Figure label={labels.sentToday} value={count(sms.sent_today)} />
              <Figure
                label={labels.balance}
                value={sms.balance === null ? <span className="rq-hint">{labels.unknown}</span> : count(sms.balance)}
              />
            </dl>
          </>
        ) : (
          <p>{labels.none}</p>
        )}
      </Section>
    </div>
  );
}

/** Of the daily limit; below it nothing may be left before the evening. */
const LOW_SHARE = 0.2;

function isLow({ left_today, daily_limit }: NonNullable<Statistics['sms']>): boolean {
  return left_today < daily_limit * LOW_SHARE;
}

function Figure({ label, value }: { label: string; value: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
