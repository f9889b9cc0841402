import type { User } from '@raqam/shared/contract';
import { formatMaskedPhone } from '@raqam/shared/phone';
import { writeStored } from '../../../stored.ts';

/**
 * Keeps the masked number of the account for the next visit of this browser. Whether it may continue as that account is
 * known to the API alone, by a cookie. Without Telegram the account has nobody to ask, so a passkey is the only way.
 */
export function rememberAccount({ phone, telegram_id }: User): void {
  writeStored('raqam.account', phone && JSON.stringify([formatMaskedPhone(phone), telegram_id !== null]));
}
