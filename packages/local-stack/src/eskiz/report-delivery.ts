import { setTimeout as delay } from 'node:timers/promises';
import { SECOND_MS } from '../durations.ts';
import type { SentSms } from './gateway.ts';

const RESPONSE_TIMEOUT_MS = 10 * SECOND_MS;
/** Before each retry. */
const BACKOFF_MS = [100, 200, 400] as const;

/** Tells the sender of an SMS what became of it, again when that is not answered by 2xx, until the stack stops. */
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
    // An abort makes the next line return.
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
    // Unread, the answer would hold its connection.
    await response.body?.cancel();
    return response.ok;
  } catch {
    // No answer, or a late one: retry.
    return false;
  }
}

/** `2026-04-02 00:39:36`, by the clock of Tashkent. */
export function eskizTime(date: Date): string {
  return date.toLocaleString('sv-SE', { timeZone: 'Asia/Tashkent' });
}
