import type { Sending } from './sms-provider.ts';

/** The request failed before anything could have been sent. */
export class NotSent extends Error {}

/** The outcome of a request that got no answer: `refused` if the connection failed, so that nothing was sent. */
export function judgeFailure(error: unknown): Sending & { reason: string } {
  const cause = error instanceof Error && error.cause instanceof Error ? String(Reflect.get(error.cause, 'code')) : '';
  const isNotSent =
    error instanceof NotSent || /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(cause);
  return { kind: isNotSent ? 'refused' : 'unknown', reason: describeError(error) };
}

/** Without the request's fields: they hold the number and the code. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
