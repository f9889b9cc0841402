import { SIGN_IN_WAYS, type Statistics } from '@raqam/shared/contract/admin-statistics';
import { createProvider } from '../features/channels/sms/providers/create-provider.ts';
import { createDescribeOrigin } from '../features/events/describe-origin.ts';
import { createFindTotals } from '../features/statistics/count-users.ts';
import { DAYS_SHOWN, showStatistics } from '../features/statistics/show-statistics.ts';
import { ALONE, type Command, CommandFailed } from './command.ts';
import { table } from './table.ts';

const DAYS_MAX = 180;

/** The statistics of the admin page. */
export const statsCommands = {
  [ALONE]: {
    summary: `Show how signing in went: sign-ups, conversion, costs, refusals. Days: ${DAYS_SHOWN}, at most ${DAYS_MAX}`,
    options: { days: { type: 'string' } },
    async run({ db, config, options, show }) {
      const days = Number(options['days'] ?? DAYS_SHOWN);
      if (!Number.isInteger(days) || days < 1 || days > DAYS_MAX) {
        throw new CommandFailed(`--days takes a number from 1 to ${DAYS_MAX}`);
      }
      const [first] = config.smsProviders;
      const provider = first && createProvider(first, { callbackUrl: undefined, reportSecrets: [] });
      const statistics = await showStatistics(
        {
          db,
          findTotals: createFindTotals(db, Date.now),
          describeOrigin: createDescribeOrigin(),
          sms: provider && { dailyLimit: config.smsDailyLimit, account: { ask: provider.checkAccount } },
          prices: { currency: config.smsCurrency, sms: config.smsPrices, gateway: config.gatewayPrice },
        },
        days,
      );
      show(statistics, () => describeStatistics(statistics));
    },
  },
} satisfies Record<string, Command>;

function describeStatistics(statistics: Statistics): string[] {
  const { from, to, totals, sms } = statistics;
  return [
    `Users: ${totals.users} (verified: ${totals.verified}, disabled: ${totals.disabled}, administrators: ${totals.admins}, active in the last day: ${totals.active_today})`,
    sms
      ? `SMS today: ${sms.sent_today} sent, ${sms.left_today} of ${sms.daily_limit} left; balance at the provider: ${sms.balance ?? 'not known'}`
      : 'SMS: no provider is configured',
    ...section(
      `Sign-ins by day (UTC), ${from} to ${to}, and those of them that opened an account`,
      describeDays(statistics),
    ),
    ...section('From the start to the sign-in', describeConversion(statistics)),
    ...section('Refused, or gone wrong', describeRefusals(statistics)),
    ...section('Suspicious IPs of the last day', describeAddresses(statistics)),
  ];
}

function section(title: string, lines: string[]): string[] {
  return ['', title, ...(lines.length > 1 ? lines : ['none']).map((line) => `  ${line}`)];
}

function describeDays({ days }: Statistics): string[] {
  const dates = [...new Set(days.map(({ day }) => day))].toReversed();
  return table(
    ['day', ...SIGN_IN_WAYS],
    dates.map((date) => [
      date,
      ...SIGN_IN_WAYS.map((way) => {
        const found = days.find((entry) => entry.day === date && entry.way === way);
        return found ? `${found.sign_ins} (${found.sign_ups} new)` : null;
      }),
    ]),
  );
}

function describeConversion({ conversion, costs }: Statistics): string[] {
  const money = (value: Statistics['conversion'][number]['cost']) => value && `${value.amount} ${value.currency}`;
  const rows = table(
    [
      ...['way', 'provider', 'country', 'started', 'taken over', 'sent', 'delivered', 'entered', 'verified'],
      ...['of started', 'cost', 'per verified'],
    ],
    conversion.map((each) => {
      const begun = each.started + each.taken_over;
      return [
        each.way,
        each.provider,
        each.country,
        each.started,
        each.taken_over,
        each.sent,
        each.delivered,
        each.entered,
        each.verified,
        begun === 0 ? null : `${Math.round((each.verified / begun) * 100)} %`,
        money(each.cost),
        money(each.cost_per_verified),
      ];
    }),
  );
  const sums = costs.map(
    ({ amount, currency, per_verified }) =>
      `all together ${amount} ${currency}, ${per_verified ?? '–'} ${currency} for each person who came in`,
  );
  return [...rows, ...sums];
}

function describeRefusals({ refusals }: Statistics): string[] {
  return table(
    ['event', 'reason', 'count'],
    refusals.map(({ type, reason, count }) => [type, reason, count]),
  );
}

function describeAddresses({ addresses }: Statistics): string[] {
  return table(
    ['ip', 'country', 'wrong codes', 'declined', 'refused', 'codes sent', 'numbers', 'last'],
    addresses.map(({ ip, country, wrong_codes, declined, refused, codes_sent, people, last_at }) => [
      ip,
      country,
      wrong_codes,
      declined,
      refused,
      codes_sent,
      people,
      last_at,
    ]),
  );
}
