import type { ApiFailure } from '@raqam/shared/client';
import type { Language } from '@raqam/shared/languages';
import type { Texts } from '../../messages/load-messages.ts';
import type { Messages } from '../../messages/messages.ts';

/** A text that follows the person when they change the language after it came up. */
export type Text = (texts: Texts) => string;

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * What to tell the person about a failed call: the API's own message, and when to try again where it says so.
 * `askedIn`: the language of the call. `at`: when the answer came.
 */
export function describeFailure(failure: ApiFailure, askedIn: Language, at: Date): Text {
  const { code, message, retryAfter } = failure;
  return ({ language, messages }) => {
    if (code === 'unreachable') return messages.failures.unreachable;
    const text = (language === askedIn && message) || messages.api.errors[code] || message;
    return retryAfter === undefined ? text : `${text} ${describeWait(retryAfter, at, messages)}`;
  };
}

/** `seconds` from `at`. A wait of minutes also gets its end by the clock, for the page does not count down. */
function describeWait(seconds: number, at: Date, { failures: { retryAfter, units } }: Messages): string {
  if (seconds < MINUTE) return retryAfter(`${Math.max(1, Math.ceil(seconds))} ${units.seconds}`, undefined);
  // Rounded up to the minute: whoever comes back then is not sent away again.
  const end = new Date(Math.ceil((at.getTime() + seconds * 1000) / (MINUTE * 1000)) * MINUTE * 1000);
  const clock = `${twoDigits(end.getHours())}:${twoDigits(end.getMinutes())}`;
  const wait =
    seconds < HOUR ? `${Math.ceil(seconds / MINUTE)} ${units.minutes}` : `${Math.ceil(seconds / HOUR)} ${units.hours}`;
  return retryAfter(wait, clock);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
