import type { MethodResult } from '../request/method-context.ts';

/** Answers true to a call that changes nothing here, such as `logOut`: there is no other server to move to. */
export function acceptOnly(): MethodResult {
  return { result: true };
}
