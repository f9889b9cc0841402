import { randomUUIDv7 } from 'node:crypto';
import { formatMaskedPhone } from '@raqam/shared/phone';
import { type Claimants, describeClaimants } from '../accounts/claimants.ts';
import type { AccountDecision } from '../accounts/decide-account.ts';
import type { Opening } from './redeem.queries.ts';

/** The writes of a decision that opens an account. `phone` is the proved number; null: none was needed. */
export function describeOpening(
  decision: Exclude<AccountDecision, { kind: 'refuse' }>,
  claimants: Claimants,
  phone: string | null,
): Omit<Opening, 'channel' | 'proof'> {
  const isNew = decision.kind === 'create';
  return {
    claimants: describeClaimants(claimants),
    user_id: isNew ? randomUUIDv7() : decision.userId,
    is_new: isNew,
    new_phone: isNew || decision.setPhone ? phone : null,
    verify: isNew ? decision.isVerified : decision.verify,
    release_id: decision.takesNumberFrom ?? null,
    lost_phone: phone && formatMaskedPhone(phone),
    end_sessions: !isNew && decision.endsSessions,
  };
}
