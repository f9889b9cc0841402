import type { State } from '../visit.ts';

/** The states of the admin page's section "services". */
export const servicesStates: readonly State[] = [];
