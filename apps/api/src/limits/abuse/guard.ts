import { type Bilingual, logBoth } from '@raqam/service/bilingual';
import { countryOfPhone } from '@raqam/shared/country-of-phone';
import type { Captcha } from '@raqam/shared/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Database } from '../../database/database.ts';
import { RequestError } from '../../http/errors.ts';
import type { KeyRing } from '../../keys.ts';
import { networksOf } from '../ip-limits.ts';
import type { CreateRate } from '../rate-store.ts';
import type { RecordReached } from '../record-reached.ts';
import { findAbuseCounts, spendSolution, subjects } from './abuse.queries.ts';
import { createCountByIp } from './count-by-ip.ts';
import { askForProof, verifyProof } from './proof-of-work.ts';
import { type AbuseRule, type Exceeded, judgeCheck, judgeSending, prefixOf } from './rules.ts';
import { type SiteVerifyOptions, verifyToken } from './site-verify.ts';
import { type Counted, createTally } from './tally.ts';

/** A request that may have a price. */
export interface Priced {
  /** E.164 */
  phone: string;
  /** The browser's challenge; null: the client knows only phone and code. */
  boundTo: string | null;
  /** What the request brings as payment. */
  captcha: string | undefined;
  /** Whether the number's owner was signed in on this device before: then nothing has a price. */
  isKnownDevice(): Promise<boolean>;
}

/** Puts a price on codes and checks while the rules of docs/abuse.md are exceeded. Throws `captcha_required`. */
export interface AbuseGuard {
  /** Sends a code by `work` once its price is paid, and counts it if it was sent. `isTest`: nothing is sent. */
  send<Result extends { ok: boolean }>(
    request: FastifyRequest,
    sending: Priced & { isTest: boolean },
    work: () => Promise<Result>,
  ): Promise<Result>;
  /** To be called before a code is compared. */
  check(request: FastifyRequest, check: Priced): Promise<void>;
  /** Counts a check. `phone`: the number to which the code was sent; null: the bot gave it. */
  countCheck(phone: string | null, outcome: CheckOutcome): void;
}

/** `neither`: the code was not compared, or had expired. */
export type CheckOutcome = 'right' | 'wrong' | 'neither';

/** `paid`: the request brought its price. `asked`: it was refused. `recorded`: it was let through. */
export type PriceOutcome = 'recorded' | 'asked' | 'paid';

