import type { ApiReadiness } from '@raqam/service/readiness';
import { SMS_BALANCE_LOW } from '../../../../policy.ts';
import type { SmsSender } from './sms-sender.ts';

const MINUTE_MS = 60 * 1000;

/** How long an answer of the gateway is reused, and how long it is not asked again after it gave none. */
const HOLDS_FOR_MS = { known: 5 * MINUTE_MS, unknown: MINUTE_MS };

/** The money that is left at the gateway, a few minutes old at most; null: it does not say, or there is no gateway. */
export type FindBalance = () => Promise<number | null>;

/**
 * Makes the function that tells the balance at the gateway. It asks when it is called and the last answer is old;
 * calls at once share one request.
 *
 * @param now milliseconds
 */
export function watchBalance(sender: SmsSender | undefined, now: () => number): FindBalance {
  if (!sender) return async () => null;
  let known: Promise<number | null> | undefined;
  let holdsUntil = 0;

  return () => {
    if (known === undefined || now() > holdsUntil) {
      holdsUntil = Number.POSITIVE_INFINITY; // one request at a time
      known = sender.findBalance().then((balance) => {
        holdsUntil = now() + (balance === null ? HOLDS_FOR_MS.unknown : HOLDS_FOR_MS.known);
        return balance;
      });
    }
    return known;
  };
}

/**
 * Makes the function that judges the balance for /readyz. It never waits for the gateway: it tells what is known, and
 * `unknown` until the first answer.
 */
export function judgeBalance(findBalance: FindBalance): () => ApiReadiness['sms_balance'] {
  let known: number | null = null;
  return () => {
    void findBalance().then((balance) => {
      known = balance;
    });
    if (known === null) return 'unknown';
    if (known <= 0) return 'empty';
    return known < SMS_BALANCE_LOW ? 'low' : 'ok';
  };
}
