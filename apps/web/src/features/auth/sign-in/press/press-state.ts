import type { ApiFailure } from '@raqam/shared/client';
import type { ChallengeState } from '@raqam/shared/contract/challenges';
import type { Ending } from '../../../../messages/messages.ts';
import type { Challenge } from '../../session/challenges.ts';

/** A sign-in by one press, as the page shows it. */
export interface PressState {
  /** `unavailable`: there is no bot, or the API refuses to start one. */
  step: 'starting' | 'waiting' | 'opened' | 'approved' | 'collected' | 'ended' | 'unavailable';
  /** Undefined before the first one has started. While the next one starts, the page still shows the previous one. */
  challenge?: Challenge | undefined;
  ending?: Ending | undefined;
  /** Why it is unavailable or refused. */
  failure?: ApiFailure | undefined;
  /** Whether the last call got no answer; it is repeated. */
  isCutOff: boolean;
  /** When the person left for Telegram, or saw the QR code (milliseconds since 1970). */
  leftAt?: number | undefined;
  /** Whether nothing happened for a while, so that the other ways are shown more clearly. */
  isSlow: boolean;
  /** Whether the owner of an account was shown the card without a link. */
  isAsked?: boolean;
  /** Challenges in a row that nobody opened, or that the API no longer knew. */
  renewals: number;
}

/** The state of a sign-in that has not started. */
export const newPress: PressState = { step: 'starting', isCutOff: false, isSlow: false, renewals: 0 };

export type PressEvent =
  | { type: 'started'; challenge: Challenge | null }
  | { type: 'answered'; state: ChallengeState }
  | { type: 'failed'; failure: ApiFailure }
  | { type: 'collected' }
  | { type: 'left'; at: number }
  | { type: 'slow' }
  | { type: 'restarted' }
  | { type: 'asked'; challenge: Challenge };

/** Failures that pass: the call is repeated. */
const PASSING: ReadonlySet<ApiFailure['code']> = new Set(['unreachable', 'not_ready', 'overloaded', 'internal_error']);
/** A page that nobody uses stops to start new challenges: each counts against the limit of its IP. */
const RENEWALS_MAX = 5;

/** The state after an event. An event that does not belong to the state, such as a late answer, changes nothing. */
export function nextPress(state: PressState, event: PressEvent): PressState {
  switch (event.type) {
    case 'started': {
      if (state.step !== 'starting') return state;
      const { challenge } = event;
      if (!challenge) return { ...state, step: 'unavailable', challenge: undefined, isCutOff: false };
      return { ...state, step: challenge.isPushed ? 'opened' : 'waiting', challenge, isCutOff: false };
    }
    case 'answered':
      return isRunning(state) ? afterAnswer({ ...state, isCutOff: false }, event.state) : state;
    case 'failed':
      return afterFailure(state, event.failure);
    case 'collected':
      return { ...state, step: 'collected' };
    case 'left':
      return isRunning(state) ? { ...state, leftAt: event.at } : state;
    case 'slow':
      return state.step === 'waiting' ? { ...state, isSlow: true } : state;
    case 'restarted':
      return { ...newPress, isSlow: state.isSlow };
    case 'asked':
      return { ...newPress, step: 'opened', challenge: event.challenge, leftAt: Date.now(), isAsked: true };
  }
}

/** Whether the API has to be asked for the state. */
export function isRunning({ step }: PressState): boolean {
  return step === 'waiting' || step === 'opened' || step === 'approved';
}

function afterAnswer(state: PressState, answer: ChallengeState): PressState {
  switch (answer) {
    case 'waiting':
      return state;
    case 'opened':
      return { ...state, step: 'opened', renewals: 0 };
    case 'approved':
    // By a copy of this tab: the same browser gets the same session
    case 'collected':
      return { ...state, step: 'approved' };
    case 'expired':
      return renew(state);
    default:
      return end(state, answer);
  }
}

function afterFailure(state: PressState, failure: ApiFailure): PressState {
  const isCutOff = PASSING.has(failure.code);
  if (isCutOff) return { ...state, isCutOff };
  if (state.step === 'starting') return { ...state, step: 'unavailable', challenge: undefined, failure, isCutOff };
  if (!isRunning(state)) return state;
  switch (failure.code) {
    // Too many pages wait behind this IP
    case 'challenge_limit':
    case 'too_many_attempts':
      return { ...state, isCutOff };
    case 'not_found':
    case 'challenge_ended':
      return renew(state);
    case 'challenge_pending':
      return { ...state, step: 'opened' };
    default:
      return { ...end(state, 'refused'), failure };
  }
}

/** Without a word if nobody has opened the link, else the person has to know that the old one is over. */
function renew(state: PressState): PressState {
  const isInUse = state.step !== 'waiting' || state.leftAt !== undefined;
  if (isInUse || state.renewals >= RENEWALS_MAX) return end(state, 'expired');
  return { ...state, step: 'starting', renewals: state.renewals + 1 };
}

function end(state: PressState, ending: Ending): PressState {
  return { ...state, step: 'ended', ending, challenge: undefined, isCutOff: false, leftAt: undefined };
}
