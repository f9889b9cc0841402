import { ABUSE, DAY, HOUR, IPV6_48_FACTOR } from '../../policy.ts';

/** A rule, by the name that its events and metrics have. */
export type AbuseRule =
  | 'codes per IP'
  | 'phone countries per IP'
  | 'unverified codes per country'
  | 'unverified codes to neighbouring numbers'
  | 'wrong codes of all numbers';

export const abuseRules: readonly AbuseRule[] = [
  'codes per IP',
  'phone countries per IP',
  'unverified codes per country',
  'unverified codes to neighbouring numbers',
  'wrong codes of all numbers',
];

/** A rule that one more request exceeds. */
export interface Exceeded {
  rule: AbuseRule;
  /** How many times the threshold it is; above 1. */
  times: number;
  /** Seconds: the rule counts so long. */
  window: number;
}

/** What is known before a code is sent, without this code. */
export interface SendingFacts {
  /** Codes that the IP has asked for within an hour. `wide`: those of its IPv6 /48. */
  codesOfIp: { own: number; wide: number };
  /** Countries of the numbers to which the IP has sent within a day; with that of this number. */
  countriesOfIp: { own: number; wide: number };
  /** Unverified codes of this day to numbers of this country. */
  unverifiedInCountry: number;
  /** The verified codes of the country's best day of 14. */
  bestDay: number;
  /** Unverified codes of this hour to numbers that differ from this one in their last digits only. */
  unverifiedNeighbours: number;
}

/** Judges a request for a code: the rules that it exceeds. */
export function judgeSending(facts: SendingFacts): Exceeded[] {
  const { codesPerIp, countriesPerIp, unverifiedPerCountry, unverifiedNeighbours } = ABUSE;
  const perCountry = Math.max(unverifiedPerCountry.least, unverifiedPerCountry.share * facts.bestDay);
  const { codesOfIp, countriesOfIp } = facts;
  return [
    exceeded('codes per IP', codesOfIp.own + 1, codesPerIp.max, HOUR),
    exceeded('codes per IP', codesOfIp.wide + 1, codesPerIp.max * IPV6_48_FACTOR, HOUR),
    exceeded('phone countries per IP', countriesOfIp.own, countriesPerIp.max, DAY),
    exceeded('phone countries per IP', countriesOfIp.wide, countriesPerIp.max * IPV6_48_FACTOR, DAY),
    exceeded('unverified codes per country', facts.unverifiedInCountry + 1, perCountry, DAY),
    exceeded(
      'unverified codes to neighbouring numbers',
      facts.unverifiedNeighbours + 1,
      unverifiedNeighbours.max,
      unverifiedNeighbours.window,
    ),
  ].filter((each) => each.times > 1);
}

/** Judges the check of a code, by the wrong codes of this hour over all numbers. */
export function judgeCheck(wrongCodes: number): Exceeded[] {
  const { max, window } = ABUSE.wrongCodes;
  return [exceeded('wrong codes of all numbers', wrongCodes, max, window)].filter(({ times }) => times > 1);
}

function exceeded(rule: AbuseRule, count: number, max: number, window: number): Exceeded {
  return { rule, times: count / max, window };
}

/** All but the last digits of a number: `+99890123` of `+998901234567`. */
export function prefixOf(phone: string): string {
  return phone.slice(0, -ABUSE.unverifiedNeighbours.hiddenDigits);
}
