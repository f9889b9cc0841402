import { type Challenge, isInQuestion, type NumberCode, type User } from './world.ts';

/**
 * The rows of docs/policy.md §2, written once more for the model. Each text names the row: T is the user with the
 * claimant's Telegram id, P the user with the number; A is T, B is P where they are different users.
 */
export const SIGN_IN_ROWS = {
  'new-proved': '– | – | contact, sms, gateway: a new user, verified',
  'new-typed': '– | – | typed: a new user, not verified',
  own: 'A | A | typed, contact: log in A',
  approval: 'A | any | approval: log in A',
  'contact-moves': 'A | – | contact: log in A, whose number this becomes',
  'typed-moves': 'A, not verified | – | typed: log in A, whose number this becomes',
  'typed-stays': 'A, verified | – | typed: log in A, who keeps the number',
  'typed-foreign': 'any | B | typed: contact_required',
  'contact-attaches': '– | B, verified | contact with an access token of B: log in B',
  'contact-conflict-sms': '– | B, without Telegram | contact: phone_conflict',
  'contact-conflict': '– | B, verified, other Telegram | contact: phone_conflict',
  'contact-takes-for-new': '– | B, not verified | contact: B loses the number to a new user',
  'contact-takes': 'A | B, not verified | contact: B loses the number to A',
  'contact-stays': 'A | B, verified | contact: log in A, B keeps the number',
  'sms-opens': '– | B, verified | sms: log in B',
  'sms-takes': '– | B, not verified | sms, gateway: B loses the number to a new user',
  'gateway-opens': '– | B, verified | gateway: log in B',
  'gateway-needs-sms': '– | B, without Telegram, never proved by Gateway | gateway: sms_required',
  'recycled-asks': 'B unused for 60 days, or in question: number_recycled',
  'recycled-new': 'the same, “the number is new to me”: B loses the number to a new user',
  'recycled-mine': 'the same, contact of A, “the number is new to me”: B loses the number to A',
  'recycled-released': 'B unused for 180 days: B loses the number without a question',
  'recycled-own-session': 'B in question, with an access token of B: log in B',
  'recycled-own-browser': 'B unused for 60 days, in a browser that remembers B, sms or gateway: log in B',
  'recycled-doubt': 'the person was asked, or says “new to me”, and B is there: phone_conflict',
  disabled: 'T or P is disabled: account_disabled',
} as const;

export const CHANGE_ROWS = {
  'change-free': 'change | –: the number becomes A’s',
  'change-confirms': 'change | A, not verified: the number is verified',
  'change-unchanged': 'change | A, verified: number_unchanged',
  'change-takes': 'change | H, not verified: H loses the number to A',
  'change-recycled': 'change | H, unused for 60 days: H loses the number to A',
  'change-needs-sms': 'change | the same, without Telegram, never proved by Gateway | gateway: sms_required',
  'change-taken': 'change | H, verified or disabled: number_taken',
} as const;

/** Rows that no sequence of complete requests reaches: each needs two at the same moment (apps/api/test/press/attacks). */
export const UNREACHED_ROWS = {
  'approval-of-nobody': '– | | approval: contact_required; the deletion of an account takes its challenges with it',
} as const;

export type Row = keyof typeof SIGN_IN_ROWS | keyof typeof CHANGE_ROWS | keyof typeof UNREACHED_ROWS;

export interface Claim {
  /** An access token of P's living session came with the request. */
  hasToken: boolean;
  /** The browser of the challenge remembers a sign-in to P. */
  isOwnBrowser: boolean;
  saysNew: boolean;
  /** The person was asked at this challenge before. */
  wasAsked: boolean;
}

export interface Opens {
  row: Row;
  opens: User | 'new';
  /** The number becomes theirs. */
  takesNumber?: boolean;
  verifies?: boolean;
  /** Loses the number. */
  loses?: User | undefined;
}

export interface Refuses {
  row: Row;
  refuses:
    | 'account_disabled'
    | 'contact_required'
    | 'number_recycled'
    | 'number_taken'
    | 'number_unchanged'
    | 'phone_conflict'
    | 'sms_required';
}

