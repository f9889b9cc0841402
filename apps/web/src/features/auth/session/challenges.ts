import type { ApiClient, ApiFailure, ApiResult } from '@raqam/shared/client';
import type { ResponseBody } from '@raqam/shared/contract';
import type { ChallengeState } from '@raqam/shared/contract/challenges';
import type { Language } from '@raqam/shared/languages';
import type { Phone } from '@raqam/shared/phone';
import { describeDevice } from './device.ts';

/** A sign-in that waits for a press in Telegram. It holds no secret. */
export interface Challenge {
  id: string;
  /** The link to the bot; a QR code holds it too. */
  url: string;
  /** The two digits to choose in Telegram. */
  number: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** A code that was sent by SMS, perhaps. */
export type SentCode = ResponseBody<'sendCode'> & { challengeId: string };

type SignInAnswer = Extract<ResponseBody<'verifyCode'>, { user: unknown }>;

/** The endpoint answers to a number, and to a number with its code: an answer to the other one counts as none. */
const notUnderstood = { ok: false, error: { code: 'unreachable', message: '', fields: {} } } as const;

/** How long one call waits: the API allows 12 s, and the client gives up after 15. */
const WAIT_SECONDS = 10;

/** In place of a challenge's id: the code is bound to its number alone. */
const UNBOUND = 'unbound';

/**
 * The calls of a sign-in by one press, and by a code that is sent for a challenge. The secret of each challenge is in a
 * cookie; also in memory, for browsers that refuse the API's cookies.
 */
export function createChallenges(api: ApiClient) {
  const secrets = new Map<string, string>();
  /** A challenge that was started for a code and has sent none yet. */
  let unused: string | undefined;

  /** What names a challenge and proves that this browser started it. */
  const prove = (id: string) => {
    const secret = secrets.get(id);
    return [secret === undefined ? {} : { secret }, { params: { id } }] as const;
  };

  async function begin(language: Language) {
    const result = await api.call('startChallenge', describeDevice(), { language });
    if (result.ok) secrets.set(result.data.id, result.data.secret);
    return result;
  }

  async function sendBy(id: string, phone: Phone, language: Language): Promise<ApiResult<SentCode>> {
    const [secret, options] = prove(id);
    const result = await api.call('sendCode', { ...secret, phone }, { ...options, language });
    if (!result.ok) return result;
    if (id === unused) unused = undefined;
    return { ok: true, data: { ...result.data, challengeId: id } };
  }

  /** Many people may share the IP that has started too many challenges. A code without one has limits of its own. */
  async function sendUnbound(phone: Phone, language: Language): Promise<ApiResult<SentCode>> {
    const result = await api.call('authenticateBySms', { phone, ...describeDevice() }, { language });
    if (!result.ok) {
      const { error } = result;
      if (error.delivery !== 'unknown') return result;
      const lifetime = { expires_at: '', resend_after_seconds: error.retryAfter ?? 0 };
      return { ok: true, data: { challengeId: UNBOUND, channel: 'sms', delivery: 'unknown', phone, ...lifetime } };
    }
    if (!('resend_after_seconds' in result.data)) return notUnderstood;
    return { ok: true, data: { challengeId: UNBOUND, channel: 'sms', delivery: 'sent', ...result.data } };
  }

  async function verifyUnbound(phone: Phone, code: string, language: Language): Promise<ApiResult<SignInAnswer>> {
    const result = await api.call('authenticateBySms', { phone, code, ...describeDevice() }, { language });
    if (!result.ok) return result;
    if (!('access' in result.data)) return notUnderstood;
    const { user, access, refresh } = result.data;
    return { ok: true, data: { user, tokens: { access, refresh }, is_new: false } };
  }

  return {
    /** Starts a challenge; null: the API has no bot. */
    async start(language: Language): Promise<ApiResult<Challenge | null>> {
      const result = await begin(language);
      if (!result.ok) return result;
      const { id, telegram, expires_at } = result.data;
      if (!telegram) return { ok: true, data: null };
      return { ok: true, data: { id, ...telegram, expiresAt: Date.parse(expires_at) } };
    },

    /** Resolves once the state is not `state` any more, or after ten seconds. */
    wait(id: string, state: ChallengeState, language: Language, signal: AbortSignal) {
      const [secret, options] = prove(id);
      const body = { ...secret, state, seconds: WAIT_SECONDS };
      return api.call('waitForChallenge', body, { ...options, language, signal });
    },

    /**
     * Sends a code by SMS for the challenge `known`, or for a new one if there is none or it is over. It is not the
     * one whose link is shown: that goes on, and a link that was opened can send no code.
     */
    async send(known: string | undefined, phone: Phone, language: Language): Promise<ApiResult<SentCode>> {
      const id = known === UNBOUND ? unused : (known ?? unused);
      const result = id === undefined ? undefined : await sendBy(id, phone, language);
      if (result && (result.ok || !isOver(result.error))) return result;
      const started = await begin(language);
      if (!started.ok) return started.error.code === 'challenge_limit' ? sendUnbound(phone, language) : started;
      unused = started.data.id;
      return sendBy(unused, phone, language);
    },

    async verify(id: string, phone: Phone, code: string, language: Language) {
      if (id === UNBOUND) return verifyUnbound(phone, code, language);
      const [secret, options] = prove(id);
      return toSignIn(await api.call('verifyCode', { ...secret, code }, { ...options, language }));
    },

    async collect(id: string, language: Language) {
      const [secret, options] = prove(id);
      return toSignIn(await api.call('collectChallenge', secret, { ...options, language }));
    },
  };
}

/** The endpoints answer with a number's token to challenges of that purpose; the site starts none. */
function toSignIn(result: ApiResult<ResponseBody<'verifyCode'>>): ApiResult<SignInAnswer> {
  if (!result.ok) return result;
  return 'user' in result.data ? { ok: true, data: result.data } : notUnderstood;
}

/** Whether the challenge is over, or its secret is lost, so that only another one helps. */
export function isOver({ code }: ApiFailure): boolean {
  return code === 'challenge_ended' || code === 'not_found';
}
