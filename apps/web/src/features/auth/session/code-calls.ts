import type { ApiClient, ApiFailure, ApiResult } from '@raqam/shared/client';
import type { ResponseBody } from '@raqam/shared/contract';
import type { CodeChannel } from '@raqam/shared/contract/challenges';
import type { NumberClaim } from '@raqam/shared/contract/fields';
import type { Language } from '@raqam/shared/languages';
import type { Phone } from '@raqam/shared/phone';
import { notUnderstood, type SignInAnswer, toSignIn, UNBOUND } from './challenge-answers.ts';
import { describeDevice } from './device.ts';

/** A code that was sent, perhaps. */
export type SentCode = Omit<ResponseBody<'sendCode'>, 'expires_at'> & { challengeId: string };

/** A request for a code. */
export interface WantedCode {
  phone: Phone;
  challengeId: string | undefined;
  channel: CodeChannel | undefined;
}

/** The challenges of this browser. */
interface Challenges {
  api: ApiClient;
  begin(language: Language): Promise<ApiResult<ResponseBody<'startChallenge'>>>;
  /** What names a challenge and proves that this browser started it. */
  prove(id: string): readonly [{ secret?: string }, { params: { id: string } }];
  /** A challenge that was started for a code and has sent none yet. */
  spare: { id: string | undefined };
}

const unbound = { challengeId: UNBOUND, channel: 'sms' } as const;

/** The calls of a code that is sent to a number. The first screen does not load them. */
export function createCodeCalls({ api, begin, prove, spare }: Challenges) {
  async function sendBy(
    id: string,
    phone: Phone,
    channel: CodeChannel | undefined,
    language: Language,
  ): Promise<ApiResult<SentCode>> {
    const [secret, options] = prove(id);
    const body = { ...secret, phone, ...(channel && { channel }) };
    const result = await api.call('sendCode', body, { ...options, language });
    if (!result.ok) return result;
    if (id === spare.id) spare.id = undefined;
    return { ok: true, data: { ...result.data, challengeId: id } };
  }

  /** Many people may share the IP that has started too many challenges. A code without one has limits of its own. */
  async function sendUnbound(phone: Phone, language: Language): Promise<ApiResult<SentCode>> {
    const result = await api.call('authenticateBySms', { phone, ...describeDevice() }, { language });
    if (!result.ok) {
      const { error } = result;
      if (error.delivery !== 'unknown') return result;
      return {
        ok: true,
        data: { ...unbound, delivery: 'unknown', phone, resend_after_seconds: error.retryAfter ?? 0 },
      };
    }
    if (!('resend_after_seconds' in result.data)) return notUnderstood;
    return { ok: true, data: { ...unbound, delivery: 'sent', ...result.data } };
  }

  async function verifyUnbound(
    phone: Phone,
    code: string,
    language: Language,
    claim: NumberClaim | undefined,
  ): Promise<ApiResult<SignInAnswer>> {
    const body = { phone, code, claim, ...describeDevice() };
    const result = await api.call('authenticateBySms', body, { language });
    if (!result.ok) return result;
    if (!('access' in result.data)) return notUnderstood;
    const { user, access, refresh } = result.data;
    return { ok: true, data: { user, tokens: { access, refresh }, is_new: false } };
  }

  return {
    /**
     * Sends the code of the challenge `known`, or of a new one if there is none or it is over. It is not the one whose
     * link is shown: that goes on, and a link that was opened can send no code.
     *
     * @param wanted.channel undefined: the API chooses
     */
    async send({ challengeId: known, phone, channel }: WantedCode, language: Language): Promise<ApiResult<SentCode>> {
      const id = known === UNBOUND ? spare.id : (known ?? spare.id);
      const result = id === undefined ? undefined : await sendBy(id, phone, channel, language);
      if (result && (result.ok || !isOver(result.error))) return result;
      const started = await begin(language);
      if (!started.ok) return started.error.code === 'challenge_limit' ? sendUnbound(phone, language) : started;
      spare.id = started.data.id;
      return sendBy(spare.id, phone, channel, language);
    },

    async verify(id: string, phone: Phone, code: string, language: Language, claim?: NumberClaim) {
      if (id === UNBOUND) return verifyUnbound(phone, code, language, claim);
      const [secret, options] = prove(id);
      return toSignIn(await api.call('verifyCode', { ...secret, code, claim }, { ...options, language }));
    },
  };
}

/** Whether the challenge is over, or its secret is lost, so that only another one helps. */
export function isOver({ code }: ApiFailure): boolean {
  return code === 'challenge_ended' || code === 'not_found';
}
