import type { ApiResult } from '@raqam/shared/client';
import type { ResponseBody } from '@raqam/shared/contract';
import type { CodeChannel } from '@raqam/shared/contract/challenges';
import { isDesktop } from '../press/desktop.ts';

type Wait = (signal: AbortSignal) => Promise<ApiResult<ResponseBody<'waitForChallenge'>>>;

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;
const SECOND_MS = 1000;
/** One return to the tab fires several events. */
const SAME_RETURN_MS = 500;
/** Events after which the person is back, or the connection; the running call's connection may be dead by then. */
const RETURNS = ['pageshow', 'focus', 'online'] as const;
/** The challenge is over, or its secret is lost: there is nothing to wait for. */
const FINAL = new Set(['challenge_ended', 'not_found', 'origin_forbidden']);

/**
 * Asks for the channel of a code until it is another one than `known`, or the challenge is over. A hidden phone makes no
 * calls. After a failure it pauses, each time twice as long.
 *
 * @returns a function that stops it
 */
export function watchChannel(wait: Wait, known: CodeChannel, onChange: (channel: CodeChannel) => void): () => void {
  const stop = new AbortController();
  let call: { since: number; abort: AbortController } | undefined;
  let wake = () => {};

  function goOn(): void {
    if (document.hidden) return;
    if (call && Date.now() - call.since > SAME_RETURN_MS) call.abort.abort();
    wake();
  }

  async function pauseFor(ms?: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (ms !== undefined) timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }

  async function work(): Promise<void> {
    let failures = 0;
    while (!stop.signal.aborted) {
      if (document.hidden && !isDesktop()) {
        await pauseFor();
        continue;
      }
      const abort = new AbortController();
      call = { since: Date.now(), abort };
      const result = await wait(AbortSignal.any([stop.signal, abort.signal]));
      call = undefined;
      if (stop.signal.aborted) return;
      if (abort.signal.aborted) continue;
      if (result.ok) {
        const { state, channel, retry_after_seconds: pause } = result.data;
        if (state !== 'waiting') return;
        if ((channel === 'gateway' || channel === 'sms') && channel !== known) return onChange(channel);
        failures = 0;
        if (pause > 0) await pauseFor(pause * SECOND_MS);
      } else {
        if (FINAL.has(result.error.code)) return;
        const backoff = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
        failures += 1;
        await pauseFor(Math.max(backoff, (result.error.retryAfter ?? 0) * SECOND_MS));
      }
    }
  }

  document.addEventListener('visibilitychange', goOn);
  for (const event of RETURNS) window.addEventListener(event, goOn);
  void work();
  return () => {
    document.removeEventListener('visibilitychange', goOn);
    for (const event of RETURNS) window.removeEventListener(event, goOn);
    stop.abort();
    wake();
  };
}
