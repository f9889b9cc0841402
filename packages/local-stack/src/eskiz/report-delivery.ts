import { setTimeout as delay } from 'node:timers/promises';
import { SECOND_MS } from '../durations.ts';
import type { SentSms } from './gateway.ts';

const RESPONSE_TIMEOUT_MS = 10 * SECOND_MS;
/** Pauses before the retries. */
const BACKOFF_MS = [100, 200, 400] as const;

/** Reports the delivery of an SMS to its sender, with retries until a 2xx answer or the stop of the stack. */
export async function reportDelivery(sms: SentSms, deliveredAt: Date, stopping: AbortSignal): Promise<void> {
  const { callbackUrl } = sms;
  if (!callbackUrl) return;
  const body = JSON.stringify({
    request_id: sms.id,
    // Eskiz writes both numbers as strings.
    message_id: String(sms.messageId),
    user_sms_id: sms.userSmsId ?? '',
    country: 'UZ',
    phone_number: sms.phone,
    sms_count: String(sms.parts),
    status: sms.outcome,
    status_date: eskizTime(deliveredAt),
  });
  for (const wait of [0, ...BACKOFF_MS]) {
    // An abort makes the next line return
    if (wait > 0) await delay(wait, undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted || (await post(callbackUrl, body, stopping))) return;
  }
}

async function post(url: string, body: string, stopping: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(RESPONSE_TIMEOUT_MS)]),
    });
    // An unread answer would keep its connection open
    await response.body?.cancel();
    return response.ok;
  } catch {
    // No answer, or a late one: retry.
    return false;
  }
}

/** `2026-04-02 00:39:36`, in Tashkent time. */
export function eskizTime(date: Date): string {
  return date.toLocaleString('sv-SE', { timeZone: 'Asia/Tashkent' });
}
