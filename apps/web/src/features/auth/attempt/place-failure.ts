import type { ApiFailure } from '@raqam/shared/client';
import type { Language } from '@raqam/shared/languages';
import type { PhoneRefusal } from '@raqam/shared/phone';
import { describeFailure, type Text, withoutWait } from '../../../api/describe-failure.ts';
import type { Problems } from '../../../api/use-form.ts';

export type SignInField = 'phone' | 'code';

export function describePhoneRefusal(reason: PhoneRefusal): Text {
  return ({ messages }) => messages.api.fields[`phone_${reason}`];
}

/** Puts the API's error beside its field. The text leaves out waits that the form counts down. */
export function placeFailure(failure: ApiFailure, askedIn: Language, at: Date): Problems<SignInField> {
  const whole = describeFailure(isCounted(failure) ? withoutWait(failure) : failure, askedIn, at);
  const { phone, code } = failure.fields;
  switch (failure.code) {
    case 'phone_invalid':
      return { phone: phone ? () => phone : whole };
    case 'phone_not_supported':
      return { phone: whole };
    case 'code_incorrect':
    case 'code_expired':
      return { code: whole };
    case 'validation_failed':
      if (!phone && !code) return { form: whole };
      return { ...(phone && { phone: () => phone }), ...(code && { code: () => code }) };
    default:
      return { form: whole };
  }
}

function isCounted({ code }: ApiFailure): boolean {
  return (
    code === 'too_many_attempts' || code === 'code_cooldown' || code === 'code_limit' || code === 'sms_unavailable'
  );
}

/** Whether the code can't be used any more. */
export function isVoid({ code, attemptsLeft }: ApiFailure): boolean {
  return code === 'code_expired' || (code === 'code_incorrect' && attemptsLeft === 0);
}
