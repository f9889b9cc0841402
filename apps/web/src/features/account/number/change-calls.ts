import type { ApiResult } from '@raqam/shared/client';
import type { ResponseBody, User } from '@raqam/shared/contract';
import type { Auth } from '../../auth/session/auth.ts';
import { notUnderstood } from '../../auth/session/challenge-answers.ts';
import { WAIT_SECONDS } from '../../auth/session/challenges.ts';
import { isOver, type SentCode } from '../../auth/session/code-calls.ts';
import { describeDevice } from '../../auth/session/device.ts';

/** The calls of the sign-in's steps, which change the number of the signed-in account here. */
export type ChangeCalls = Pick<
  Auth,
  'startChallenge' | 'waitForChallenge' | 'collectChallenge' | 'requestCode' | 'signInWithCode'
>;

/**
 * Makes these calls, each as the signed-in person.
 *
 * @param call the newest `Auth['call']`
 * @param prove asks the person to sign in once more; resolves to whether they did
 */
export function createChangeCalls(call: () => Auth['call'], prove: () => Promise<boolean>): ChangeCalls {
  /** For browsers that refuse the API's cookies. */
  const secrets = new Map<string, string>();
  const secretOf = (id: string) => {
    const secret = secrets.get(id);
    return secret === undefined ? {} : { secret };
  };

  async function begin() {
    const result = await call()('startChallenge', { ...describeDevice(), purpose: 'change_phone' });
    if (result.ok) secrets.set(result.data.id, result.data.secret);
    return result;
  }

  async function send(
    known: string | undefined,
    body: { phone: string; channel?: 'gateway' | 'sms' },
  ): Promise<ApiResult<SentCode>> {
    const sendBy = async (id: string): Promise<ApiResult<SentCode>> => {
      const result = await call()('sendCode', { ...secretOf(id), ...body }, { id });
      return result.ok ? { ok: true, data: { ...result.data, challengeId: id } } : result;
    };
    const result = known === undefined ? undefined : await sendBy(known);
    if (result && (result.ok || !isOver(result.error))) return result;
    const started = await begin();
    return started.ok ? sendBy(started.data.id) : started;
  }

  return {
    async startChallenge() {
      const result = await begin();
      if (!result.ok) return result;
      const { id, telegram, expires_at } = result.data;
      return { ok: true, data: telegram && { id, ...telegram, expiresAt: Date.parse(expires_at) } };
    },

    waitForChallenge: (id, known, signal) =>
      call()('waitForChallenge', { ...secretOf(id), ...known, seconds: WAIT_SECONDS }, { id }, { signal }),

    async collectChallenge(id) {
      return toUser(await call()('collectChallenge', secretOf(id), { id }));
    },

    async requestCode({ phone, challengeId, channel }) {
      const body = { phone, ...(channel && { channel }) };
      const result = await send(challengeId, body);
      const needsProof = !result.ok && result.error.code === 'proof_required';
      // A challenge belongs to the session that started it, which the proof has replaced
      return needsProof && (await prove()) ? send(undefined, body) : result;
    },

    async signInWithCode({ challengeId: id, code }) {
      return toUser(await call()('verifyCode', { ...secretOf(id), code }, { id }));
    },
  };
}

function toUser(result: ApiResult<ResponseBody<'verifyCode'>>): ApiResult<User> {
  if (!result.ok) return result;
  return 'phone_changed' in result.data ? { ok: true, data: result.data.user } : notUnderstood;
}
