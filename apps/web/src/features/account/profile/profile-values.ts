import type { ApiFailure } from '@raqam/shared/client';
import type { Profile, RequestBody } from '@raqam/shared/contract';
import type { Language } from '@raqam/shared/languages';
import { PASSPORT_ID } from '@raqam/shared/passport';
import { describeFailure, type Text } from '../../../api/describe-failure.ts';

/** In the order of the form. */
export const profileFields = ['first_name', 'last_name', 'address', 'passport_id'] as const;
export type ProfileField = (typeof profileFields)[number];
export type ProfileValues = Record<ProfileField, string>;
export type ProfileProblems = { [Place in ProfileField | 'form']?: Text };

export function valuesOf({ first_name, last_name, address, passport_id }: Profile): ProfileValues {
  return { first_name, last_name, address, passport_id };
}

/** The values as they are saved: trimmed, the passport number in the API's spelling (`AA1234567`). */
export function tidy(values: ProfileValues): ProfileValues {
  return {
    first_name: values.first_name.trim(),
    last_name: values.last_name.trim(),
    address: values.address.trim(),
    passport_id: values.passport_id.replace(/\s/g, '').toUpperCase(),
  };
}

/** Only the fields that differ: a name can be saved where passport numbers can't. */
export function changesBetween(saved: ProfileValues, wanted: ProfileValues): RequestBody<'updateMe'> {
  return Object.fromEntries(
    profileFields.filter((field) => saved[field] !== wanted[field]).map((field) => [field, wanted[field]]),
  );
}

/** The only rule that the page checks before the call; the API checks the others. */
export function checkProfile({ passport_id }: ProfileValues): ProfileProblems {
  if (PASSPORT_ID.test(passport_id)) return {};
  return { passport_id: ({ messages }) => messages.profile.passportShape };
}

/** Puts the API's error beside its fields; an error without fields belongs to the form. */
export function placeProfileFailure(failure: ApiFailure, askedIn: Language, at: Date): ProfileProblems {
  const whole = describeFailure(failure, askedIn, at);
  const found: ProfileProblems = {};
  for (const field of profileFields) {
    const text = failure.fields[field];
    if (text) found[field] = () => text;
  }
  return Object.keys(found).length > 0 ? found : { form: whole };
}
