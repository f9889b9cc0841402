import type { Phone } from '@raqam/shared/phone';
import { type Database, untilUnchanged } from '../../database/database.ts';
import { SMS_CODE } from '../../policy.ts';
import type { DeviceClaims } from '../sessions/known-device.ts';
import {
  deleteEmptyCode,
  type IssuedSmsCode,
  issueSmsCode,
  keepReport,
  takeBackSmsCode,
  uncountSms,
} from './sms.queries.ts';
import type { SmsSender } from './sms-sender.ts';

export type SentCode =
  /** Seconds. */
  | { ok: true; expiresAt: Date; resendAfter: number }
  | { ok: false; error: 'code_cooldown' | 'code_limit'; retryAfter: number }
  /** `reason` is for the operator. `delivery`: the SMS may arrive, and its code works then. */
  | { ok: false; error: 'sms_unavailable'; reason: string; retryAfter?: number; delivery?: 'unknown' };

export interface CodeToSend {
  phone: Phone;
  digest: Buffer;
  /** Text of the whole SMS. */
  text: string;
  /** Identifiers of the device that requests the code. */
  device: DeviceClaims;
}

export interface SendingDependencies {
  db: Database;
  sender: SmsSender;
  dailyLimit: number;
  /** The SMS was sent, but its report could not be written. */
  onLostReport(error: Error): void;
}

/**
 * Issues a code and sends it. The code is committed before the gateway is called, so that an SMS never holds an
 * unknown one. If the gateway refuses the SMS, the code is taken back and an earlier one works again; if the outcome
 * is unknown, the new code stays.
 */
export async function sendSmsCode(
  { db, sender, dailyLimit, onLostReport }: SendingDependencies,
  { phone, digest, text, device }: CodeToSend,
): Promise<SentCode> {
  const issued = await untilUnchanged(async () => {
    const [outcome] = await db.run(issueSmsCode, { phone, digest, daily_limit: dailyLimit, ...device });
    if (outcome?.expires_at || !outcome?.counted_on) return outcome;
    await db.run(uncountSms, { counted_on: outcome.counted_on }); // another request came first: look again
    return undefined;
  });
  if (issued.expires_at === null || issued.counted_on === null) return describeRefusal(issued);

  const resendAfter = findCooldown(issued);
  const sending = await sender.send({ phone, text });
  switch (sending.kind) {
    case 'accepted':
      await db
        .run(keepReport, { gateway_id: sending.gatewayId, status: 'waiting', gateway_status: '' })
        .catch(onLostReport);
      return { ok: true, expiresAt: issued.expires_at, resendAfter };
    case 'refused':
      await takeBack(db, { phone, digest, counted_on: issued.counted_on, issued });
      return { ok: false, error: 'sms_unavailable', reason: sending.reason };
    case 'unknown':
      return {
        ok: false,
        error: 'sms_unavailable',
        reason: sending.reason,
        retryAfter: resendAfter,
        delivery: 'unknown',
      };
  }
}

async function takeBack(
  db: Database,
  { issued, ...code }: { phone: Phone; digest: Buffer; counted_on: string; issued: IssuedSmsCode },
): Promise<void> {
  await untilUnchanged(async () => {
    await db.run(takeBackSmsCode, {
      ...code,
      is_of_reserve: issued.reserve !== null,
      held_digest: issued.held_digest,
      held_is_used: issued.held_is_used ?? false,
      held_tries: issued.held_tries ?? 0,
      held_known_tries: issued.held_known_tries ?? 0,
      held_expires_at: issued.held_expires_at,
    });
    return true;
  });
  if (issued.held_digest === null) await db.run(deleteEmptyCode, { phone: code.phone });
}

function describeRefusal({
  cooled_in: cooledIn,
  budget_in: budgetIn,
  day_ends_in: dayEndsIn,
}: IssuedSmsCode): SentCode {
  if (budgetIn !== null && budgetIn > 0) return { ok: false, error: 'code_limit', retryAfter: Math.ceil(budgetIn) };
  if (cooledIn !== null && cooledIn > 0) return { ok: false, error: 'code_cooldown', retryAfter: Math.ceil(cooledIn) };
  return {
    ok: false,
    error: 'sms_unavailable',
    reason: 'SMS_DAILY_LIMIT is reached',
    retryAfter: Math.ceil(dayEndsIn),
  };
}

/** Seconds until the next code may be asked for. */
function findCooldown({ recent, reserve }: IssuedSmsCode): number {
  const [first, second, further] = SMS_CODE.cooldowns;
  if (reserve !== null && reserve > 0) return first;
  const codes = recent + 1;
  return codes <= 1 ? first : codes === 2 ? second : further;
}
