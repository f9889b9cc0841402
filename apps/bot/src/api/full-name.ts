import { cleanText } from '@raqam/shared/clean-text';
import type { User } from 'telegraf/types';

/** Characters. */
const FULL_NAME_MAX_LENGTH = 128;

/** The name of a Telegram user, without what can't be seen in it. */
export function fullNameOf({ first_name, last_name }: Pick<User, 'first_name' | 'last_name'>): string {
  return cleanText([first_name, last_name].filter(Boolean).join(' '), FULL_NAME_MAX_LENGTH);
}
