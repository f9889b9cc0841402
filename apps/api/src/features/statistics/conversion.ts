import { SIGN_IN_WAYS, type SignInWay, type Statistics } from '@raqam/shared/contract/admin-statistics';
import { countryOfPhone } from '@raqam/shared/country-of-phone';
import { TEST_PROVIDER } from '../channels/sms/test-numbers.ts';
import { priceSms, round, type SmsPrices } from './sms-prices.ts';

type Conversion = Statistics['conversion'][number];

/** The counts of one way, provider and start of the number. */
export interface CountedWay {
  way: string;
  /** Empty: no provider took part. */
  provider: string | null;
  /** Empty: the number is not known. */
  prefix: string | null;
  sign_ins: number;
  proofs: number;
  started: number;
  sent: number;
}

/** How far the sign-ins of each way, provider and country came, and what they cost; the most sent first. */
export function describeConversion(counted: readonly CountedWay[], prices: SmsPrices | undefined): Conversion[] {
  const groups = new Map<string, Omit<Conversion, 'cost' | 'cost_per_verified'>>();
  for (const { way, provider, prefix, sign_ins, proofs, started, sent } of counted) {
    if (!isWay(way)) continue;
    const country = countryOfPhone(prefix ?? '');
    const key = JSON.stringify([way, provider, country]);
    const group = groups.get(key) ?? { way, provider: provider || null, country, started: 0, sent: 0, verified: 0 };
    group.started += started;
    group.sent += sent;
    group.verified += sign_ins + proofs;
    groups.set(key, group);
  }
  return [...groups.values()]
    .map((group) => ({ ...group, ...describeCost(group, prices) }))
    .sort((a, b) => b.sent - a.sent || b.started - a.started);
}

/** Telegram takes nothing for its messages. */
function describeCost(
  { way, provider, country, sent, verified }: Omit<Conversion, 'cost' | 'cost_per_verified'>,
  prices: SmsPrices | undefined,
): Pick<Conversion, 'cost' | 'cost_per_verified'> {
  const amount = prices && (way === 'sms' && provider !== TEST_PROVIDER ? priceSms(prices, country, sent) : 0);
  if (prices === undefined || amount === undefined) return { cost: null, cost_per_verified: null };
  const { currency } = prices;
  return {
    cost: { amount, currency },
    cost_per_verified: verified === 0 ? null : { amount: round(amount / verified), currency },
  };
}

export function isWay(way: string): way is SignInWay {
  return SIGN_IN_WAYS.some((known) => known === way);
}
