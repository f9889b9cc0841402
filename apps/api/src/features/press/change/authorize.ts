import type { FastifyRequest } from 'fastify';
import type { Database } from '../../../database/database.ts';
import { RequestError } from '../../../http/errors.ts';
import { budgetOf, secondsUntilFree, subjects } from '../../../limits/budgets.ts';
import { CHANGE_PROOF_MAX_AGE, CHANGES_PER_ACCOUNT } from '../../../policy.ts';
import type { Authenticate, Authentication } from '../../sessions/authenticate.ts';
import { findChanges } from './change-phone.queries.ts';

/** The challenge's account and the session that started it. */
export interface OwnedChallenge {
  user_id: string | null;
  session_id: string | null;
}

/** What guards the challenges that change a number. */
export interface ChangeGuard {
  /**
   * The account and session that may start a change, and whether the number may be proved by a code. Throws
   * `session_invalid`, `origin_forbidden`, `change_limit`, or, if there is no other way, `proof_required`.
   *
   * @param hasBot whether the number may be proved by the account's Telegram
   */
  start(request: FastifyRequest, hasBot: boolean): Promise<{ userId: string; sessionId: string; ways: ChangeWays }>;
  /** The session, which must be the one that started this challenge. Throws `session_invalid` or `not_found`. */
  requireOwner(request: FastifyRequest, challenge: OwnedChallenge): Promise<{ userId: string; sessionId: string }>;
  /** The same, and `proof_required` if the account was proved too long ago for a code. */
  requireProof(request: FastifyRequest, challenge: OwnedChallenge): Promise<void>;
}

/** The ways to prove the new number that are open to a session. */
export interface ChangeWays {
  telegram: boolean;
  codes: boolean;
}

/**
 * Makes the guard of changes (docs/decisions/0040). Only the session that started one goes on with it. A code proves the
 * new number alone, so the account must have been proved within 15 minutes; the account's own Telegram proves both.
 */
export function createChangeGuard({ db, authenticate }: { db: Database; authenticate: Authenticate }): ChangeGuard {
  const findOwner = async (request: FastifyRequest, { user_id, session_id }: OwnedChallenge) => {
    const found = await authenticate(request);
    if (found.user.id !== user_id || found.sessionId !== session_id) throw new RequestError('not_found');
    return found;
  };
  return {
    async requireOwner(request, challenge) {
      const { user, sessionId } = await findOwner(request, challenge);
      return { userId: user.id, sessionId };
    },

    async start(request, hasBot) {
      const { user, sessionId } = await authenticate(request);
      const ways = { telegram: hasBot && user.telegram_id !== null, codes: isProved(user) };
      if (!ways.telegram && !ways.codes) throw new RequestError('proof_required');
      const seconds = await secondsUntilChange(db, user.id);
      if (seconds > 0) throw new RequestError('change_limit', { retryAfter: Math.ceil(seconds) });
      return { userId: user.id, sessionId, ways };
    },

    async requireProof(request, challenge) {
      const { user } = await findOwner(request, challenge);
      if (!isProved(user)) throw new RequestError('proof_required');
    },
  };
}

async function secondsUntilChange(db: Database, userId: string): Promise<number> {
  const changes = subjects.changesOf(userId);
  const [found] = await db.run(findChanges, { changes });
  return secondsUntilFree(budgetOf(found?.budgets ?? {}, changes), CHANGES_PER_ACCOUNT);
}

/**
 * Whether the person has just proved that the account is theirs. A code for a typed number is no such proof: somebody
 * may have passed it on to make the person use an account that is not theirs. An account that has neither a proved
 * number nor Telegram leaves nothing to prove.
 */
function isProved({ phone_proved_at, telegram_id, signed_in_ago, signed_in_by }: Authentication['user']): boolean {
  if (phone_proved_at === null && telegram_id === null) return true;
  return signed_in_by !== 'typed' && signed_in_ago <= CHANGE_PROOF_MAX_AGE;
}
