import type { Proof } from '../../database/database.types.ts';
import { IDLE_HOLDER } from '../../policy.ts';

/** The facts about a user that the decision needs. */
export interface Claimant {
  id: string;
  telegramId: number | null;
  isActive: boolean;
  isVerified: boolean;
  /** A code of Telegram Gateway has proved the number. */
  isProvedByGateway: boolean;
  hasPhone: boolean;
  /** Seconds since they were last known to be there. */
  idle: number;
  /** Somebody proved their number while they were idle, and they have not proved it since. */
  isQuestioned: boolean;
}

/** The circumstances of a proof, beside the users who may claim the number. */
export interface Claim {
  /**
   * The request carries an access token of the user with the number. A device_id is not enough, because it is no
   * secret.
   */
  isSignedIn: boolean;
  /** The request comes from a browser that remembers a sign-in to the account with the number. */
  isOwnDevice: boolean;
  /** The person says that the number is new to them, so the account that has it is somebody else's. */
  isNewNumber: boolean;
  /** The number was proved at this challenge before, and the person was asked whether it is new to them. */
  isQuestioned: boolean;
}

export type AccountDecision =
  | {
      kind: 'create';
      isVerified: boolean;
      /** This user loses the number; and, if it was not verified, what was entered and the sessions. */
      takesNumberFrom: string | undefined;
    }
  | {
      kind: 'log-in';
      userId: string;
      /** The number becomes this user's. */
      setPhone: boolean;
      /** The number is proved: verified from now on. */
      verify: boolean;
      takesNumberFrom: string | undefined;
      /** The number replaces one that was never proved: others may have signed in by that one. */
      endsSessions: boolean;
    }
  | { kind: 'refuse'; error: 'account_disabled' | 'contact_required' | 'phone_conflict' | 'sms_required' }
  /** The number may have been sold again. The person has to say whether it is new to them; the challenge goes on. */
  | { kind: 'refuse'; error: 'number_recycled' };

/** Whether the number belongs to somebody else than the user with the telegram_id. */
export function isNumberOfAnother(byTelegram: Claimant | undefined, byPhone: Claimant | undefined): boolean {
  return byPhone !== undefined && byPhone.id !== byTelegram?.id;
}

/**
 * Whether a proof of the number of `holder` is a proof to be them. Operators sell numbers again: 60 days are the shortest
 * term after which an Uzbek operator ends a number. `held`: the holder is still there, or it is their device. `ask`: the
 * person has to say whether the number is new to them. `free`: the number is no longer the holder's, whose account stays
 * as it is. A number that is not verified is nobody's: `free` too.
 */
export function judgeHolder(
  holder: Claimant,
  { isSignedIn, isOwnDevice, isNewNumber }: Pick<Claim, 'isSignedIn' | 'isOwnDevice' | 'isNewNumber'>,
): 'held' | 'ask' | 'free' {
  if (!holder.isVerified) return 'free';
  if (isSignedIn || isOwnDevice) return 'held';
  if (holder.idle >= IDLE_HOLDER.released) return 'free';
  // a holder who comes back because they were asked must not open the account to the person who asked
  if (holder.idle < IDLE_HOLDER.asked && !holder.isQuestioned) return 'held';
  return isNewNumber ? 'free' : 'ask';
}

/**
 * Whether a code of Telegram Gateway is not enough for the account with the number. A Telegram account may still carry a
 * number whose SIM was sold: an account that only SMS has ever proved stays with those who get the SMS.
 */
export function needsSms(byPhone: Claimant | undefined): boolean {
  return byPhone?.isVerified === true && byPhone.telegramId === null && !byPhone.isProvedByGateway;
}

/**
 * Decides whose account a proved challenge opens (docs/policy.md §2). `byTelegram` is the user with the challenge's
 * telegram_id (none with an SMS code), `byPhone` the user with its phone. An SMS or Telegram's own contact card proves a
 * number, and so does a code of Telegram Gateway, except as `needsSms` says; typed digits prove nothing, and an approval
 * opens the account of its telegram_id. Accounts are never merged,
 * and an unverified claim to a number never blocks, shares or inherits an account.
 */