export type Proof = NonNullable<NumberCode['proof'] | Challenge['proof']>;

const DAY = 86_400;

/** The table. `idleOf`: seconds since a user was last there. */
export function decideSignIn(
  T: User | undefined,
  P: User | undefined,
  proof: Proof,
  claim: Claim,
  idleOf: (user: User) => number,
): Opens | Refuses {
  if (T?.isDisabled || P?.isDisabled) return { row: 'disabled', refuses: 'account_disabled' };
  if (proof === 'approval')
    return T
      ? { row: 'approval', opens: T, verifies: claim.wasAsked && P === T }
      : { row: 'approval-of-nobody', refuses: 'contact_required' };

  const B = P === T ? undefined : P;
  if (proof === 'typed') {
    if (B) return { row: 'typed-foreign', refuses: 'contact_required' };
    if (!T) return { row: 'new-typed', opens: 'new' };
    if (P) return { row: 'own', opens: T };
    return T.isVerified ? { row: 'typed-stays', opens: T } : { row: 'typed-moves', opens: T, takesNumber: true };
  }

  const proved = { takesNumber: true, verifies: true };
  if (!B) {
    if (!T) return { row: 'new-proved', opens: 'new', ...proved };
    return { row: P ? 'own' : 'contact-moves', opens: T, ...proved };
  }
  if (proof === 'gateway' && B.isVerified && !B.telegram && !B.isProvedByGateway && !claim.hasToken)
    return { row: 'gateway-needs-sms', refuses: 'sms_required' };

  if (!B.isVerified) {
    if (proof !== 'contact') return { row: 'sms-takes', opens: 'new', ...proved, loses: B };
    return T
      ? { row: 'contact-takes', opens: T, ...proved, loses: B }
      : { row: 'contact-takes-for-new', opens: 'new', ...proved, loses: B };
  }

  const isUnused = idleOf(B) >= 60 * DAY;
  const isDoubtful = isUnused || isInQuestion(B);
  const isTheirs = claim.hasToken || claim.isOwnBrowser;
  if (isDoubtful && !isTheirs) {
    if (idleOf(B) >= 180 * DAY) return { row: 'recycled-released', opens: T ?? 'new', ...proved, loses: B };
    if (!claim.saysNew) return { row: 'recycled-asks', refuses: 'number_recycled' };
    return { row: T ? 'recycled-mine' : 'recycled-new', opens: T ?? 'new', ...proved, loses: B };
  }
  if (proof === 'contact') {
    if (T) return { row: 'contact-stays', opens: T };
    if (claim.hasToken) return { row: 'contact-attaches', opens: B, verifies: true };
    return { row: B.telegram ? 'contact-conflict' : 'contact-conflict-sms', refuses: 'phone_conflict' };
  }
  if (claim.saysNew || (claim.wasAsked && !claim.hasToken)) return { row: 'recycled-doubt', refuses: 'phone_conflict' };
  const usual = proof === 'sms' ? 'sms-opens' : 'gateway-opens';
  const unusual = claim.hasToken ? 'recycled-own-session' : 'recycled-own-browser';
  return { row: isDoubtful ? unusual : usual, opens: B, verifies: true };
}

/** The second table: whether account A gets a number that was proved in its session. H has the number. */
export function decideChange(
  A: User,
  H: User | undefined,
  proof: Proof,
  idleOf: (user: User) => number,
): Opens | Refuses {
  const changes = { opens: A, takesNumber: true, verifies: true };
  if (!H) return { row: 'change-free', ...changes };
  if (H === A)
    return A.isVerified
      ? { row: 'change-unchanged', refuses: 'number_unchanged' }
      : { row: 'change-confirms', ...changes };
  const isHeld = H.isVerified && idleOf(H) < 60 * DAY && !isInQuestion(H);
  if (isHeld || H.isDisabled) return { row: 'change-taken', refuses: 'number_taken' };
  if (!H.isVerified) return { row: 'change-takes', ...changes, loses: H };
  if (proof === 'gateway' && !H.telegram && !H.isProvedByGateway)
    return { row: 'change-needs-sms', refuses: 'sms_required' };
  return { row: 'change-recycled', ...changes, loses: H };
}
