import type { Telegraf, Telegram } from 'telegraf';
import type { SpokenContext } from '../features/language.ts';

type Call = Telegram['callApi'];
type PolyfilledSignal = NonNullable<NonNullable<Parameters<Call>[2]>['signal']>;

/** Milliseconds that a call may take beyond what it asks for; Telegraf itself would wait 500 s. */
const PATIENCE = 15_000;

/** Calls the Bot API, and gives up when `signal` aborts or the answer is late. */
export function callTelegram<Method extends Parameters<Call>[0]>(
  bot: Telegraf<SpokenContext>,
  method: Method,
  payload: Parameters<typeof bot.telegram.callApi<Method>>[1],
  { signal, waits = 0 }: { signal: AbortSignal; waits?: number },
) {
  return bot.telegram.callApi<Method>(method, payload, {
    // Telegraf's types want the signal of a polyfill; node-fetch takes the platform's own
    signal: AbortSignal.any([signal, AbortSignal.timeout(waits + PATIENCE)]) as unknown as PolyfilledSignal,
  });
}
