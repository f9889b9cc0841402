import type { ApiFailure } from '@raqam/shared/client';
import type { ChallengeState } from '@raqam/shared/contract/challenges';
import { describe, expect, test } from 'vitest';
import {
  newPress,
  nextPress,
  type PressEvent,
  type PressState,
} from '../../../src/features/auth/sign-in/press/press-state.ts';

const challenge = {
  id: '1',
  url: 'https://t.me/raqam_bot?start=n',
  number: '47',
  expiresAt: 0,
  hasTelegramLogin: false,
};
const failed = (code: ApiFailure['code']): PressEvent => ({
  type: 'failed',
  failure: { code, message: '', fields: {} },
});
const answered = (state: ChallengeState): PressEvent => ({ type: 'answered', state });
const after = (...events: PressEvent[]): PressState => events.reduce(nextPress, newPress);
const started: PressEvent = { type: 'started', challenge };
const left: PressEvent = { type: 'left', at: 1 };

test.for([
  ['waiting', 'waiting'],
  ['opened', 'opened'],
  ['approved', 'approved'],
  // By a copy of the tab: both get the same session.
  ['collected', 'approved'],
  ['declined', 'ended'],
  ['wrong_number', 'ended'],
  ['taken', 'ended'],
] as const)('the answer %s leads from waiting to %s', ([answer, step]) => {
  const state = after(started, answered(answer));
  expect(state.step).toBe(step);
  if (step === 'ended') expect(state).toMatchObject({ ending: answer, challenge: undefined });
});

test('without a bot it is unavailable', () => {
  expect(after({ type: 'started', challenge: null })).toEqual({ ...newPress, step: 'unavailable' });
});

describe('a challenge that expires', () => {
  test('is renewed without a word while nobody has used its link; the old number stays until the next one is there', () => {
    const state = after(started, answered('expired'));
    expect(state).toMatchObject({ step: 'starting', challenge });
    expect(nextPress(state, { type: 'started', challenge: { ...challenge, id: '2' } })).toMatchObject({
      step: 'waiting',
      challenge: { id: '2' },
    });
  });

  test.for([
    ['the person left for Telegram', [started, left]],
    ['it was opened', [started, answered('opened')]],
    ['it was approved', [started, answered('approved')]],
  ] as const)('says so after %s', ([, events]) => {
    expect(after(...events, answered('expired'))).toMatchObject({ step: 'ended', ending: 'expired' });
  });

  test('is renewed five times in a row at most: an unused page stops', () => {
    const rounds = Array.from({ length: 6 }, () => [started, answered('expired')]).flat();
    expect(after(...rounds.slice(0, 10)).step).toBe('starting');
    expect(after(...rounds)).toMatchObject({ step: 'ended', ending: 'expired' });
  });

  test.for(['not_found', 'challenge_ended'] as const)('%s is handled in the same way', (code) => {
    expect(after(started, failed(code)).step).toBe('starting');
    expect(after(started, left, failed(code))).toMatchObject({ step: 'ended', ending: 'expired' });
  });
});

describe('a failed call', () => {
  test.for([
    ['starting', []],
    ['waiting', [started]],
    ['opened', [started, answered('opened')]],
    ['approved', [started, answered('approved')]],
  ] as const)('without an answer changes nothing but the connection while %s', ([step, events]) => {
    for (const code of ['unreachable', 'not_ready', 'overloaded', 'internal_error'] as const)
      expect(after(...events, failed(code))).toMatchObject({ step, isCutOff: true });
  });

  test('of the start makes it unavailable, with the reason', () => {
    expect(after(failed('challenge_limit'))).toMatchObject({
      step: 'unavailable',
      failure: { code: 'challenge_limit' },
    });
  });

  test('of a wait by a limit changes nothing: it is repeated', () => {
    expect(after(started, failed('challenge_limit'))).toEqual(after(started));
  });

  test.for(['account_disabled', 'phone_conflict', 'contact_required'] as const)(
    'of the collect, %s, ends it with the reason',
    (code) => {
      const state = after(started, answered('approved'), failed(code));
      expect(state).toMatchObject({ step: 'ended', ending: 'refused', failure: { code } });
    },
  );

  test('of a collect that came too early goes back to the wait', () => {
    expect(after(started, answered('approved'), failed('challenge_pending')).step).toBe('opened');
  });
});

test('an answer says that the connection is back', () => {
  expect(after(started, failed('unreachable'), answered('waiting')).isCutOff).toBe(false);
});

test('late events change nothing once it has ended', () => {
  const state = after(started, answered('declined'));
  for (const event of [answered('approved'), failed('not_found'), left, { type: 'slow' }, started] as const)
    expect(nextPress(state, event)).toBe(state);
});

test('a restart forgets everything, except that the other ways were shown', () => {
  const state = after(started, left, { type: 'slow' }, answered('declined'), { type: 'restarted' });
  expect(state).toEqual({ ...newPress, isSlow: true });
});
