declare const phoneBrand: unique symbol;
/** A phone number in E.164 (`+998901234567`). Only `normalisePhone` makes one, so other strings are type errors. */
export type Phone = string & {
    readonly [phoneBrand]: true;
};
/** The reason for refusing a spelling. Every reason has a text in `messages/`. */
export type PhoneRefusal = 'empty' | 'characters' | 'too_short' | 'too_long' | 'country_code_missing' | 'country_code_unknown' | 'not_mobile' | 'anonymous';
export type PhoneResult = {
    ok: true;
    phone: Phone;
} | {
    ok: false;
    reason: PhoneRefusal;
};
/** No spelling of a phone number is longer. */
export declare const PHONE_INPUT_MAX_LENGTH = 40;
/**
 * Converts a spelling of a phone number to E.164, or returns the reason why it can't.
 *
 * `typed` (by a person): Uzbek numbers need neither `+` nor country code, others need their `+`.
 * `contact` (Telegram's contact card): international, though the `+` may be missing.
 *
 * Only ASCII digits: full-width, Arabic and invisible characters are refused rather than guessed, so that one number
 * has one spelling in every rate limit and every account.
 */
export declare function normalisePhone(input: string, source?: 'typed' | 'contact'): PhoneResult;
/** A number of which only the ends are shown: `+998 90 ••• 45 67`. */
export declare function formatMaskedPhone(phone: string): string;
/**
 * Groups a number while it is typed or pasted into a field: `90123` becomes `+998 90 123`. Numbers of other countries
 * and other texts stay as they are. If `normalisePhone` accepts the input, the result means the same number.
 */
export declare function groupTypedPhone(input: string): string;
export {};
