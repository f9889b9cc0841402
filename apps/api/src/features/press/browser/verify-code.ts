import type { Phone } from '@raqam/shared/phone';
import { type Database, untilUnchanged } from '../../../database/database.ts';
import { EMPTY_BUDGET } from '../../../limits/budgets.ts';
import { countBoundFailure, refuseChallenge } from '../../challenges/challenges.queries.ts';
import { judgeAttempt } from '../../challenges/judge-attempt.ts';
import { openAccount } from '../../challenges/open-account.ts';
import { redeem } from '../../challenges/redeem.queries.ts';
import { maskPhone } from '../../events/events.ts';
import type { SignedIn } from '../../sessions/new-session.ts';
import { findWithClaimants } from '../press.queries.ts';
import { type Collector, findOpened } from './collect-challenge.ts';

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

/**
 * Redeems the code that a browser's challenge has sent. The outcome is written before it is answered, and only if the
 * challenge is as it was read, so five attempts are compared however many come at once. The secret and the code give
 * the same session again for 60 s: the answer may have been lost.
 *
 * @param digestsFor the digests of the entered code for the challenge's number, under each key
 */
export function verifyCode(
  db: Database,
  id: string,
  digestsFor: (phone: Phone) => readonly Buffer[],
  { origin, sessionId }: Collector,
): Promise<Verified> {
  return untilUnchanged(async () => {
    const [challenge] = await db.run(findWithClaimants, { id, session_id: sessionId ?? null });
    if (challenge === undefined) return ended;
    const phone = challenge.phone as Phone | null; // it was stored as one
    const { digest, tries, state, by_phone } = challenge;
    if (phone === null || digest === null) return ended; // it has sent no code
    const seen = { id, state, tries, digest, is_known_device: false };
    const attempt = { ...origin, ...bySms, phone, masked: maskPhone(phone) };

    // attempts at a bound challenge count for no budget of the number
    const verdict = judgeAttempt({ ...challenge, digest }, { tries, budget: EMPTY_BUDGET }, digestsFor(phone));
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
        return (await findOpened(db, challenge.session_id)) ?? ended;
      case 'right':
        break;
      default:
        return ended;
    }

    const { is_signed_in: isSignedIn } = challenge;
    const device = { id: challenge.device_id ?? undefined, name: challenge.device_name ?? '', origin, sessionId };
    return openAccount({ proof: 'sms', phone, isSignedIn, by_telegram: null, by_phone }, device, {
      redeem: (opening) => db.run(redeem, { ...seen, ...opening, ...bySms }),
      refuse: (reason) => db.run(refuseChallenge, { ...seen, ...attempt, reason }),
    });
  });
}
