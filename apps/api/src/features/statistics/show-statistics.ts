import type { Statistics } from '@raqam/shared/contract/admin-statistics';
import type { Database } from '../../database/database.ts';
import type { AccountWatch } from '../channels/sms/providers/watch-account.ts';
import { findSmsOfToday } from '../channels/sms/sms-left.ts';
import type { DescribeOrigin } from '../events/describe-origin.ts';
import type { CodePrices } from './code-prices.ts';
import { describeConversion, describeCosts, isWay } from './conversion.ts';
import type { FindTotals } from './count-users.ts';
import { findAddresses, findDays, findRefusals, findSignIns } from './statistics.queries.ts';

export interface StatisticsDependencies {
  db: Database;
  findTotals: FindTotals;
  describeOrigin: DescribeOrigin;
  /** undefined: there is no provider. */
  sms: { dailyLimit: number; account: Pick<AccountWatch, 'ask'> } | undefined;
  prices: CodePrices;
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
    sms && Promise.all([findSmsOfToday(db, sms.dailyLimit), sms.account.ask()]),
  ]);
  if (shown === undefined) throw new Error('A statement without a condition returned no row');
  const byProvider = signIns.filter(({ day }) => day === null);
  const conversion = describeConversion(byProvider, prices);
  return {
    ...shown,
    totals,
    days: signIns.flatMap(({ day, way, sign_ups, sign_ins }) =>
      day !== null && isWay(way) && sign_ups + sign_ins > 0 ? [{ day, way, sign_ups, sign_ins }] : [],
    ),
    conversion,
    costs: describeCosts(conversion),
    refusals,
    sms: smsOfToday ? { ...smsOfToday[0], balance: smsOfToday[1].balance } : null,
    addresses: addresses.map((address) => ({
      ...address,
      country: describeOrigin({ ip: address.ip, user_agent: '' }).place ?? null,
      last_at: address.last_at.toISOString(),
    })),
  };
}
