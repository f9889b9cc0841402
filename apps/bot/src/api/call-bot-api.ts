import type { ApiClient, ApiFailure, ApiResult } from '@raqam/shared/client';
import type { RequestBody, ResponseBody } from '@raqam/shared/contract';
import type { botContract } from '@raqam/shared/contract/bot';
import type { Language } from '@raqam/shared/languages';

/** Calls an endpoint of the bot. Rejects when the process stops between two attempts. */
export type CallBotApi = <Name extends keyof typeof botContract>(
  name: Name,
  body: RequestBody<Name>,
  language: Language,
) => Promise<ApiResult<ResponseBody<Name>>>;

/** Pauses before the second and the third attempt; longer if an overloaded API asks for it. */
const BACKOFF_MS = [300, 1_200];

/** Calls the API with the bot's secret: three attempts, as `callWithRetries`. */
export function createCallBotApi(api: ApiClient, botSecret: string, delay: (ms: number) => Promise<void>): CallBotApi {
  return async (name, body, language) => {
    const { result } = await callWithRetries(() => api.call(name, body, { botSecret, language }), delay);
    return result;
  };
}

/**
 * Makes up to three attempts while the API is unreachable, overloaded or fails. Any other error is final. `isRepeated`: an earlier
 * attempt may have succeeded, and its answer was lost.
 */
export async function callWithRetries<Body>(
  attempt: () => Promise<ApiResult<Body>>,
  delay: (ms: number) => Promise<void>,
): Promise<{ result: ApiResult<Body>; isRepeated: boolean }> {
  for (let attempts = 1; ; attempts += 1) {
    const result = await attempt();
    const pauseMs = BACKOFF_MS[attempts - 1];
    if (result.ok || !isPassing(result.error) || pauseMs === undefined) return { result, isRepeated: attempts > 1 };
    await delay(Math.max(pauseMs, askedToWaitMs(result.error)));
  }
}

function isPassing({ code }: ApiFailure): boolean {
  return code === 'unreachable' || code === 'not_ready' || code === 'overloaded' || code === 'internal_error';
}

/** An API that starts again is soon back, whatever it asks for; an overloaded one refuses who returns too early. */
function askedToWaitMs({ code, retryAfter = 0 }: ApiFailure): number {
  return code === 'overloaded' ? retryAfter * 1_000 : 0;
}
