import type { ApiFailure } from '@raqam/shared/client';
import type { Language } from '@raqam/shared/languages';
import type { Phone, PhoneRefusal } from '@raqam/shared/phone';
import { describeFailure, type Text } from '../../../api/describe-failure.ts';
import { checkCode } from '../fields/code.ts';
import { readPhone } from '../fields/phone-typing.ts';

export interface SignupValues {
  phone: string;
  code: string;
}

/** What is wrong, by the place where it is shown. */
export type SignupProblems = { [Place in 'phone' | 'code' | 'form']?: Text };

export type SignupCheck = { ok: true; claim: { phone: Phone; code: string } } | { ok: false; problems: SignupProblems };

/** The same rules as the API's, before anything is sent. */
export function checkSignup(values: SignupValues): SignupCheck {
  const phone = readPhone(values.phone);
  const code = checkCode(values.code);
  if (phone.ok && code.ok) return { ok: true, claim: { phone: phone.phone, code: code.code } };
  return {
    ok: false,
    problems: {
      ...(!phone.ok && refusedPhone(phone.reason)),
      ...(!code.ok && { code: ({ messages }) => messages.signUp[code.reason] }),
    },
  };
}

export function refusedPhone(reason: PhoneRefusal): SignupProblems {
  return { phone: ({ messages }) => messages.api.fields[`phone_${reason}`] };
}

/** Puts the API's refusal beside the field that it is about. */
export function placeFailure(failure: ApiFailure, askedIn: Language, at: Date): SignupProblems {
  const whole = describeFailure(failure, askedIn, at);
  const { phone, code } = failure.fields;
  switch (failure.code) {
    case 'phone_invalid':
      return { phone: phone ? () => phone : whole };
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
