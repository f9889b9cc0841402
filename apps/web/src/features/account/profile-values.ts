import type { ApiFailure } from '@raqam/shared/client';
import type { Profile, RequestBody } from '@raqam/shared/contract';
import type { Language } from '@raqam/shared/languages';
import { describeFailure, type Text } from '../../api/describe-failure.ts';

/** In the order of the form. */
export const profileFields = ['first_name', 'last_name', 'address', 'passport_id'] as const;
export type ProfileField = (typeof profileFields)[number];
export type ProfileValues = Record<ProfileField, string>;
export type ProfileProblems = { [Place in ProfileField | 'form']?: Text };

export function valuesOf({ first_name, last_name, address, passport_id }: Profile): ProfileValues {
  return { first_name, last_name, address, passport_id };
}

/** As it is saved: without spaces around it, the passport in the one spelling that the API takes. */
export function tidy(values: ProfileValues): ProfileValues {
  return {
    first_name: values.first_name.trim(),
    last_name: values.last_name.trim(),
    address: values.address.trim(),
    passport_id: values.passport_id.replace(/\s/g, '').toUpperCase(),
  };
}

/** Only what differs: so a name can be saved where passports can't. */
export function changesBetween(saved: ProfileValues, wanted: ProfileValues): RequestBody<'updateMe'> {
  return Object.fromEntries(
    profileFields.filter((field) => saved[field] !== wanted[field]).map((field) => [field, wanted[field]]),
  );
}

/** The one rule that people get wrong before anything is sent; the API checks the others. */
export function checkProfile({ passport_id }: ProfileValues): ProfileProblems {
  if (/^(?:[A-Z]{2}[0-9]{7})?$/.test(passport_id)) return {};
  return { passport_id: ({ messages }) => messages.profile.passportShape };
}

/** Puts the API's refusal beside the fields that it is about. */
export function placeProfileFailure(failure: ApiFailure, askedIn: Language, at: Date): ProfileProblems {
  const whole = describeFailure(failure, askedIn, at);
  const found: ProfileProblems = {};
  for (const field of profileFields) {
    const text = failure.fields[field];
    if (text) found[field] = () => text;
  }
  return Object.keys(found).length > 0 ? found : { form: whole };
}
