import type { Language } from '@raqam/shared/languages';
import type { Phone } from '@raqam/shared/phone';
import { type Database, ignoreConflicts, untilUnchanged } from '../../../database/database.ts';
import type { KeyRing } from '../../../keys.ts';
import { budgetOf, EMPTY_BUDGET, subjects } from '../../../limits/budgets.ts';
import { SMS_OF_KNOWN_DEVICES_SHARE } from '../../../policy.ts';
import { deriveBoundCode, digestCode, newChallenge, remakeChallenge } from '../../challenges/derive-code.ts';
import type { Origin } from '../../events/events.ts';
import { describeNumber, type NumberOfEvent, type People } from '../../events/person.ts';
import type { DeviceClaims } from '../../sessions/known-device.ts';
import { type Carrier, type CodeChannel, isCodeChannel } from './carriers.ts';
import { keepDelivery } from './deliveries.queries.ts';
import { judgeSending } from './judge-sending.ts';
import {
  extendSmsChallenge,
  findSendingFacts,
  openSmsChallenge,
  sendBoundChallenge,
  takeBackCode,
  uncountCode,
} from './sending.queries.ts';
import { TEST_PROVIDER } from './test-numbers.ts';

export type SentCode =
  /** Seconds. `unknown`, with the reason for the operator: the message may arrive, and its code works then. */
  | ({ ok: true; channel: CodeChannel; expiresAt: Date; resendAfter: number } & (
      | { delivery: 'sent' }
      | { delivery: 'unknown'; reason: string }
    ))
  | { ok: false; error: 'code_cooldown' | 'code_limit'; retryAfter: number }
  /** The challenge `boundTo` can send no code any more, or not in place of another channel. */
  | { ok: false; error: 'challenge_ended' }
  /** The account opens by SMS alone. */
  | { ok: false; error: 'sms_required' }
  /** `reason` is for the operator. */
  | { ok: false; error: 'sms_unavailable'; reason: string; retryAfter?: number }
  | { ok: false; error: 'phone_not_supported'; reason: string };

export interface CodeToSend {
  channel: CodeChannel;
  phone: Phone;
  /** The browser's challenge; null: the client knows only phone and code, and gets the number's challenge. */
  boundTo: string | null;
  /** The code goes on from another channel: only if the challenge has this number, and this channel if one is named. */
  goesOnFrom?: CodeChannel | 'any' | undefined;
  /** Identifiers of the device that requests the code. */
  device: DeviceClaims;
  /** For its events. */
  origin: Origin;
  language: Language;
  /** Host name of the site. */
  host: string;
}

export interface SendingDependencies {
  db: Database;
  codeKeys: KeyRing;
  people: People;
  /** Does work about a number after what else runs about it. */
  inTurn: <Result>(subject: string, work: () => Promise<Result>) => Promise<Result>;
  /** The fixed code of a test number; undefined: it is none. */
  findTestCode(phone: Phone): string | undefined;
  /** Called when a code was sent but could not be recorded. */
  onLostDelivery(error: Error): void;
}

/** A code that is counted and has a challenge. */
interface CountedCode {
  challengeId: string;
  code: string;
  /** Nothing is sent. */
  isTest: boolean;
  /** The digest of the code, if it was never sent before. */
  firstDigest: Buffer | null;
  /** Gateway carried a code of the challenge before it. */
  wasByGateway: boolean;
  /** The channel that carried this code before. */
  formerChannel: CodeChannel | null;
  /** The failed attempts before it. */
  tries: number;
  expiresAt: Date;
  resendAfter: number;
  countedOn: string;
  subject: string;
  codes: string;
  countsAsNew: boolean;
}

/**
 * Sends a number its code over one channel. While the challenge is live, its code is sent again, so whichever message
 * arrives is valid. The challenge is committed before the provider is called, so that no message carries an unknown code.
 * If the provider refuses the message, it is not counted. If the outcome is unknown, it is counted, and the code stays
 * valid.
 */
export async function sendCode(
  deps: SendingDependencies & { carrier: Carrier },
  message: CodeToSend,
): Promise<SentCode> {
  const { db, people, carrier, inTurn, onLostDelivery } = deps;
  const { channel, phone, origin, language, host } = message;
  const number = describeNumber(people, phone);
  // the turn ends before the provider is called: a slow one must not stop all else about the number
  const counted = await inTurn(phone, () => untilUnchanged(() => countCode(deps, message, number)));
  if ('ok' in counted) return counted;

  const { challengeId, code, isTest, expiresAt, resendAfter, countedOn } = counted;
  const keep = (
    status: 'waiting' | 'unknown' | 'delivered',
    by: { provider: string; providerId?: string; costUsd?: number | null },
  ) =>
    db
      .run(keepDelivery, {
        challenge_id: challengeId,
        channel,
        provider: by.provider,
        provider_id: by.providerId ?? null,
        status,
        cost_usd: by.costUsd ?? null,
        ...number,
        ...origin,
      })
      .catch(onLostDelivery);
  const sent = { ok: true, channel, expiresAt, resendAfter } as const;

  if (isTest) {
    await db.run(uncountCode, { channel, counted_on: countedOn });
    await keep('delivered', { provider: TEST_PROVIDER });
    return { ...sent, delivery: 'sent' };
  }
  const carried = await carrier.send({ phone, code, challengeId, language, host });
  switch (carried.kind) {
    case 'accepted':
      await keep('waiting', carried);
      return { ...sent, delivery: 'sent' };
    case 'refused': {
      const takenBack = {
        id: challengeId,
        channel,
        former_channel: counted.formerChannel,
        phone,
        counted_on: countedOn,
        subject: counted.subject,
        codes: counted.codes,
        counts_as_new: counted.countsAsNew,
        tries: counted.tries,
        void_digest: counted.firstDigest,
        was_by_gateway: counted.wasByGateway,
        ...number,
        ...origin,
      };
      await untilUnchanged(() => db.run(takeBackCode, takenBack));
      const error = carried.cannotReach ? 'phone_not_supported' : 'sms_unavailable';
      return { ok: false, error, reason: carried.reason };
    }
    case 'unknown':
      await keep('unknown', carried);
      return { ...sent, delivery: 'unknown', reason: carried.reason };
  }
}

