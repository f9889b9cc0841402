import type { Phone } from '@raqam/shared/phone';
import { type Database, untilUnchanged } from '../../../database/database.ts';
import { decideAccount } from '../../accounts/decide-account.ts';
import { countBoundFailure, refuseChallenge } from '../../challenges/challenges.queries.ts';
import { describeOpening } from '../../challenges/describe-opening.ts';
import { judgeAttempt } from '../../challenges/judge-attempt.ts';
import { redeem } from '../../challenges/redeem.queries.ts';
import { maskPhone } from '../../events/events.ts';
import type { SignedIn } from '../../sessions/answer-sign-in.ts';
import { describeSession } from '../../sessions/new-session.ts';
import { findCollectable } from '../press.queries.ts';
import { type Collector, findSame } from './collect-challenge.ts';

export type Verified =
  | ({ ok: true } & SignedIn)
  /** `attemptsLeft` is how many more failed attempts the code survives. */
  | { ok: false; error: 'code_incorrect'; attemptsLeft: number }
  | {
      ok: false;
      error: 'code_expired' | 'challenge_ended' | 'account_disabled' | 'contact_required' | 'phone_conflict';
    };

const ended: Verified = { ok: false, error: 'challenge_ended' };

const bySms = { channel: 'sms' } as const;

/** No budget of the number counts the attempts at a challenge that is bound to a browser. */
const NO_BUDGET = { seen: null, ages: [] };

/**
 * Redeems the code that a browser's challenge has sent. Its outcome is told only once it is written, and written only
 * if the challenge is as it was read: however many attempts come at once, five are compared. Whoever has the secret and
 * the code gets the same session again for 60 s: the answer may have been lost.
 *
 * @param digestFor the digest of the entered code for the challenge's number
 */
export function verifyCode(
  db: Database,
  id: string,
  digestFor: (phone: Phone) => Buffer,
  { origin, sessionId }: Collector,
): Promise<Verified> {
  return untilUnchanged(async () => {
    const [challenge] = await db.run(findCollectable, { id, session_id: sessionId ?? null });
    if (challenge === undefined) return ended;
    const phone = challenge.phone as Phone | null; // it was stored as one
    const { digest, tries, state, by_phone } = challenge;
    if (phone === null || digest === null) return ended; // it has sent no code
    const seen = { id, state, tries, digest, is_known_device: false };
    const attempt = { ...origin, ...bySms, phone, masked: maskPhone(phone) };

    const verdict = judgeAttempt({ ...challenge, digest }, { tries, budget: NO_BUDGET }, digestFor(phone));
    switch (verdict.kind) {
      case 'expired':
        return { ok: false, error: 'code_expired' };
      case 'void':
        return { ok: false, error: 'code_incorrect', attemptsLeft: 0 };
      case 'wrong': {
        const { attemptsLeft } = verdict;
        if (attemptsLeft === undefined) return ended; // it was used
        const [counted] = await db.run(countBoundFailure, { ...seen, ...attempt, attempts_left: attemptsLeft });
        return counted && { ok: false, error: 'code_incorrect', attemptsLeft };
      }
      case 'repeated':
        return (await findSame(db, challenge.session_id)) ?? ended;
      case 'right':
        break;
      default:
        return ended;
    }

    const claimants = { by_telegram: null, by_phone };
    const decision = decideAccount(undefined, by_phone ?? undefined, 'sms', { isSignedIn: challenge.is_signed_in });
    if (decision.kind === 'refuse') {
      const { error } = decision;
      const [refused] = await db.run(refuseChallenge, { ...seen, ...attempt, reason: error });
      return refused && { ok: false, error };
    }
    const { device_id, device_name } = challenge;
    const session = describeSession({ id: device_id ?? undefined, name: device_name ?? '', origin, sessionId });
    const opening = describeOpening(decision, claimants, phone);
    const [user] = await db.run(redeem, { ...seen, ...session, ...opening, ...bySms, proof: 'sms' });
    return user && { ok: true, isNew: opening.is_new, user, sessionId: session.session_id };
  });
}
