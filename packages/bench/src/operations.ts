/** An operation that clients repeat: a whole sign-up (one code, one registration), a new pair of tokens, one's own user. */
export const OPERATIONS = ['journey', 'refresh', 'me'] as const;
export type Operation = (typeof OPERATIONS)[number];
