/** Documented in the usage text. */
export const EXIT_CODES = { good: 0, failed: 1, wrongUsage: 2, skipped: 3 } as const;
