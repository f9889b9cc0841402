import { timingSafeEqual } from 'node:crypto';
import { TRIES_PER_CODE } from '../../policy.ts';

/** What a try is judged by: a number's newest code. */
export interface HeldCode {
  /** null: replaced */
  digest: Buffer | null;
  is_used: boolean;
  tries: number;
  misses: number;
  expired: boolean;
  /** Seconds until this number may be tried again; ≤ 0 or null when it may be now. */
  locked_for: number | null;
}

export type Verdict =
  | { kind: 'right' }
  /** A wrong try at a code that lives, or that wrong tries have killed, counts against the code as it was seen. */
  | { kind: 'incorrect'; counted: { digest: Buffer; tries: number; misses: number } | undefined }
  | { kind: 'expired' }
  | { kind: 'locked'; seconds: number };

/** Whether a try with `digest` opens the code. Only who holds the right code learns that it has expired. */
export function judgeTry(code: HeldCode | undefined, digest: Buffer): Verdict {
  if (code === undefined) return { kind: 'incorrect', counted: undefined };
  if (code.locked_for !== null && code.locked_for > 0) return { kind: 'locked', seconds: Math.ceil(code.locked_for) };
  if (code.digest === null || code.is_used) return { kind: 'incorrect', counted: undefined };
  const { digest: held, tries, misses } = code;
  const isRight = tries < TRIES_PER_CODE && timingSafeEqual(held, digest);
  if (!isRight) return { kind: 'incorrect', counted: code.expired ? undefined : { digest: held, tries, misses } };
  return code.expired ? { kind: 'expired' } : { kind: 'right' };
}
