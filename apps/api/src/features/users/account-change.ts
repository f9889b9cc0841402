import { randomUUID } from 'node:crypto';
import type { Phone } from '@raqam/shared/phone';
import type { AccountDecision } from './decide-account.ts';

/** What a decision writes: a new user under a new id, or changes to an old one, where `null` leaves a column as it is. */
export interface AccountChange {
  user_id: string;
  new_phone: string | null;
  new_telegram_id: number | null;
  first_name: string;
  last_name: string;
  verify: boolean;
  /** Who loses the number to who proved it. */
  release_id: string | null;
}

/** Telegram's own limit is 64 for each name; the column takes 100. */
const NAME_MAX_LENGTH = 100;

export function describeChange(
  decision: Exclude<AccountDecision, { kind: 'refuse' }>,
  claim: { phone: Phone; telegramId: number | null; fullName: string },
): AccountChange {
  const release_id = decision.takesNumberFrom ?? null;
  if (decision.kind === 'create') {
    const [firstName = '', ...rest] = claim.fullName.trim().split(/\s+/);
    return {
      user_id: randomUUID(),
      new_phone: claim.phone,
      new_telegram_id: claim.telegramId,
      first_name: cut(firstName),
      last_name: cut(rest.join(' ')),
      verify: decision.isVerified,
      release_id,
    };
  }
  return {
    user_id: decision.userId,
    new_phone: decision.setPhone ? claim.phone : null,
    new_telegram_id: decision.setTelegramId ? claim.telegramId : null,
    first_name: '',
    last_name: '',
    verify: decision.verify,
    release_id,
  };
}

/** Cuts by characters, as PostgreSQL counts them, so that no emoji is halved. */
function cut(name: string): string {
  return [...name].slice(0, NAME_MAX_LENGTH).join('');
}
