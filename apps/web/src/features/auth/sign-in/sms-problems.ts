import type { ApiFailure } from '@raqam/shared/client';
import type { Language } from '@raqam/shared/languages';
import { describeFailure, withoutWait } from '../../../api/describe-failure.ts';
import { placeFailure, type SignupProblems } from './signup-problems.ts';

/** Puts the API's refusal of an SMS, or of its code, beside the field that it is about. */
export function placeSmsFailure(failure: ApiFailure, askedIn: Language, at: Date): SignupProblems {
  switch (failure.code) {
    case 'phone_not_supported':
      return { phone: describeFailure(failure, askedIn, at) };
    case 'code_expired':
      return { code: ({ messages }) => messages.sms.codeExpired };
    // The form counts the first two down; the message of the third says when as well as anybody knows.
    case 'code_cooldown':
    case 'code_limit':
    case 'sms_unavailable':
      return { form: describeFailure(withoutWait(failure), askedIn, at) };
    default:
      return placeFailure(failure, askedIn, at);
  }
}

/** Whether the other way in is what helps. */
export function telegramHelps({ code }: ApiFailure): boolean {
  return code === 'sms_unavailable' || code === 'phone_not_supported';
}
