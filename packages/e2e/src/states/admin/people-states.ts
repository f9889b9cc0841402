import type { State } from '../visit.ts';

/** The states of the admin page's section "people". */
export const peopleStates: readonly State[] = [];
