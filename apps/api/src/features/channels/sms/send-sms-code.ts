import type { Phone } from '@raqam/shared/phone';
import { type Database, ignoreConflicts, untilUnchanged } from '../../../database/database.ts';
import type { KeyRing } from '../../../keys.ts';
import { budgetOf, EMPTY_BUDGET, subjects } from '../../../limits/budgets.ts';
import { deriveBoundCode, digestCode, newChallenge, remakeChallenge } from '../../challenges/derive-code.ts';
import type { Origin } from '../../events/events.ts';
import { describeNumber, type NumberOfEvent, type People } from '../../events/person.ts';
import type { DeviceClaims } from '../../sessions/known-device.ts';
import { keepDelivery } from './deliveries.queries.ts';
import type { SmsSender } from './gateway/sms-sender.ts';
import { judgeSms } from './judge-sms.ts';
import {
  extendSmsChallenge,
  findSmsFacts,
  openSmsChallenge,
  sendBoundChallenge,
  takeBackSms,
  uncountSms,
} from './sms-challenges.queries.ts';
import { TEST_PROVIDER } from './test-numbers.ts';

export type SentCode =
  /** Seconds. `unknown`, with the reason for the operator: the SMS may arrive, and its code works then. */
  | ({ ok: true; expiresAt: Date; resendAfter: number } & (
      | { delivery: 'sent' }
      | { delivery: 'unknown'; reason: string }
    ))
  | { ok: false; error: 'code_cooldown' | 'code_limit'; retryAfter: number }
  /** The challenge `boundTo` can send no code any more. */
  | { ok: false; error: 'challenge_ended' }
  /** `reason` is for the operator. */
  | { ok: false; error: 'sms_unavailable'; reason: string; retryAfter?: number };

export interface CodeToSend {
  phone: Phone;
  /** The browser's challenge; null: the client knows only phone and code, and gets the number's challenge. */
  boundTo: string | null;
  /** Identifiers of the device that requests the code. */
  device: DeviceClaims;
  /** For its events. */
  origin: Origin;
  /** Writes the whole SMS. */
  writeText(code: string): string;
}

export interface SendingDependencies {
  db: Database;
  sender: SmsSender;
  codeKeys: KeyRing;
  people: People;
  dailyLimit: number;
  /** Does work about a number after what else runs about it. */
  inTurn: <Result>(subject: string, work: () => Promise<Result>) => Promise<Result>;
  /** The fixed code of a test number; undefined: it is none. */
  findTestCode(phone: Phone): string | undefined;
  /** Called when an SMS was sent but could not be recorded. */
  onLostDelivery(error: Error): void;
}

/** An SMS that is counted and has a challenge. */
interface CountedSms {
  challengeId: string;
  code: string;
  /** Nothing is sent. */
  isTest: boolean;
  /** The digest of the code, if it was never sent before. */
  firstDigest: Buffer | null;
  /** The failed attempts before it. */
  tries: number;
  expiresAt: Date;
  resendAfter: number;
  countedOn: string;
  subject: string;
}

/**
 * Sends a number its code. While the challenge is live, its code is sent again, so whichever SMS arrives is valid. The
 * challenge is committed before the gateway is called, so that an SMS never carries an unknown code. If the gateway
 * refuses the SMS, it is not counted. If the outcome is unknown, it is counted, and the code stays valid.
 */
