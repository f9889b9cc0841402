import type { SignInWay, Statistics } from '@raqam/shared/contract/admin-statistics';

/** In the order in which they are stacked, from below. */
export const WAYS: readonly SignInWay[] = ['press', 'code', 'mini_app', 'telegram_login', 'passkey', 'gateway', 'sms'];

type Measure = 'sign_ins' | 'sign_ups';

/** What a chart shows of each day. */
export interface DayBar {
  date: string;
  counts: Readonly<Record<SignInWay, number>>;
  total: number;
}

/** Counts every day of the statistics, also those without any. */
export function countByDay({ days }: Statistics, dates: readonly string[], measure: Measure): DayBar[] {
  const known = new Map(days.map((entry) => [`${entry.day} ${entry.way}`, entry[measure]]));
  return dates.map((date) => {
    const of = (way: SignInWay) => known.get(`${date} ${way}`) ?? 0;
    const counts = Object.fromEntries(WAYS.map((way) => [way, of(way)])) as DayBar['counts']; // of all ways
    return { date, counts, total: WAYS.reduce((sum, way) => sum + counts[way], 0) };
  });
}
