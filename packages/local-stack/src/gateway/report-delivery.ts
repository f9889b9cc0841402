import { createHash, createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { SECOND_MS, unixTime } from 'bot-handset/src/durations';

const RESPONSE_TIMEOUT_MS = 10 * SECOND_MS;
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5 * SECOND_MS;
/** https://core.telegram.org/gateway/api#report-delivery */
const MAX_RETRIES = 10;

/**
 * Reports a RequestStatus, signed, until it is answered with 200, or the stack stops. Up to ten retries, as documented;
 * their pauses are shorter than Telegram's.
 */
export async function reportDelivery(url: string, token: string, report: object, stopping: AbortSignal): Promise<void> {
  const body = JSON.stringify(report);
  for (let retry = 0; retry <= MAX_RETRIES && !stopping.aborted; retry += 1) {
    const pause = retry === 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** (retry - 1), MAX_PAUSE_MS);
    // An abort ends the loop
    if (pause > 0) await delay(pause, undefined, { signal: stopping }).catch(() => undefined);
    if (!stopping.aborted && (await post(url, token, body, stopping))) return;
  }
}

/** The signature of a report. https://core.telegram.org/gateway/api#checking-report-integrity */
export function signReport(token: string, timestamp: string, body: string): string {
  const key = createHash('sha256').update(token).digest();
  return createHmac('sha256', key).update(`${timestamp}\n${body}`).digest('hex');
}

async function post(url: string, token: string, body: string, stopping: AbortSignal): Promise<boolean> {
  const timestamp = String(unixTime());
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-timestamp': timestamp,
        'x-request-signature': signReport(token, timestamp, body),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(RESPONSE_TIMEOUT_MS)]),
    });
    // An unread answer would keep its connection open
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    // No answer, or a late one: retry.
    return false;
  }
}
