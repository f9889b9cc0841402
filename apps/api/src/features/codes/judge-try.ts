import { timingSafeEqual } from 'node:crypto';
import { TRIES_PER_CODE } from '../../policy.ts';

/** What a try is judged by: the locked row of a number's newest code. */
export interface HeldCode {
  /** null: used or replaced */
  digest: Buffer | null;
  tries: number;
  expired: boolean;
  /** Seconds until this number may be tried again; ≤ 0 or null when it may be now. */
  locked_for: number | null;
}

export type Verdict =
  | { kind: 'right' }
  /** Every wrong try that was compared, or would have been, is counted against the number. */
  | { kind: 'incorrect'; counts: boolean }
  | { kind: 'expired' }
  | { kind: 'locked'; seconds: number };

/** Whether a try with `digest` opens the code. Only who holds the right code learns that it has expired. */
export function judgeTry(code: HeldCode | undefined, digest: Buffer): Verdict {
  if (code === undefined) return { kind: 'incorrect', counts: false };
  if (code.locked_for !== null && code.locked_for > 0) return { kind: 'locked', seconds: Math.ceil(code.locked_for) };
  if (code.digest === null) return { kind: 'incorrect', counts: false };
  if (code.tries >= TRIES_PER_CODE) return { kind: 'incorrect', counts: !code.expired };
  if (!timingSafeEqual(code.digest, digest)) return { kind: 'incorrect', counts: !code.expired };
  return code.expired ? { kind: 'expired' } : { kind: 'right' };
}
