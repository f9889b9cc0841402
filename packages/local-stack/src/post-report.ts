import { setTimeout as delay } from 'node:timers/promises';
import { SECOND_MS } from 'bot-handset/src/durations';

const RESPONSE_TIMEOUT_MS = 10 * SECOND_MS;
/** Pauses before the retries. */
const BACKOFF_MS = [100, 200, 400] as const;

/** Posts a delivery report, with retries until a 2xx answer or the stop of the stack. */
export async function postReport(url: string, report: object, stopping: AbortSignal): Promise<void> {
  const body = JSON.stringify(report);
  for (const wait of [0, ...BACKOFF_MS]) {
    // An abort makes the next line return
    if (wait > 0) await delay(wait, undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted || (await post(url, body, stopping))) return;
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
