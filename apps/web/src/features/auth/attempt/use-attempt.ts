import { useEffect, useEffectEvent, useState } from 'react';
import { type Attempt, keepAttempt, newAttempt, type Place, readAttempt, type Step, steps } from './attempt.ts';

export interface AttemptState {
  attempt: Attempt;
  update: (change: Partial<Attempt>) => void;
  /** Goes to a further step. */
  go: (step: Step, change?: Partial<Attempt>) => void;
  /** Goes to the previous step. */
  back: () => void;
}

const before: Readonly<Record<Step, Step>> = { choose: 'choose', telegram: 'choose', sms: 'choose', 'sms-code': 'sms' };

/** The key of the step in the state of a history entry. */
const STEP = 'raqamStep';

/**
 * The attempt of one place, beginning with step `begin` and kept for a reload. On the page each step is an entry of the
 * browser's history, so the back button leads to the previous step and not off the site. A dialog leaves the history
 * to the page around it.
 */
export function useAttempt(place: Place, begin: Partial<Attempt>): AttemptState {
  const [attempt, setAttempt] = useState<Attempt>(() => {
    const kept = readAttempt(place);
    return kept && kept.step !== 'choose'
      ? { ...kept, ...begin, step: kept.step }
      : { ...newAttempt, ...kept, ...begin };
  });
  const hasHistory = place !== 'dialog';
  const { step } = attempt;

  useEffect(() => keepAttempt(place, attempt), [place, attempt]);

  const follow = useEffectEvent((event: PopStateEvent) => {
    const shown = stepIn(event.state) ?? 'choose';
    // Only its button leads back to the code step: a history entry from before a reload may belong to another number
    setAttempt((current) => ({ ...current, step: shown === 'sms-code' && !current.sentTo ? 'sms' : shown }));
  });

  useEffect(() => {
    if (!hasHistory) return;
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, [hasHistory]);

  // After a reload by another link the history has no entry for the kept step
  const settle = useEffectEvent(() => {
    if (stepIn(window.history.state) === step) return;
    for (const passed of pathTo(step)) push(passed);
  });
  useEffect(() => {
    if (hasHistory) settle();
  }, [hasHistory]);

  return {
    attempt,
    update: (change) => setAttempt((current) => ({ ...current, ...change })),
    go(next, change) {
      if (hasHistory && next !== step) push(next);
      setAttempt((current) => ({ ...current, ...change, step: next }));
    },
    back() {
      if (hasHistory && stepIn(window.history.state) === step) window.history.back();
      else setAttempt((current) => ({ ...current, step: before[step] }));
    },
  };
}

/** The steps that lead to this one, without the first. */
function pathTo(step: Step): Step[] {
  return step === 'choose' ? [] : [...pathTo(before[step]), step];
}

function push(step: Step): void {
  window.history.pushState({ ...window.history.state, [STEP]: step }, '');
}

function stepIn(state: unknown): Step | undefined {
  return steps.find((step) => step === Object(state)[STEP]);
}
