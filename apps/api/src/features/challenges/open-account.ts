import { randomUUIDv7 } from 'node:crypto';
import type { NumberClaim } from '@raqam/shared/contract/fields';
import { formatMaskedPhone, type Phone } from '@raqam/shared/phone';
import type { Proof } from '../../database/database.types.ts';
import { type Claimants, describeClaimants } from '../accounts/claimants.ts';
import { type AccountDecision, type Claim, decideAccount } from '../accounts/decide-account.ts';
import type { UserRow } from '../accounts/user-row.ts';
import type { People } from '../events/person.ts';
import { type Device, describeSession, type NewSession, type SignedIn } from '../sessions/new-session.ts';
import type { Opening } from './redeem.queries.ts';

type Refusal = Extract<AccountDecision, { kind: 'refuse' }>['error'];
type FinalRefusal = Exclude<Refusal, 'number_recycled'>;

/** A challenge that was proved, by its code or in Telegram. */
export interface ProvedChallenge extends Claimants, Pick<Claim, 'isSignedIn' | 'isOwnDevice'> {
  proof: Proof;
  /** The proved number; null: none was needed. */
  phone: Phone | null;
  /** The person was asked before whether the number is new to them. */
  isQuestioned: boolean;
  /** Their answer; undefined: none. */
  claim: NumberClaim | undefined;
}

/** The statements that use up the challenge, if it and the claimants are as they were read. */
export interface Outcomes {
  /** Opens the account and its session. */
  redeem(opening: Omit<Opening, 'channel'> & NewSession): Promise<UserRow[]>;
  /** Opens no account. */
  refuse(reason: FinalRefusal): Promise<unknown[]>;
  /** Leaves the challenge to the person's answer: is the number of this holder new to them? */
  question(holder: { holder_id: string; holder_version: number }): Promise<unknown[]>;
}

/**
 * Decides whose account a proved challenge opens, and writes that. undefined: the challenge or an account has changed
 * since it was read.
 */
export async function openAccount(
  people: People,
  { proof, phone, isSignedIn, isOwnDevice, isQuestioned, claim, ...claimants }: ProvedChallenge,
  device: Device,
  { redeem, refuse, question }: Outcomes,
): Promise<({ ok: true } & SignedIn) | { ok: false; error: Refusal } | undefined> {
  const { by_telegram, by_phone } = claimants;
  const decision = decideAccount(by_telegram ?? undefined, by_phone ?? undefined, proof, {
    isSignedIn,
    isOwnDevice,
    isNewNumber: claim === 'new_number',
    isQuestioned,
  });
  if (decision.kind === 'refuse') {
    const { error } = decision;
    if (error === 'number_recycled') {
      if (isQuestioned || by_phone === null) return { ok: false, error };
      const [questioned] = await question({ holder_id: by_phone.id, holder_version: by_phone.version });
      return questioned === undefined ? undefined : { ok: false, error };
    }
    const [refused] = await refuse(error);
    return refused === undefined ? undefined : { ok: false, error };
  }
  const session = describeSession(device);
  const isNew = decision.kind === 'create';
  const [user] = await redeem({
    ...session,
    proof,
    claimants: describeClaimants(claimants),
    user_id: isNew ? randomUUIDv7() : decision.userId,
    is_new: isNew,
    new_phone: isNew || decision.setPhone ? phone : null,
    verify: isNew ? decision.isVerified : decision.verify,
    release_id: decision.takesNumberFrom ?? null,
    lost_phone: phone && formatMaskedPhone(phone),
    person: phone && people.idOf(phone),
    end_sessions: !isNew && decision.endsSessions,
  });
  return user && { ok: true, isNew, user, sessionId: session.session_id };
}
