import type { State } from '../visit.ts';

/** The states of the admin page's section "statistics". */
export const statisticsStates: readonly State[] = [];
