import type { Statistics } from '@raqam/shared/contract/admin-statistics';
import type { Database } from '../../database/database.ts';
import type { FindBalance } from '../channels/sms/gateway/watch-balance.ts';
import { findSmsOfToday } from '../channels/sms/sms-left.ts';
import type { DescribeOrigin } from '../events/describe-origin.ts';
import { describeConversion, isWay } from './conversion.ts';
import type { FindTotals } from './count-users.ts';
import type { SmsPrices } from './sms-prices.ts';
import { findAddresses, findDays, findRefusals, findSignIns } from './statistics.queries.ts';

export interface StatisticsDependencies {
  db: Database;
  findTotals: FindTotals;
  describeOrigin: DescribeOrigin;
  /** undefined: there is no gateway. */
  sms: { dailyLimit: number; findBalance: FindBalance } | undefined;
  /** undefined: none are configured. */
  prices: SmsPrices | undefined;
}

/** Days of a look, unless it says otherwise. */
export const DAYS_SHOWN = 30;

/** How signing in went on the last days (UTC), of which today is one. The counts name nobody. */
export async function showStatistics(
  { db, findTotals, describeOrigin, sms, prices }: StatisticsDependencies,
  days = DAYS_SHOWN,
): Promise<Statistics> {
  const [[shown], totals, signIns, refusals, addresses, smsOfToday] = await Promise.all([
    db.run(findDays, { days }),
    findTotals(),
    db.run(findSignIns, { days }),
    db.run(findRefusals, { days }),
    db.run(findAddresses, {}),
    sms && Promise.all([findSmsOfToday(db, sms.dailyLimit), sms.findBalance()]),
  ]);
  if (shown === undefined) throw new Error('A statement without a condition returned no row');
  return {
    ...shown,
    totals,
    days: signIns.flatMap(({ day, way, sign_ups, sign_ins }) =>
      day !== null && isWay(way) && sign_ups + sign_ins > 0 ? [{ day, way, sign_ups, sign_ins }] : [],
    ),
    conversion: describeConversion(
      signIns.filter(({ day }) => day === null),
      prices,
    ),
    refusals,
    sms: smsOfToday ? { ...smsOfToday[0], balance: smsOfToday[1] } : null,
    addresses: addresses.map((address) => ({
      ...address,
      country: describeOrigin({ ip: address.ip, user_agent: '' }).place ?? null,
      last_at: address.last_at.toISOString(),
    })),
  };
}
