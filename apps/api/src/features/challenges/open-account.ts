import { randomUUIDv7 } from 'node:crypto';
import { formatMaskedPhone, type Phone } from '@raqam/shared/phone';
import type { Proof } from '../../database/database.types.ts';
import { type Claimants, describeClaimants } from '../accounts/claimants.ts';
import { type AccountDecision, decideAccount } from '../accounts/decide-account.ts';
import type { UserRow } from '../accounts/user-row.ts';
import type { People } from '../events/person.ts';
import { type Device, describeSession, type NewSession, type SignedIn } from '../sessions/new-session.ts';
import type { Opening } from './redeem.queries.ts';

type Refusal = Extract<AccountDecision, { kind: 'refuse' }>['error'];

/** A challenge that was proved, by its code or in Telegram. */
export interface ProvedChallenge extends Claimants {
  proof: Proof;
  /** The proved number; null: none was needed. */
  phone: Phone | null;
  /** The request carries an access token of the user with the number. */
  isSignedIn: boolean;
}

/** The statements that use up the challenge, if it and the claimants are as they were read. */
export interface Outcomes {
  /** Opens the account and its session. */
  redeem(opening: Omit<Opening, 'channel'> & NewSession): Promise<UserRow[]>;
  /** Opens no account. */
  refuse(reason: Refusal): Promise<unknown[]>;
}

/**
 * Decides whose account a proved challenge opens, and writes that. undefined: the challenge or an account has changed
 * since it was read.
 */
export async function openAccount(
  people: People,
  { proof, phone, isSignedIn, ...claimants }: ProvedChallenge,
  device: Device,
  { redeem, refuse }: Outcomes,
): Promise<({ ok: true } & SignedIn) | { ok: false; error: Refusal } | undefined> {
  const { by_telegram, by_phone } = claimants;
  const decision = decideAccount(by_telegram ?? undefined, by_phone ?? undefined, proof, { isSignedIn });
  if (decision.kind === 'refuse') {
    const { error } = decision;
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
