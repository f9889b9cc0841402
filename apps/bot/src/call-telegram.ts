import { type Telegram, TelegramError } from 'telegraf';

export type CallTelegram = Telegram['callApi'];

type Answer =
  | { ok: true; result: unknown }
  | { ok: false; error_code: number; description: string; parameters?: { retry_after?: number } };

/** A call without a `signal` of its own fails after this time. */
const REQUEST_TIMEOUT_MS = 15_000;

/**
 * Calls the Bot API by `fetch`. Telegraf's own client gives up after 500 s only, and for every answer that was cut
 * off it leaves a timer of that length, which keeps the process alive.
 *
 * @throws TelegramError when Telegram refuses the call; any other Error when its answer is late or lost
 */
export function createCallTelegram(token: string, apiRoot: string): CallTelegram {
  const call = async (method: string, payload: object, { signal }: { signal?: unknown } = {}) => {
    const response = await fetch(new URL(`./bot${token}/${method}`, apiRoot), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(payload),
      redirect: 'error', // the URL holds the token
      signal: signal instanceof AbortSignal ? signal : AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    if (response.status >= 500) {
      await response.body?.cancel();
      throw new TelegramError({ error_code: response.status, description: response.statusText });
    }
    const answer = (await response.json()) as Answer; // any other JSON fails below
    if (!answer.ok) throw new TelegramError(answer); // its payload would hold the code
    return answer.result;
  };
  return call as CallTelegram; // Telegram documents the result of each method
}

/** Calls `method`, and fails when `signal` aborts or, `pollSeconds` aside, the answer is late. */
export function callUntil<Method extends Parameters<CallTelegram>[0]>(
  call: CallTelegram,
  method: Method,
  payload: Parameters<typeof call<Method>>[1],
  { signal, pollSeconds = 0 }: { signal: AbortSignal; pollSeconds?: number },
) {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(pollSeconds * 1_000 + REQUEST_TIMEOUT_MS)]);
  // Telegraf's types ask for the signal of a polyfill
  return call<Method>(method, payload, { signal: limit as unknown as PolyfilledSignal });
}

type PolyfilledSignal = NonNullable<NonNullable<Parameters<CallTelegram>[2]>['signal']>;
