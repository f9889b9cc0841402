import { callingCodes } from './calling-codes.ts';

declare const phoneBrand: unique symbol;

/** A phone number in E.164 (`+998901234567`). Only `normalisePhone` makes one, so other strings are type errors. */
export type Phone = string & { readonly [phoneBrand]: true };

/** The reason for refusing a spelling. Every reason has a text in `messages/`. */
export type PhoneRefusal =
  | 'empty'
  | 'characters'
  | 'too_short'
  | 'too_long'
  | 'country_code_missing'
  | 'country_code_unknown'
  | 'not_mobile'
  | 'anonymous';

export type PhoneResult = { ok: true; phone: Phone } | { ok: false; reason: PhoneRefusal };

/** No spelling of a phone number is longer. */
export const PHONE_INPUT_MAX_LENGTH = 40;

const MIN_DIGITS = 9;
/** ITU-T E.164 §6.2.1 */
const MAX_DIGITS = 15;

const UZBEKISTAN = '998';
const UZBEK_NATIONAL_LENGTH = 9;
/** Operator codes of Uzbekistan's mobile numbers. */
const UZBEK_MOBILE = /^(?:20|33|50|55|77|88|9\d)/;

/** Numbers that Telegram sells on Fragment: they receive no SMS and identify nobody. */
const TELEGRAM_ANONYMOUS = '888';

/** Dashes, brackets, dots and spaces, with the look-alikes that word processors insert. */
const SEPARATORS = /[ \t\u00a0\u202f().\-\u2010-\u2013]/g;

/**
 * Converts a spelling of a phone number to E.164, or returns the reason why it can't.
 *
 * `typed` (by a person): Uzbek numbers need neither `+` nor country code, others need their `+`.
 * `contact` (Telegram's contact card): international, though the `+` may be missing.
 *
 * Only ASCII digits: full-width, Arabic and invisible characters are refused rather than guessed, so that one number
 * has one spelling in every rate limit and every account.
 */
export function normalisePhone(input: string, source: 'typed' | 'contact' = 'typed'): PhoneResult {
  if (input.length > PHONE_INPUT_MAX_LENGTH) return refuse('too_long');
  const compact = input.replace(SEPARATORS, '');
  if (compact === '') return refuse('empty');
  const [, plus, digits] = /^(\+|00)?([0-9]*)$/.exec(compact) ?? [];
  if (digits === undefined) return refuse('characters');
  if (digits.length < MIN_DIGITS) return refuse('too_short');
  if (digits.length > MAX_DIGITS) return refuse('too_long');
  if (plus) return fromInternational(digits);
  if (digits.length === UZBEK_NATIONAL_LENGTH && (source === 'typed' || UZBEK_MOBILE.test(digits))) {
    return fromInternational(UZBEKISTAN + digits);
  }
  if (source === 'contact' || digits.startsWith(UZBEKISTAN)) return fromInternational(digits);
  return refuse('country_code_missing');
}

function fromInternational(digits: string): PhoneResult {
  if (digits.startsWith(TELEGRAM_ANONYMOUS)) return refuse('anonymous');
  const code = [1, 2, 3].map((length) => digits.slice(0, length)).find((prefix) => prefix in callingCodes);
  const lengths = code === undefined ? undefined : callingCodes[code];
  if (code === undefined || lengths === undefined) return refuse('country_code_unknown');
  const national = digits.slice(code.length);
  if (!lengths.includes(national.length)) {
    return refuse(national.length > Math.max(...lengths) ? 'too_long' : 'too_short');
  }
  if (code === UZBEKISTAN && !UZBEK_MOBILE.test(national)) return refuse('not_mobile');
  return { ok: true, phone: `+${digits}` as Phone }; // the only place that brands a string
}

function refuse(reason: PhoneRefusal): PhoneResult {
  return { ok: false, reason };
}

/** A number of which only the ends are shown: `+998 90 ••• 45 67`. */
export function formatMaskedPhone(phone: string): string {
  const uzbek = /^\+998(\d\d)\d{3}(\d\d)(\d\d)$/.exec(phone);
  if (uzbek) return `+998 ${uzbek[1]} ••• ${uzbek[2]} ${uzbek[3]}`;
  return `${phone.slice(0, -7)} ••• ${phone.slice(-4)}`;
}

/**
 * Groups a number while it is typed or pasted into a field: `90123` becomes `+998 90 123`. Numbers of other countries
 * and other texts stay as they are. If `normalisePhone` accepts the input, the result means the same number.
 */
export function groupTypedPhone(input: string): string {
  const typed = withoutPreset(input);
  const compact = typed.replace(SEPARATORS, '');
  if (!/^\+?[0-9]+$/.test(compact)) return typed;
  if (compact.startsWith('00')) return groupTypedPhone(`+${compact.slice(2)}`);
  const national = uzbekPart(compact);
  if (national === undefined) return typed;
  // behind the country code that the field begins with; elsewhere it is no number, and none is made of it
  if (national.startsWith('00')) return compact.startsWith('+') ? groupTypedPhone(`+${national.slice(2)}`) : typed;
  const [, operator, middle, third, last, surplus] = /^(.{0,2})(.{0,3})(.{0,2})(.{0,2})(.*)$/.exec(national) ?? [];
  return [`+${UZBEKISTAN}`, operator, middle, third, last, surplus].filter(Boolean).join(' ');
}

/** A number with its own `+`, pasted behind the previous value, replaces it. */
function withoutPreset(input: string): string {
  const plus = input.lastIndexOf('+');
  const before = input.slice(0, Math.max(plus, 0)).replace(SEPARATORS, '');
  return /^\+[0-9]+$/.test(before) ? input.slice(plus) : input;
}

/** The digits after Uzbekistan's country code, written or not; undefined for a number of another country. */
function uzbekPart(compact: string): string | undefined {
  const [, plus, digits = ''] = /^(\+998|\+?)(.*)$/.exec(compact) ?? [];
  const isLonger = digits.length > UZBEK_NATIONAL_LENGTH;
  // The country code may come twice if the field already had it; then the number must be complete and exact.
  const isWhole = digits.length === UZBEKISTAN.length + UZBEK_NATIONAL_LENGTH;
  if (digits.startsWith(UZBEKISTAN) && (plus === '' ? isLonger : isWhole)) return digits.slice(UZBEKISTAN.length);
  return plus === '+' || (plus === '' && isLonger) ? undefined : digits;
}