export async function sendSmsCode(deps: SendingDependencies, sms: CodeToSend): Promise<SentCode> {
  const { db, people, sender, inTurn, onLostDelivery } = deps;
  const { phone, origin, writeText } = sms;
  const number = describeNumber(people, phone);
  // the turn ends before the gateway is called: a slow one must not stop all else about the number
  const counted = await inTurn(phone, () => untilUnchanged(() => countSms(deps, sms, number)));
  if ('ok' in counted) return counted;

  const { challengeId, code, isTest, expiresAt, resendAfter } = counted;
  const keep = (status: 'waiting' | 'unknown' | 'delivered', providerId: string | null) =>
    db
      .run(keepDelivery, {
        challenge_id: challengeId,
        provider: isTest ? TEST_PROVIDER : sender.name,
        provider_id: providerId,
        status,
        ...number,
        ...origin,
      })
      .catch(onLostDelivery);

  if (isTest) {
    await db.run(uncountSms, { counted_on: counted.countedOn });
    await keep('delivered', null);
    return { ok: true, delivery: 'sent', expiresAt, resendAfter };
  }
  const sending = await sender.send({ phone, text: writeText(code) });
  switch (sending.kind) {
    case 'accepted':
      await keep('waiting', sending.gatewayId);
      return { ok: true, delivery: 'sent', expiresAt, resendAfter };
    case 'refused': {
      const { countedOn, subject, tries, firstDigest } = counted;
      const of = { id: challengeId, tries, void_digest: firstDigest };
      const takenBack = { ...of, counted_on: countedOn, subject, ...number, ...origin };
      await untilUnchanged(() => db.run(takeBackSms, takenBack));
      return { ok: false, error: 'sms_unavailable', reason: sending.reason };
    }
    case 'unknown':
      await keep('unknown', null);
      return { ok: true, delivery: 'unknown', reason: sending.reason, expiresAt, resendAfter };
  }
}

/** Counts an SMS and writes its challenge. undefined: another request for the number was served first. */
async function countSms(
  { db, codeKeys, dailyLimit, findTestCode }: SendingDependencies,
  { phone, boundTo, device, origin }: CodeToSend,
  number: NumberOfEvent,
): Promise<CountedSms | SentCode | undefined> {
  const [sent, sentToKnown, failed] = [
    subjects.sentTo('sms', phone),
    subjects.sentToKnown(phone),
    subjects.failedAt(phone),
  ];
  const [facts] = await db.run(findSmsFacts, {
    phone,
    bound_to: boundTo,
    ...device,
    sent,
    sent_to_known: sentToKnown,
    failed,
  });
  if (facts === undefined) throw new Error('A statement without a condition returned no row');
  const { live_challenge_id: liveId, day_ends_in: dayEndsIn } = facts;
  if (boundTo !== null && liveId === null) return { ok: false, error: 'challenge_ended' };
  const budgets = {
    sent: budgetOf(facts.budgets, sent),
    sentToKnown: budgetOf(facts.budgets, sentToKnown),
    // they lock only clients that know no more than phone and code
    failed: boundTo === null ? budgetOf(facts.budgets, failed) : EMPTY_BUDGET,
  };
  const verdict = judgeSms(facts.is_known_device, budgets);
  if (verdict.kind === 'wait') return { ok: false, error: verdict.error, retryAfter: Math.ceil(verdict.seconds) };

  const { isOfReserve, isReached, resendAfter } = verdict;
  const testCode = facts.is_real_account ? undefined : findTestCode(phone);
  const { id, code, digest } = remakeChallenge(codeKeys, facts.live_digest, (key) => {
    const made = boundTo
      ? deriveBoundCode(key, 'sms', phone, boundTo)
      : newChallenge(key, 'sms', phone, liveId ?? undefined);
    return testCode ? { ...made, code: testCode, digest: digestCode(key, 'sms', phone, testCode) } : made;
  });
  const subject = isOfReserve ? sentToKnown : sent;
  const args = {
    id,
    digest,
    phone,
    subject,
    seen: (isOfReserve ? budgets.sentToKnown : budgets.sent).seen,
    daily_limit: dailyLimit,
    failed,
    ...number,
    is_reached: isReached,
    ...origin,
  };
  const ofNumber = liveId === null ? openSmsChallenge : extendSmsChallenge;
  const [outcome] = await ignoreConflicts(() => db.run(boundTo === null ? ofNumber : sendBoundChallenge, args));
  if (outcome === undefined) return undefined;
  const { counted_on: countedOn, expires_at: expiresAt, tries } = outcome;
  if (countedOn === null) {
    const reason = 'SMS_DAILY_LIMIT is reached';
    return { ok: false, error: 'sms_unavailable', reason, retryAfter: Math.ceil(dayEndsIn) };
  }
  if (expiresAt === null || tries === null) {
    await db.run(uncountSms, { counted_on: countedOn });
    return undefined;
  }
  const firstDigest = outcome.is_first ? digest : null;
  return {
    challengeId: id,
    code,
    isTest: testCode !== undefined,
    firstDigest,
    tries,
    expiresAt,
    resendAfter,
    countedOn,
    subject,
  };
}
