import type { ApiFailure } from '@raqam/shared/client';
import type { Language } from '@raqam/shared/languages';
import { describeFailure } from './describe-failure.ts';
import { placeFailure, type SignupProblems } from './signup-problems.ts';

/** Puts the API's refusal of an SMS, or of its code, beside the field that it is about. */
export function placeSmsFailure(failure: ApiFailure, askedIn: Language, at: Date): SignupProblems {
  switch (failure.code) {
    case 'phone_not_supported':
      return { phone: describeFailure(failure, askedIn, at) };
    case 'code_expired':
      return { code: ({ messages }) => messages.sms.codeExpired };
    case 'code_cooldown':
    case 'code_limit': {
      // The form counts the wait down: said here as well, it would soon be wrong.
      const { retryAfter: _counted, ...rest } = failure;
      return { form: describeFailure(rest, askedIn, at) };
    }
    default:
      return placeFailure(failure, askedIn, at);
  }
}

/** Whether the other way in is what helps. */
export function telegramHelps({ code }: ApiFailure): boolean {
  return code === 'sms_unavailable' || code === 'phone_not_supported';
}
