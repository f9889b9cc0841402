import type { Phone } from '@raqam/shared/phone';
import { type Database, untilUnchanged } from '../../database/database.ts';
import { HOUR, SMS_CODE } from '../../policy.ts';
import { type IssuedSmsCode, issueSmsCode, keepReport, takeBackSmsCode, uncountSms } from './sms.queries.ts';
import type { SmsSender } from './sms-sender.ts';

export type SentCode =
  | { ok: true; expiresAt: Date; resendAfter: number }
  | { ok: false; error: 'code_cooldown' | 'code_limit'; retryAfter: number }
  /** `reason` is for the operator. */
  | { ok: false; error: 'sms_unavailable'; reason: string; retryAfter?: number };

export interface CodeToSend {
  phone: Phone;
  digest: Buffer;
  /** The whole SMS. */
  text: string;
}

export interface SendingDependencies {
  db: Database;
  sender: SmsSender;
  dailyLimit: number;
  /** What an SMS that is really to be sent costs besides; a refusal takes the code back. */
  beforeSending(): Promise<{ retryAfter: number } | undefined>;
  /** The SMS is on its way, though nothing was written down of it. */
  onLostReport(error: Error): void;
}

/**
 * Issues a code and sends it. It is committed before the gateway is called, so that what arrives works. If
 * the gateway refuses, it is taken back, and an earlier code lives on; if nobody knows, the new one stays.
 */
export async function sendSmsCode(
  { db, sender, dailyLimit, beforeSending, onLostReport }: SendingDependencies,
  { phone, digest, text }: CodeToSend,
): Promise<SentCode> {
  const issued = await untilUnchanged(async () => {
    const [outcome] = await db.run(issueSmsCode, { phone, digest, daily_limit: dailyLimit });
    if (outcome?.expires_at || !outcome?.counted_on) return outcome;
    await db.run(uncountSms, { counted_on: outcome.counted_on }); // another request came first: look again
    return undefined;
  });
  if (issued.expires_at === null) return describeRefusal(issued);

  const resendAfter = cooldownAfter(issued.recent + 1);
  const takeBack = () =>
    db.run(takeBackSmsCode, {
      phone,
      digest,
      counted_on: issued.counted_on,
      held_digest: issued.held_digest,
      held_is_used: issued.held_is_used ?? false,
      held_tries: issued.held_tries ?? 0,
      held_expires_at: issued.held_expires_at,
    });

  const over = await beforeSending();
  if (over) {
    await takeBack();
    return { ok: false, error: 'code_limit', retryAfter: over.retryAfter };
  }
  const sending = await sender.send({ phone, text });
  switch (sending.kind) {
    case 'accepted':
      await db
        .run(keepReport, { gateway_id: sending.gatewayId, status: 'waiting', gateway_status: '' })
        .catch(onLostReport);
      return { ok: true, expiresAt: issued.expires_at, resendAfter };
    case 'refused':
      await takeBack();
      return { ok: false, error: 'sms_unavailable', reason: sending.reason };
    case 'unknown':
      return { ok: false, error: 'sms_unavailable', reason: sending.reason, retryAfter: resendAfter };
  }
}

function describeRefusal({ cooled_in: cooledIn, budget_in: budgetIn }: IssuedSmsCode): SentCode {
  if (budgetIn !== null && budgetIn > 0) return { ok: false, error: 'code_limit', retryAfter: Math.ceil(budgetIn) };
  if (cooledIn !== null && cooledIn > 0) return { ok: false, error: 'code_cooldown', retryAfter: Math.ceil(cooledIn) };
  return { ok: false, error: 'sms_unavailable', reason: 'SMS_DAILY_LIMIT is reached', retryAfter: HOUR };
}

function cooldownAfter(codes: number): number {
  const [first, second, further] = SMS_CODE.cooldowns;
  return codes <= 1 ? first : codes === 2 ? second : further;
}