export function decideAccount(
  byTelegram: Claimant | undefined,
  byPhone: Claimant | undefined,
  proof: Proof,
  claim: Claim,
): AccountDecision {
  if (byTelegram?.isActive === false || byPhone?.isActive === false)
    return { kind: 'refuse', error: 'account_disabled' };
  switch (proof) {
    case 'typed':
      return decideTyped(byTelegram, byPhone);
    case 'contact':
      return decideContact(byTelegram, byPhone, claim);
    case 'gateway':
      if (needsSms(byPhone) && !claim.isSignedIn) return { kind: 'refuse', error: 'sms_required' };
      return decideSms(byPhone, claim);
    case 'sms':
      return decideSms(byPhone, claim);
    case 'approval':
    case 'passkey':
      // of an account that was deleted meanwhile nothing is left to open
      if (!byTelegram) return { kind: 'refuse', error: 'contact_required' };
      return logIn(byTelegram, { verify: claim.isQuestioned && byPhone?.id === byTelegram.id });
  }
}

function decideTyped(byTelegram: Claimant | undefined, byPhone: Claimant | undefined): AccountDecision {
  if (isNumberOfAnother(byTelegram, byPhone)) return { kind: 'refuse', error: 'contact_required' };
  if (!byTelegram) return create({ isVerified: false });
  const setPhone = !byPhone && !byTelegram.isVerified;
  return logIn(byTelegram, { setPhone, endsSessions: setPhone && byTelegram.hasPhone });
}

function decideContact(byTelegram: Claimant | undefined, byPhone: Claimant | undefined, claim: Claim): AccountDecision {
  const owner = byPhone?.id === byTelegram?.id ? undefined : byPhone;
  const hold = owner && judgeHolder(owner, claim);
  if (hold === 'ask') return { kind: 'refuse', error: 'number_recycled' };
  if (byTelegram) {
    if (hold === 'held') return logIn(byTelegram, {}); // the number stays with its owner
    const endsSessions = !byTelegram.isVerified && byTelegram.hasPhone && byPhone?.id !== byTelegram.id;
    return logIn(byTelegram, { setPhone: true, verify: true, takesNumberFrom: owner?.id, endsSessions });
  }
  if (!owner) return create({ isVerified: true });
  // a Telegram account may still carry a number whose SIM was sold, so only its owner's own session may attach it
  if (claim.isSignedIn && (owner.isVerified || owner.telegramId === null)) return logIn(owner, { verify: true });
  if (hold === 'held' || (!owner.isVerified && owner.telegramId === null))
    return { kind: 'refuse', error: 'phone_conflict' };
  return create({ isVerified: true, takesNumberFrom: owner.id });
}

function decideSms(byPhone: Claimant | undefined, claim: Claim): AccountDecision {
  if (!byPhone) return create({ isVerified: true });
  if (!byPhone.isVerified && byPhone.telegramId === null) return logIn(byPhone, { verify: true });
  switch (judgeHolder(byPhone, claim)) {
    case 'ask':
      return { kind: 'refuse', error: 'number_recycled' };
    case 'free':
      return create({ isVerified: true, takesNumberFrom: byPhone.id });
    case 'held': {
      // the person may have said that it is not their account, or the holder proved the number since they were asked
      const isInDoubt = claim.isNewNumber || (claim.isQuestioned && !claim.isSignedIn);
      return isInDoubt ? { kind: 'refuse', error: 'phone_conflict' } : logIn(byPhone, { verify: true });
    }
  }
}

function create({ isVerified, takesNumberFrom }: { isVerified: boolean; takesNumberFrom?: string }): AccountDecision {
  return { kind: 'create', isVerified, takesNumberFrom };
}

function logIn(
  user: Claimant,
  change: { setPhone?: boolean; verify?: boolean; takesNumberFrom?: string | undefined; endsSessions?: boolean },
): AccountDecision {
  const { setPhone = false, verify = false, takesNumberFrom, endsSessions = false } = change;
  return { kind: 'log-in', userId: user.id, setPhone, verify, takesNumberFrom, endsSessions };
}
