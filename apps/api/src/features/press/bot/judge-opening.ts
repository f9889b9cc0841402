import type { ChallengeState, Channel } from '../../../database/database.types.ts';
import { type Budget, secondsUntilFree } from '../../../limits/budgets.ts';
import { REFUSED_CARDS_PER_TELEGRAM_ID } from '../../../policy.ts';

/** The facts about a linked challenge by which its opening is judged. */
export interface Linked {
  state: ChallengeState;
  is_expired: boolean;
  channel: Channel | null;
  /** The Telegram user who opened it before. */
  telegram_id: number | null;
}

export type OpeningVerdict =
  | { kind: 'open' }
  /** The same person again, before they decided. */
  | { kind: 'show' }
  /** A second person: nothing tells whose sign-in it is, so it ends. */
  | { kind: 'take' }
  | { kind: 'ended' }
  /** Seconds: the person declined too many cards, or chose too many wrong numbers. */
  | { kind: 'wait'; seconds: number };

/** Judges the opening of a link by a Telegram user. `refusedCards`: the cards that they refused lately. */
export function judgeOpening(linked: Linked, telegramId: number, refusedCards: Budget): OpeningVerdict {
  const isOfCode = linked.channel === 'sms' || linked.channel === 'gateway';
  if (linked.is_expired || isOfCode) return { kind: 'ended' };
  const isFirst = linked.state === 'waiting';
  if (!isFirst && linked.state !== 'opened') return { kind: 'ended' };
  if (!isFirst && linked.telegram_id !== telegramId) return { kind: 'take' };
  const seconds = secondsUntilFree(refusedCards, REFUSED_CARDS_PER_TELEGRAM_ID);
  if (seconds > 0) return { kind: 'wait', seconds: Math.ceil(seconds) };
  return { kind: isFirst ? 'open' : 'show' };
}
