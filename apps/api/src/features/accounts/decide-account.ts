import type { Proof } from '../../database/database.types.ts';

/** The facts about a user that the decision needs. */
export interface Claimant {
  id: string;
  telegramId: number | null;
  isActive: boolean;
  isVerified: boolean;
}

export type AccountDecision =
  | { kind: 'create'; isVerified: boolean; takesNumberFrom: string | undefined }
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
  | { kind: 'refuse'; error: 'account_disabled' | 'contact_required' | 'phone_conflict' };

/** Whether the number belongs to somebody else than the user with the telegram_id. */
export function isNumberOfAnother(byTelegram: Claimant | undefined, byPhone: Claimant | undefined): boolean {
  return byPhone !== undefined && byPhone.id !== byTelegram?.id;
}

/**
 * Decides whose account a proved challenge opens (docs/policy.md §2). `byTelegram` is the user with the challenge's
 * telegram_id (none with an SMS code), `byPhone` the user with its phone. An SMS or Telegram's own contact card proves a
 * number, typed digits prove nothing, and an approval opens the account of its telegram_id. `isSignedIn`: the request
 * carries an access token of `byPhone`; a device_id is not enough, because it is no secret. Accounts are never merged,
 * and an unverified claim to a number never blocks, shares or inherits an account.
 */
export function decideAccount(
  byTelegram: Claimant | undefined,
  byPhone: Claimant | undefined,
  proof: Proof,
  { isSignedIn }: { isSignedIn: boolean },
): AccountDecision {
  if (byTelegram?.isActive === false || byPhone?.isActive === false)
    return { kind: 'refuse', error: 'account_disabled' };
  switch (proof) {
    case 'typed':
      return decideTyped(byTelegram, byPhone);
    case 'contact':
      return decideContact(byTelegram, byPhone, isSignedIn);
    case 'sms':
      return decideSms(byPhone);
    case 'approval':
      // of an account that was deleted meanwhile nothing is left to open
      return byTelegram ? logIn(byTelegram, {}) : { kind: 'refuse', error: 'contact_required' };
  }
}

function decideTyped(byTelegram: Claimant | undefined, byPhone: Claimant | undefined): AccountDecision {
  if (isNumberOfAnother(byTelegram, byPhone)) return { kind: 'refuse', error: 'contact_required' };
  if (!byTelegram) return create({ isVerified: false });
  const replacesUnproved = !byPhone && !byTelegram.isVerified;
  return logIn(byTelegram, { setPhone: replacesUnproved, endsSessions: replacesUnproved });
}

function decideContact(
  byTelegram: Claimant | undefined,
  byPhone: Claimant | undefined,
  isSignedIn: boolean,
): AccountDecision {
  const owner = byPhone?.id === byTelegram?.id ? undefined : byPhone;
  if (byTelegram) {
    if (owner?.isVerified) return logIn(byTelegram, {}); // the number stays with its owner
    const endsSessions = !byTelegram.isVerified && byPhone?.id !== byTelegram.id;
    return logIn(byTelegram, { setPhone: true, verify: true, takesNumberFrom: owner?.id, endsSessions });
  }
  if (!owner) return create({ isVerified: true });
  if (owner.telegramId === null) {
    // a Telegram account may still carry a number whose SIM was sold, so only its owner's own session may attach it
    return isSignedIn ? logIn(owner, { verify: true }) : { kind: 'refuse', error: 'phone_conflict' };
  }
  if (owner.isVerified) return { kind: 'refuse', error: 'phone_conflict' };
  return create({ isVerified: true, takesNumberFrom: owner.id });
}

function decideSms(byPhone: Claimant | undefined): AccountDecision {
  if (!byPhone) return create({ isVerified: true });
  if (byPhone.isVerified || byPhone.telegramId === null) return logIn(byPhone, { verify: true });
  return create({ isVerified: true, takesNumberFrom: byPhone.id });
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
