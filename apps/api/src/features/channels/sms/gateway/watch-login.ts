import type { ApiReadiness } from '@raqam/service/readiness';
import type { SmsSender } from './sms-sender.ts';

const MINUTE_MS = 60 * 1000;

/** How long each result is reused. A refused login is repeated rarely, because gateways lock accounts. */
const HOLDS_FOR_MS = { ok: 60 * MINUTE_MS, login_refused: 10 * MINUTE_MS, unreachable: MINUTE_MS };

/**
 * Makes the function that returns the result of the newest login at the gateway. The first call logs in and waits;
 * later calls return at once, and repeat the login in the background once the result is old.
 *
 * @param now milliseconds
 */
export function watchLogin(sender: SmsSender | undefined, now: () => number): () => Promise<ApiReadiness['sms']> {
  if (!sender) return async () => 'off';
  let known: Promise<ApiReadiness['sms']> | undefined;
  let holdsUntil = 0;

  return () => {
    if (known === undefined || now() > holdsUntil) {
      const asked = sender.checkLogin().then((state) => {
        holdsUntil = now() + HOLDS_FOR_MS[state];
        known = asked;
        return state;
      });
      known ??= asked;
      holdsUntil = Number.POSITIVE_INFINITY; // one login at a time
    }
    return known;
  };
}
