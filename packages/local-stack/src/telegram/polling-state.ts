/** The long poll of one bot. */
export interface PollingState {
  /** The poll that waits now; aborting it ends it with 409. */
  current: AbortController | undefined;
  /** By `performance.now()`. */
  nextConflictAt: number;
}
