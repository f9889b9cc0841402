import type { Proof } from '../../../database/database.types.ts';
import { type Claimant, judgeHolder, needsSms } from '../../accounts/decide-account.ts';

export type ChangeDecision =
  | {
      kind: 'change';
      /** The number is the account's already, and is now proved. */
      isConfirmation: boolean;
      takesNumberFrom: string | undefined;
      /** The number replaces one that was never proved: others may have signed in by that one. */
      endsSessions: boolean;
    }
  | { kind: 'refuse'; error: 'account_disabled' | 'contact_required' | 'number_taken' | 'number_unchanged' }
  /** The challenge goes on. */
  | { kind: 'refuse'; error: 'sms_required' };

/** The account whose number changes, and who else it concerns. */
export interface Change {
  account: Claimant;
  /** The user with the new number. */
  holder: Claimant | undefined;
  proof: Proof;
}

/**
 * Decides whether an account gets a number that was proved in its session (docs/policy.md §2). It gets no number that
 * another account has proved, unless that holder was away for 60 days (a recycled number): the person says that it is
 * their number now. From a holder whom only SMS has proved a code of Gateway takes none. An unverified claim never blocks. In both cases the holder loses the number as in a sign-in.
 */
export function decideChange({ account, holder, proof }: Change): ChangeDecision {
  if (!account.isActive) return refuse('account_disabled');
  if (proof !== 'sms' && proof !== 'gateway' && proof !== 'contact') return refuse('contact_required');
  if (holder?.id === account.id) {
    if (account.isVerified) return refuse('number_unchanged');
    return { kind: 'change', isConfirmation: true, takesNumberFrom: undefined, endsSessions: false };
  }
  const isHeld = holder && judgeHolder(holder, { isSignedIn: false, isOwnDevice: false, isNewNumber: true }) === 'held';
  if (isHeld || holder?.isActive === false) return refuse('number_taken');
  if (proof === 'gateway' && needsSms(holder)) return refuse('sms_required');
  return {
    kind: 'change',
    isConfirmation: false,
    takesNumberFrom: holder?.id,
    endsSessions: account.hasPhone && !account.isVerified,
  };
}

function refuse(error: Extract<ChangeDecision, { kind: 'refuse' }>['error']): ChangeDecision {
  return { kind: 'refuse', error };
}
