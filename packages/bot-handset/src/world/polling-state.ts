/** The long poll of one bot. */
export interface PollingState {
  /** The waiting poll; aborting it ends it with 409. */
  current: AbortController | undefined;
  /** By `performance.now()`. */
  nextConflictAt: number;
}
