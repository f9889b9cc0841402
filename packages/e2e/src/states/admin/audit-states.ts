import type { State } from '../visit.ts';

/** The states of the admin page's section "audit". */
export const auditStates: readonly State[] = [];