/** The part of the daily limit that unknown devices can use up: known ones still get a code then. */
function limitOfStrangers(dailyLimit: number): number {
  return dailyLimit - Math.floor(dailyLimit * SMS_OF_KNOWN_DEVICES_SHARE);
}

/** Counts a code and writes its challenge. undefined: another request for the number was served first. */
async function countCode(
  { db, codeKeys, carrier, findTestCode }: SendingDependencies & { carrier: Carrier },
  { channel, phone, boundTo, goesOnFrom, device, origin }: CodeToSend,
  number: NumberOfEvent,
): Promise<CountedCode | SentCode | undefined> {
  const subjectOf = {
    sent: subjects.sentTo(channel, phone),
    sentToKnown: subjects.sentToKnown(channel, phone),
    codes: subjects.codesOf(phone),
    failed: subjects.failedAt(phone),
  };
  const [facts] = await db.run(findSendingFacts, {
    phone,
    bound_to: boundTo,
    ...device,
    sent: subjectOf.sent,
    sent_to_known: subjectOf.sentToKnown,
    codes: subjectOf.codes,
    failed: subjectOf.failed,
  });
  if (facts === undefined) throw new Error('A statement without a condition returned no row');
  const { live_challenge_id: liveId, live_channel: liveChannel, needs_sms: needsSms, day_ends_in: dayEndsIn } = facts;
  const goesOn = goesOnFrom === undefined || (goesOnFrom === 'any' ? liveChannel !== null : liveChannel === goesOnFrom);
  if ((boundTo !== null && liveId === null) || !goesOn) return { ok: false, error: 'challenge_ended' };
  if (needsSms && channel !== 'sms') return { ok: false, error: 'sms_required' };

  const testCode = facts.is_real_account ? undefined : findTestCode(phone);
  const { id, code, digest } = remakeChallenge(codeKeys, facts.live_digest, (key) => {
    const made = boundTo
      ? deriveBoundCode(key, phone, boundTo, { bySmsAlone: needsSms })
      : newChallenge(key, 'sms', phone, liveId ?? undefined);
    return testCode ? { ...made, code: testCode, digest: digestCode(key, 'sms', phone, testCode) } : made;
  });
  const isNewCode = boundTo === null ? liveId === null : facts.live_digest?.equals(digest) !== true;
  const budgets = {
    sent: budgetOf(facts.budgets, subjectOf.sent),
    sentToKnown: budgetOf(facts.budgets, subjectOf.sentToKnown),
    codes: budgetOf(facts.budgets, subjectOf.codes),
    // they lock only clients that know no more than phone and code
    failed: boundTo === null ? budgetOf(facts.budgets, subjectOf.failed) : EMPTY_BUDGET,
  };
  const verdict = judgeSending({ isKnownDevice: facts.is_known_device, isNewCode }, budgets);
  if (verdict.kind === 'wait') return { ok: false, error: verdict.error, retryAfter: Math.ceil(verdict.seconds) };

  const { isOfReserve, isReached, resendAfter } = verdict;
  const subject = isOfReserve ? subjectOf.sentToKnown : subjectOf.sent;
  const countsAsNew = isNewCode && !isOfReserve;
  const args = {
    id,
    channel,
    digest,
    by_sms_alone: needsSms,
    phone,
    subject,
    seen: (isOfReserve ? budgets.sentToKnown : budgets.sent).seen,
    codes: subjectOf.codes,
    counts_as_new: countsAsNew,
    daily_limit: facts.is_known_device ? carrier.dailyLimit : limitOfStrangers(carrier.dailyLimit),
    failed: subjectOf.failed,
    ...number,
    is_reached: isReached,
    ...origin,
  };
  const ofNumber = liveId === null ? openSmsChallenge : extendSmsChallenge;
  const [outcome] = await ignoreConflicts(() => db.run(boundTo === null ? ofNumber : sendBoundChallenge, args));
  if (outcome === undefined) return undefined;
  const { counted_on: countedOn, expires_at: expiresAt, tries } = outcome;
  if (countedOn === null) {
    const reason = `${carrier.dailyLimitName} is reached`;
    return { ok: false, error: 'sms_unavailable', reason, retryAfter: Math.ceil(dayEndsIn) };
  }
  if (expiresAt === null || tries === null) {
    await db.run(uncountCode, { channel, counted_on: countedOn });
    return undefined;
  }
  const isSameCode = outcome.is_first !== true;
  return {
    challengeId: id,
    code,
    isTest: testCode !== undefined,
    firstDigest: outcome.is_first ? digest : null,
    wasByGateway: outcome.was_by_gateway === true,
    formerChannel: isSameCode && isCodeChannel(liveChannel) ? liveChannel : null,
    tries,
    expiresAt,
    resendAfter,
    countedOn,
    subject,
    codes: subjectOf.codes,
    countsAsNew,
  };
}