export interface AbuseOptions {
  db: Database;
  createRate: CreateRate;
  clientIp(request: FastifyRequest): string;
  recordReached: RecordReached;
  /** Called with each rule that a request exceeds. */
  onExceeded(rule: AbuseRule, outcome: PriceOutcome): void;
  /** `record`: nothing is refused. */
  rules: 'record' | 'enforce';
  keys: KeyRing<string>;
  /** undefined: the price is a proof of work. */
  service: SiteVerifyOptions | undefined;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Subjects whose event this process has written in the window, at most. */
const REMEMBERED_MAX = 10_000;

export function createAbuseGuard(app: FastifyInstance, options: AbuseOptions): AbuseGuard {
  const { db, clientIp, recordReached, onExceeded, rules, keys, service, now } = options;
  const onError = ({ message }: Error) => app.log.error({ reason: message }, 'Counts against abuse were lost');
  const tally = createTally({ db, now, onError });
  app.addHook('onClose', () => tally.close());
  const byIp = createCountByIp(options.createRate);
  /** When an event may be written again, by its rule and subject. */
  const recorded = new Map<string, number>();

  async function findFacts(phone: string, ip: string) {
    const country = countryOfPhone(phone) ?? '';
    const keysOfCounts = { country: subjects.country(country), neighbours: subjects.neighbours(prefixOf(phone)) };
    const unwritten = (subject: string) => {
      const { count, verified } = tally.pending(subject);
      return count - verified;
    };
    const inCountry = unwritten(keysOfCounts.country);
    const neighbours = unwritten(keysOfCounts.neighbours);
    const [ofIp, [found]] = await Promise.all([
      byIp.look(networksOf(ip), country),
      db.run(findAbuseCounts, keysOfCounts),
    ]);
    // what was pending before may have been written after the counts were read
    return {
      codesOfIp: ofIp.codes,
      countriesOfIp: ofIp.countries,
      unverifiedInCountry: (found?.country_unverified ?? 0) + Math.max(inCountry, unwritten(keysOfCounts.country)),
      bestDay: found?.country_best ?? 0,
      unverifiedNeighbours:
        (found?.neighbours_unverified ?? 0) + Math.max(neighbours, unwritten(keysOfCounts.neighbours)),
    };
  }

  /** What a rule counts by. */
  function subjectOf(rule: AbuseRule, phone: string, ip: string): string {
    switch (rule) {
      case 'codes per IP':
      case 'phone countries per IP':
        return networksOf(ip).own;
      case 'unverified codes per country':
        return countryOfPhone(phone) ?? '';
      case 'unverified codes to neighbouring numbers':
        return prefixOf(phone);
      case 'wrong codes of all numbers':
        return '';
    }
  }

  /** Writes `limit.reached`, once per window. */
  async function record({ rule, window }: Exceeded, phone: string, ip: string): Promise<void> {
    const network = subjectOf(rule, phone, ip);
    const subject = `${rule} ${network}`;
    if ((recorded.get(subject) ?? 0) > now()) return;
    if (recorded.size >= REMEMBERED_MAX) recorded.clear();
    recorded.set(subject, now() + window * 1000);
    await recordReached({ title: rule, ip, network, window });
  }

  async function charge(
    request: FastifyRequest,
    { exceeded, purchase }: { exceeded: Exceeded[]; purchase: string },
    { phone, captcha, isKnownDevice }: Priced,
  ): Promise<void> {
    if (exceeded.length === 0 || (await isKnownDevice())) return;
    const ip = clientIp(request);
    for (const each of exceeded) await record(each, phone, ip);
    const count = (outcome: PriceOutcome) => {
      for (const { rule } of exceeded) onExceeded(rule, outcome);
    };
    if (rules === 'record') return count('recorded');
    const answer = captcha === undefined ? 'wrong' : await judge(request, purchase, captcha);
    if (answer === 'right') return count('paid');
    count('asked');
    const times = Math.max(...exceeded.map((each) => each.times));
    const asked: Captcha =
      service === undefined || answer === 'unreachable'
        ? await askForProof(keys, purchase, times, now())
        : { kind: service.kind, site_key: service.siteKey };
    throw new RequestError('captcha_required', { captcha: asked });
  }

  /**
   * Judges what a request brings. While the service is unreachable, proofs of work take its place: they are asked for,
   * and whoever has one was asked for it.
   */
  async function judge(
    request: FastifyRequest,
    purchase: string,
    captcha: string,
  ): Promise<'right' | 'wrong' | 'unreachable'> {
    const proof = await verifyProof(keys, purchase, captcha);
    if (proof !== undefined) {
      const [spent] = await db.run(spendSolution, { subject: `captcha:${proof}` });
      return spent ? 'right' : 'wrong';
    }
    if (service === undefined) return 'wrong';
    const verified = await verifyToken(service, captcha, clientIp(request));
    if (verified.kind === 'unreachable') logBoth(request.log, 'error', unreachable, { reason: verified.reason });
    return verified.kind;
  }

  function countCode(phone: string, counted: Partial<Counted>): void {
    tally.add(subjects.country(countryOfPhone(phone) ?? ''), counted);
    tally.add(subjects.neighbours(prefixOf(phone)), counted);
  }

  return {
    async send(request, sending, work) {
      if (sending.isTest) return work();
      const { phone, boundTo } = sending;
      const ip = clientIp(request);
      const exceeded = judgeSending(await findFacts(phone, ip));
      await charge(request, { exceeded, purchase: `send ${boundTo ?? ''} ${phone}` }, sending);
      // counted before it is sent: requests that come at once must not all see the same count
      countCode(phone, { count: 1 });
      let isSent = false;
      try {
        const result = await work();
        isSent = result.ok;
        return result;
      } finally {
        if (isSent) await byIp.count(networksOf(ip), countryOfPhone(phone) ?? '');
        else countCode(phone, { count: -1 });
      }
    },
    async check(request, check) {
      const exceeded = judgeCheck(tally.wrongCodes());
      await charge(request, { exceeded, purchase: `check ${check.boundTo ?? ''} ${check.phone}` }, check);
    },
    countCheck(phone, outcome) {
      if (outcome === 'wrong') return tally.add(subjects.wrongCodes, { count: 1 });
      if (phone !== null && outcome === 'right') countCode(phone, { verified: 1 });
    },
  };
}

const unreachable: Bilingual = {
  en: 'The captcha service gave no usable answer; people are asked for a proof of work instead. Check CAPTCHA_SITE_KEY, CAPTCHA_SECRET and CAPTCHA_BASE_URL (service api), and the state of the service',
  uz: 'Captcha xizmati yaroqli javob bermadi; o‘rniga foydalanuvchilar brauzeri hisob-kitob bajaradi. CAPTCHA_SITE_KEY, CAPTCHA_SECRET va CAPTCHA_BASE_URL’ni (api xizmati) hamda xizmatning holatini tekshiring',
};
