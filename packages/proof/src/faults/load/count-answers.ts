import type { Answer } from './call-api.ts';

/** The answers of a time, as clients saw them. */
export interface AnswerCounts {
  requests: number;
  ok: number;
  refused: number;
  unavailable: number;
  /** No answer came. */
  lost: number;
  /** Everything else: other 5xx, and 503 without `Retry-After`. */
  other: number;
  slowestMs: number;
  /** Examples of `other`. */
  examples: string[];
}

export function createCounts(): AnswerCounts {
  return { requests: 0, ok: 0, refused: 0, unavailable: 0, lost: 0, other: 0, slowestMs: 0, examples: [] };
}

const MAX_EXAMPLES = 5;

export function countAnswer(
  counts: AnswerCounts,
  path: string,
  { status, body, retryAfter }: Answer,
  ms: number,
): void {
  counts.requests += 1;
  counts.slowestMs = Math.max(counts.slowestMs, ms);
  if (status === 0) counts.lost += 1;
  else if (status < 400) counts.ok += 1;
  else if (status < 500) counts.refused += 1;
  else if (status === 503 && Number(retryAfter) > 0) counts.unavailable += 1;
  else {
    counts.other += 1;
    if (counts.examples.length < MAX_EXAMPLES) counts.examples.push(`${path} → ${status} ${JSON.stringify(body)}`);
  }
}
