import type { RowsOf } from '../../../database/prepare.ts';
import { type Budget, isFilledByNext, secondsUntilFree } from '../../../limits/budgets.ts';
import { ATTEMPTS_PER_CHALLENGE, CLEARED_BY_OWNER, TELEGRAM_CODE } from '../../../policy.ts';
import { decideAccount, isNumberOfAnother } from '../../accounts/decide-account.ts';
import type { findRequestFacts } from './bot-challenges.queries.ts';

/** The facts about a request's number, its asker and their challenges. */
export type RequestFacts = Omit<RowsOf<typeof findRequestFacts>, 'budgets'>;

export interface RequestBudgets {
  asked: Budget;
  sent: Budget;
  failed: Budget;
  cleared: Budget;
}

/** A request for a code, as far as it is judged. */
export interface JudgedRequest {
  telegramId: number;
  proof: 'contact' | 'typed';
  /** Its name under each key, where the client gave one. */
  names: readonly string[];
  /** A refusal of this same request was counted before. */
  isCounted: boolean;
}

export type RequestVerdict =
  | {
      kind: 'open';
      /** Clears failed attempts of others. */
      clears: boolean;
      /** Another verified user keeps the number; the code opens the requester's own account. */
      numberStays: boolean;
      /** The limits that it fills. */
      reached: string[];
    }
  /** The same request again: its code is still live. */
  | { kind: 'repeat'; challengeId: string; expiresAt: Date; remaining: number; numberStays: boolean }
  | { kind: 'contact-required'; isCounted: boolean }
  /** Seconds. */
  | { kind: 'wait'; error: 'code_cooldown' | 'code_limit'; seconds: number };

const { limits, cooldown, lifetime } = TELEGRAM_CODE;

/**
 * Judges a request for a code. Others who only type a number can't delay its owner: a contact has a budget of its own
 * and overrides a typed request, cooldown included, and while a contact's code is live, others can't type the number.
 * The Telegram account of a verified owner is delayed by nobody else, and its code is replaced by nobody else, not even by a
 * contact: another Telegram account may still carry the number. The owner's request also clears earlier failed attempts,
 * ten times a day at most, so nobody locks the owner out (docs/decisions/0013). The owner is that account, or anybody's
 * contact where no verified user has the number.
 *
 * Only the person whose code started the cooldown gets `code_cooldown`: others got no code, so they get `code_limit`.
 *
 * Typing another user's number costs as much as a code, so refusals can't be used to look up many numbers. The limit of
 * the asker is checked first, for the same reason.
 */
export function judgeRequest(
  { telegramId, proof, names, isCounted }: JudgedRequest,
  facts: RequestFacts,
  { asked, sent, failed, cleared }: RequestBudgets,
): RequestVerdict {
  const held = readHeld(facts);
  const [byTelegram, byPhone] = [facts.by_telegram ?? undefined, facts.by_phone ?? undefined];
  const decision = decideAccount(byTelegram, byPhone, proof, {
    isSignedIn: false,
    isOwnDevice: false,
    isNewNumber: false,
    isQuestioned: false,
  });
  const isOfAnother = isNumberOfAnother(byTelegram, byPhone);
  const numberStays =
    proof === 'contact' && isOfAnother && decision.kind === 'log-in' && decision.takesNumberFrom === undefined;

  const isRepeated = held?.requestId != null && names.includes(held.requestId);
  if (isRepeated && held.isLive && held.telegramId === telegramId) {
    return { kind: 'repeat', challengeId: held.id, expiresAt: held.expiresAt, remaining: held.remaining, numberStays };
  }
  const askLimit = isCounted ? 0 : secondsUntilFree(asked, limits);
  if (askLimit > 0) return { kind: 'wait', error: 'code_limit', seconds: askLimit };

  const isProvedByOther = held?.proof === 'contact' && held.isLive && held.telegramId !== telegramId;
  if (proof === 'typed' && (isOfAnother || isProvedByOther)) return { kind: 'contact-required', isCounted };

  const isVerifiedOwner = byPhone?.isVerified === true && !isOfAnother;
  const isHeldByOther = held !== undefined && held.telegramId !== telegramId;
  const isHeldByOwner =
    isHeldByOther && held.isWaiting && byPhone?.isVerified && held.telegramId === byPhone.telegramId;
  if (isHeldByOwner) return { kind: 'wait', error: 'code_limit', seconds: held.remaining };
  const overrides = isHeldByOther && (isVerifiedOwner || (proof === 'contact' && held.proof === 'typed'));
  const sentLimit = secondsUntilFree(sent, limits);
  if (sentLimit > 0 && !isVerifiedOwner) return { kind: 'wait', error: 'code_limit', seconds: sentLimit };
  // no challenge is held if its asker has since asked for another number: the budget has the time of the last code
  const sinceSent = held ? lifetime - held.remaining : (sent.ages[0] ?? cooldown);
  const cooled = overrides || (isVerifiedOwner && held === undefined) ? 0 : cooldown - sinceSent;
  const error = held?.telegramId === telegramId ? 'code_cooldown' : 'code_limit';
  if (cooled > 0) return { kind: 'wait', error, seconds: cooled };

  const isOwner = isVerifiedOwner || (proof === 'contact' && byPhone?.isVerified !== true);
  return {
    kind: 'open',
    clears: isOwner && failed.ages.length > 0 && secondsUntilFree(cleared, CLEARED_BY_OWNER) === 0,
    numberStays,
    reached: [
      ...(isFilledByNext(asked, limits) ? ['codes per Telegram account'] : []),
      ...(sentLimit === 0 && isFilledByNext(sent, limits) ? ['codes per number'] : []),
    ],
  };
}

/** The number's newest challenge. */
function readHeld(facts: RequestFacts) {
  const { challenge_id: id, challenge_state: state, challenge_tries: tries, expires_at: expiresAt, remaining } = facts;
  if (id === null || expiresAt === null || remaining === null) return undefined;
  const isWaiting = state === 'waiting' && remaining > 0;
  return {
    id,
    telegramId: facts.challenge_telegram_id,
    proof: facts.challenge_proof,
    requestId: facts.challenge_request_id,
    expiresAt,
    remaining,
    /** Known devices may use its code, even if others have made it void for themselves. */
    isWaiting,
    isLive: isWaiting && (tries ?? 0) < ATTEMPTS_PER_CHALLENGE,
  };
}
