import { cleanText } from '@raqam/shared/clean-text';

/** Telegram's own limit is 64 for each name; the columns take 100. */
const NAME_MAX_LENGTH = 100;

/** Splits a full name into its first word and the rest. Unprintable characters are removed: a name is never refused. */
export function splitName(fullName: string): { firstName: string; lastName: string } {
  const [first = '', ...rest] = cleanText(fullName, 2 * NAME_MAX_LENGTH + 1).split(' ');
  return { firstName: cleanText(first, NAME_MAX_LENGTH), lastName: cleanText(rest.join(' '), NAME_MAX_LENGTH) };
}
