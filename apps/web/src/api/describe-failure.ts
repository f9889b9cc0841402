import type { ApiFailure } from '@raqam/shared/client';
import type { Language } from '@raqam/shared/languages';
import { describeSpan } from '../messages/describe-span.ts';
import type { AllTexts, Texts } from '../messages/load-messages.ts';
import type { FirstMessages } from '../messages/messages.ts';

/** A text that changes with the language even after it was first shown. */
export type Text = (texts: AllTexts) => string;

/** The same with the texts of the first screen alone. */
export type FirstText = (texts: Texts) => string;

const MINUTE = 60;

/**
 * Describes a failed call to the person: the API's message, and when to try again, if the API says so.
 *
 * @param askedIn the language of the call
 * @param at when the answer came
 */
export function describeFailure(failure: ApiFailure, askedIn: Language, at: Date): FirstText {
  const { code, message, retryAfter, attemptsLeft } = failure;
  const isOffline = !navigator.onLine;
  return ({ language, messages }) => {
    if (code === 'unreachable') return isOffline ? messages.failures.offline : messages.failures.unreachable;
    // Not fetched yet: then the language is still that of the call
    const known = attemptsLeft === undefined ? messages.api?.errors[code] : messages.api?.attemptsLeft(attemptsLeft);
    const text = (language === askedIn && message) || known || message;
    return retryAfter === undefined ? text : `${text} ${describeWait(retryAfter, at, messages)}`;
  };
}

/** Describes the failure without its wait, for a page that counts it down: a wait in words would soon be wrong. */
export function withoutWait({ retryAfter: _counted, ...failure }: ApiFailure): ApiFailure {
  return failure;
}

/** Describes a wait of `seconds` from `at`. A wait of minutes also names the time of day: the text is static. */
function describeWait(seconds: number, at: Date, messages: FirstMessages): string {
  const { retryAfter } = messages.failures;
  if (seconds < MINUTE) return retryAfter(describeSpan(Math.max(1, Math.ceil(seconds)), messages));
  // Rounded up to the minute, so that a retry at that time is not too early
  const end = new Date(Math.ceil((at.getTime() + seconds * 1000) / (MINUTE * 1000)) * MINUTE * 1000);
  const clock = `${twoDigits(end.getHours())}:${twoDigits(end.getMinutes())}`;
  return retryAfter(describeSpan(Math.ceil(seconds / MINUTE) * MINUTE, messages), clock);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
