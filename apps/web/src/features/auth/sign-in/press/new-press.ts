import type { PressState } from './press-state.ts';

/** The state of a sign-in that has not started. */
export const newPress: PressState = { step: 'starting', isCutOff: false, isSlow: false, renewals: 0 };
