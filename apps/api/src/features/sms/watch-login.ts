import type { ApiReadiness } from '@raqam/service/readiness';
import type { SmsSender } from './sms-sender.ts';

/** How long an answer of the gateway is believed. */
const GOOD_FOR_MS = 60 * 60 * 1000;
const BAD_FOR_MS = 60 * 1000;

/**
 * Makes the function that tells what became of the newest login at the gateway. The first call asks the gateway and
 * waits; later ones answer at once, and ask anew in the background once the answer is old.
 *
 * @param now milliseconds
 */
export function watchLogin(sender: SmsSender | undefined, now: () => number): () => Promise<ApiReadiness['sms']> {
  if (!sender) return async () => 'off';
  let known: Promise<ApiReadiness['sms']> | undefined;
  let goodUntil = 0;

  return () => {
    if (known === undefined || now() > goodUntil) {
      const asked = sender.checkLogin().then((state) => {
        goodUntil = now() + (state === 'ok' ? GOOD_FOR_MS : BAD_FOR_MS);
        known = asked;
        return state;
      });
      known ??= asked;
      goodUntil = Number.POSITIVE_INFINITY; // one question at a time
    }
    return known;
  };
}
