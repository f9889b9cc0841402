import type { ApiResult } from '@raqam/shared/client';
import type { ResponseBody } from '@raqam/shared/contract';

export type SignInAnswer = Extract<ResponseBody<'verifyCode'>, { tokens: unknown }>;

/** In place of a challenge's id: the code is bound to its number alone. */
export const UNBOUND = 'unbound';

/** The endpoint answers to a number, and to a number with its code: an answer to the other one counts as none. */
export const notUnderstood = { ok: false, error: { code: 'unreachable', message: '', fields: {} } } as const;

/** The endpoints answer with a number's token to challenges of that purpose; the site starts none. */
export function toSignIn(result: ApiResult<ResponseBody<'verifyCode'>>): ApiResult<SignInAnswer> {
  if (!result.ok) return result;
  return 'tokens' in result.data ? { ok: true, data: result.data } : notUnderstood;
}
