import type { Phone } from '@raqam/shared/phone';
import type { Database } from '../../database/database.ts';
import type { Channel } from '../../database/database.types.ts';
import { EMPTY_BUDGET } from '../../limits/budgets.ts';
import { type AttemptOrigin, countBoundFailure, type SeenChallenge } from '../challenges/challenges.queries.ts';
import { type HeldChallenge, judgeAttempt } from '../challenges/judge-attempt.ts';
import type { Origin } from '../events/events.ts';
import { describeNumber, type People } from '../events/person.ts';

/** A browser's challenge as it was read. */
export interface TriedChallenge extends Omit<HeldChallenge, 'digest'> {
  /** null: it has sent no code. */
  phone: string | null;
  /** That sent the code last. */
  channel: Channel | null;
  digest: Buffer | null;
  tries: number;
  /** The user with the number. */
  by_phone: { id: string } | null;
}

export type CodeFailure =
  /** `attemptsLeft` is how many more failed attempts the code survives. */
  | { ok: false; error: 'code_incorrect'; attemptsLeft: number }
  | { ok: false; error: 'code_expired' | 'challenge_ended' };

export type Tried =
  | {
      ok: true;
      /** The code was redeemed just now: the answer may have been lost. */
      isRepeated: boolean;
      phone: Phone;
      seen: SeenChallenge;
      attempt: AttemptOrigin;
    }
  | CodeFailure;

export const ended = { ok: false, error: 'challenge_ended' } as const;

/**
 * Tries the code that a browser's challenge has sent. A failed attempt is written before it is answered, and only if the
 * challenge is as it was read, so five are compared however many come at once. undefined: it has changed since.
 *
 * @param digestsFor the digests of the entered code for the challenge's number, under each key
 */
export async function tryCode(
  { db, people }: { db: Database; people: People },
  id: string,
  challenge: TriedChallenge | undefined,
  digestsFor: (phone: Phone) => readonly Buffer[],
  origin: Origin,
): Promise<Tried | undefined> {
  if (challenge === undefined) return ended;
  const phone = challenge.phone as Phone | null; // it was stored as one
  const { digest, tries, state, channel } = challenge;
  if (phone === null || digest === null || channel === null) return ended;
  const seen = { id, state, tries, digest, is_known_device: false };
  const attempt = {
    ...origin,
    channel,
    phone,
    user_id: challenge.by_phone?.id ?? null,
    ...describeNumber(people, phone),
  };

  // attempts at a bound challenge count for no budget of the number
  const verdict = judgeAttempt({ ...challenge, digest }, { tries, budget: EMPTY_BUDGET }, digestsFor(phone));
  switch (verdict.kind) {
    case 'right':
    case 'repeated':
      if (state === 'refused') return ended; // there is no answer to repeat
      return { ok: true, isRepeated: verdict.kind === 'repeated', phone, seen, attempt };
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
    default:
      return ended;
  }
}
