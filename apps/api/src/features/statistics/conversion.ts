import { SIGN_IN_WAYS, type SignInWay, type Statistics } from '@raqam/shared/contract/admin-statistics';
import { countryOfPhone } from '@raqam/shared/country-of-phone';
import { TEST_PROVIDER } from '../channels/sending/test-numbers.ts';
import { type CodePrices, type Money, priceGateway, priceSms, round } from './code-prices.ts';

type Conversion = Statistics['conversion'][number];

/** How often each step was taken. */
interface Steps {
  started: number;
  taken_over: number;
  sent: number;
  reported: number;
  delivered: number;
  refunded: number;
  entered: number;
  cost_usd: number;
}

/** The counts of one way, provider and start of the number. */
export interface CountedWay extends Steps {
  way: string;
  /** Empty: no provider took part. */
  provider: string | null;
  /** Empty: the number is not known. */
  prefix: string | null;
  sign_ins: number;
  proofs: number;
}

interface Group extends Steps {
  way: SignInWay;
  provider: string | null;
  country: string | null;
  verified: number;
}

const NO_STEPS: Steps = {
  started: 0,
  taken_over: 0,
  sent: 0,
  reported: 0,
  delivered: 0,
  refunded: 0,
  entered: 0,
  cost_usd: 0,
};
const STEPS = Object.keys(NO_STEPS) as (keyof Steps)[]; // of a literal

/** The ways whose codes are entered by hand. */
const CODE_WAYS: readonly SignInWay[] = ['code', 'sms', 'gateway'];

/** How far the sign-ins of each way, provider and country came, and what they cost; the most sent first. */
export function describeConversion(counted: readonly CountedWay[], prices: CodePrices): Conversion[] {
  const groups = new Map<string, Group>();
  for (const each of counted) {
    const { way, provider, prefix, sign_ins, proofs } = each;
    if (!isWay(way)) continue;
    const country = countryOfPhone(prefix ?? '');
    const key = JSON.stringify([way, provider, country]);
    const group = groups.get(key) ?? { way, provider: provider || null, country, ...NO_STEPS, verified: 0 };
    for (const step of STEPS) group[step] += each[step];
    group.verified += sign_ins + proofs;
    groups.set(key, group);
  }
  return [...groups.values()]
    .map((group) => describeGroup(group, prices))
    .sort((a, b) => b.sent - a.sent || b.started - a.started);
}

function describeGroup(group: Group, prices: CodePrices): Conversion {
  const { way, provider, country, started, taken_over, sent, reported, delivered, entered, verified } = group;
  const cost = findCost(group, prices) ?? null;
  return {
    way,
    provider,
    country,
    started,
    taken_over,
    sent,
    delivered: reported === 0 ? null : delivered,
    entered: CODE_WAYS.includes(way) ? entered : null,
    verified,
    cost,
    cost_per_verified: perVerified(cost, verified),
  };
}

/** undefined: there is no price. Telegram takes nothing for the messages of bots. */
function findCost({ way, provider, country, sent, refunded, cost_usd }: Group, prices: CodePrices): Money | undefined {
  const isPaid = provider !== TEST_PROVIDER;
  if (way === 'sms' && isPaid) return priceSms(prices, country, sent);
  if (way === 'gateway' && isPaid) return priceGateway(prices, { sent, refunded, costUsd: cost_usd });
  return prices.sms || prices.gateway !== undefined ? { amount: 0, currency: prices.currency } : undefined;
}

/**
 * What all codes cost together, in each currency, and for each person who came in by any way: whom a cheap way lets in
 * needs no SMS.
 */
export function describeCosts(conversion: readonly Conversion[]): Statistics['costs'] {
  const verified = conversion.reduce((sum, each) => sum + each.verified, 0);
  const amounts = new Map<string, number>();
  for (const { cost } of conversion) {
    if (cost) amounts.set(cost.currency, (amounts.get(cost.currency) ?? 0) + cost.amount);
  }
  return [...amounts].map(([currency, amount]) => {
    const cost = { amount: round(amount), currency };
    return { ...cost, per_verified: perVerified(cost, verified)?.amount ?? null };
  });
}

function perVerified(cost: Money | null, verified: number): Money | null {
  return cost && verified > 0 ? { amount: round(cost.amount / verified), currency: cost.currency } : null;
}

export function isWay(way: string): way is SignInWay {
  return SIGN_IN_WAYS.some((known) => known === way);
}
