import type { Proof } from '../../../database/database.types.ts';
import { type Claimant, needsSms } from '../../accounts/decide-account.ts';

export type NumberDecision =
  | { kind: 'prove'; phone: string }
  | { kind: 'refuse'; error: 'account_disabled' | 'contact_required' | 'phone_conflict' | 'sms_required' };

/** A proof of a number, and the users whom it concerns. */
export interface NumberClaim {
  proof: Proof;
  /** The shared contact, or the number that got the SMS; null with an approval. */
  phone: string | null;
  /** The user with the challenge's telegram_id, and their number. */
  byTelegram: Claimant | undefined;
  accountPhone: string | null;
  /** The user with `phone`. */
  byPhone: Claimant | undefined;
}

/**
 * Decides which number a proof proves. An SMS proves the number that got it. A contact does too, unless the number is
 * proved for somebody else's account, because a Telegram account may still carry a number whose SIM was sold: then only
 * an SMS decides. The same holds for a code of Telegram Gateway where only SMS has proved the account. An approval proves the number that is proved for the account now.
 */
export function decideNumber({ proof, phone, byTelegram, accountPhone, byPhone }: NumberClaim): NumberDecision {
  switch (proof) {
    case 'sms':
      return prove(phone);
    case 'gateway':
      return needsSms(byPhone) ? { kind: 'refuse', error: 'sms_required' } : prove(phone);
    case 'contact': {
      const isOfAnother = byPhone !== undefined && byPhone.id !== byTelegram?.id;
      const isConflict = isOfAnother && (byPhone.isVerified || byPhone.telegramId === null);
      return isConflict ? { kind: 'refuse', error: 'phone_conflict' } : prove(phone);
    }
    case 'approval':
      if (byTelegram?.isActive === false) return { kind: 'refuse', error: 'account_disabled' };
      return prove(byTelegram?.isVerified ? accountPhone : null);
    case 'typed':
    case 'passkey':
      return prove(null);
  }
}

function prove(phone: string | null): NumberDecision {
  return phone === null ? { kind: 'refuse', error: 'contact_required' } : { kind: 'prove', phone };
}
