import type { ApiFailure } from '@raqam/shared/client';
import type { Language } from '@raqam/shared/languages';
import { describeSpan } from '../messages/describe-span.ts';
import type { Texts } from '../messages/load-messages.ts';
import type { Messages } from '../messages/messages.ts';

/** A text that follows the person when they change the language after it came up. */
export type Text = (texts: Texts) => string;

const MINUTE = 60;

/**
 * What to tell the person about a failed call: the API's own message, and when to try again where it says so.
 * `askedIn`: the language of the call. `at`: when the answer came.
 */
export function describeFailure(failure: ApiFailure, askedIn: Language, at: Date): Text {
  const { code, message, retryAfter, attemptsLeft } = failure;
  const isOffline = !navigator.onLine;
  return ({ language, messages }) => {
    if (code === 'unreachable') return isOffline ? messages.failures.offline : messages.failures.unreachable;
    const known = attemptsLeft === undefined ? messages.api.errors[code] : messages.api.attemptsLeft(attemptsLeft);
    const text = (language === askedIn && message) || known || message;
    return retryAfter === undefined ? text : `${text} ${describeWait(retryAfter, at, messages)}`;
  };
}

/** The failure without its wait, where the page counts that down: said in words as well, it would soon be wrong. */
export function withoutWait({ retryAfter: _counted, ...failure }: ApiFailure): ApiFailure {
  return failure;
}

/** `seconds` from `at`. A wait of minutes also gets its end by the clock, for these words stay as they are. */
function describeWait(seconds: number, at: Date, messages: Messages): string {
  const { retryAfter } = messages.failures;
  if (seconds < MINUTE) return retryAfter(describeSpan(Math.max(1, Math.ceil(seconds)), messages));
  // Rounded up to the minute: whoever comes back then is not sent away again.
  const end = new Date(Math.ceil((at.getTime() + seconds * 1000) / (MINUTE * 1000)) * MINUTE * 1000);
  const clock = `${twoDigits(end.getHours())}:${twoDigits(end.getMinutes())}`;
  return retryAfter(describeSpan(Math.ceil(seconds / MINUTE) * MINUTE, messages), clock);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
