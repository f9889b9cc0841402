import type { ApiClient, ApiFailure, ApiResult } from '@raqam/shared/client';
import type { Tokens, User } from '@raqam/shared/contract';
import type { NumberClaim } from '@raqam/shared/contract/fields';
import type { Language } from '@raqam/shared/languages';
import type { Phone } from '@raqam/shared/phone';
import type { Arrival, NumberQuestion, Registration, Sign } from './auth.ts';
import type { SignInAnswer } from './challenge-answers.ts';
import type { Challenge, Challenges } from './challenges.ts';
import { createCodeCalls, type WantedCode } from './code-calls.ts';
import { describeDevice } from './device.ts';

interface WaysInOptions {
  api: ApiClient;
  challenges: Challenges;
  language: Language;
  /** Takes the person as signed in. */
  settle: (user: User, tokens: Tokens, arrival: Arrival) => void;
  /** Asks whether the number is new to the person, if that is why the call was refused. */
  refuse: <Failed extends { ok: false; error: ApiFailure }>(
    failed: Failed,
    claim: NumberQuestion['claim'],
    challengeId?: string,
  ) => Failed;
}

/** The ways to sign in other than a press in Telegram. The first screen does not load them. */
export function createWaysIn({ api, challenges, language, settle, refuse }: WaysInOptions) {
  const codes = createCodeCalls({ api, ...challenges });

  /** Signs in by a call that gives the same session again for 60 s. */
  async function enter(
    redeem: (claim?: NumberClaim) => Promise<ApiResult<SignInAnswer>>,
    challengeId?: string,
    claim?: NumberClaim,
  ): Promise<ApiResult<User>> {
    const result = await askTwice(() => redeem(claim));
    if (!result.ok) return refuse(result, () => enter(redeem, challengeId, 'new_number'), challengeId);
    return settleAnswer(result.data);
  }

  function settleAnswer({ user, tokens, is_new: isNew }: SignInAnswer): ApiResult<User> {
    settle(user, tokens, isNew ? 'new' : 'existing');
    return { ok: true, data: user };
  }

  async function register(
    proved: { phone: Phone; code: string },
    claim?: NumberClaim,
  ): Promise<ApiResult<Registration>> {
    const body = { ...proved, claim, ...describeDevice() };
    const result = await askTwice(() => api.call('registerWithTelegram', body, { language }));
    if (!result.ok)
      return refuse(result, async () => {
        const registered = await register(proved, 'new_number');
        return registered.ok ? { ok: true, data: registered.data.user } : registered;
      });
    const { user, tokens, is_new: isNew } = result.data;
    const arrival = user.phone === proved.phone ? 'existing' : 'number-stays';
    settle(user, tokens, isNew ? 'new' : arrival);
    return { ok: true, data: { user, isNew } };
  }

  return {
    register,

    requestCode: (wanted: WantedCode) => codes.send(wanted, language),

    signInWithCode: ({ challengeId, phone, code }: { challengeId: string; phone: Phone; code: string }) =>
      enter((claim) => codes.verify(challengeId, phone, code, language, claim), challengeId),

    signInWithMiniApp: (initData: string) =>
      enter((claim) =>
        api.call('signInWithMiniApp', { init_data: initData, claim, ...describeDevice() }, { language }),
      ),

    /** Starts a challenge, and signs in with the passkey that answers it. */
    async signInWithPasskey(sign: Sign): Promise<ApiResult<User>> {
      const started = await challenges.begin(language);
      if (!started.ok) return started;
      challenges.spare.id ??= started.data.id; // the code of a person who goes on without a passkey
      const [secret, options] = challenges.prove(started.data.id);
      const offered = await api.call('offerPasskey', secret, { ...options, language });
      if (!offered.ok) return offered;
      const credential = await sign(offered.data);
      const result = await api.call('signInWithPasskey', { ...secret, credential }, { ...options, language });
      return result.ok ? settleAnswer(result.data) : result;
    },

    /** The URL of Telegram's page, which sends the person back to `returnTo`. */
    startTelegramLogin(id: string, returnTo: string) {
      const [secret, options] = challenges.prove(id);
      return api.call('startTelegramLogin', { ...secret, return_to: returnTo }, { ...options, language });
    },

    /** Shows the owner of the account a card in Telegram, which `url` opens. */
    async askOwner(id: string, url: string): Promise<ApiResult<Challenge>> {
      const [secret, options] = challenges.prove(id);
      const result = await api.call('askOwner', secret, { ...options, language });
      if (!result.ok) return result;
      const { number, expires_at } = result.data;
      return { ok: true, data: { id, url, number, expiresAt: Date.parse(expires_at) } };
    },
  };
}

export type WaysIn = ReturnType<typeof createWaysIn>;

/**
 * Redeems a code once more if no answer came: the API may have redeemed it, and gives the same device the same session
 * again for 60 s.
 */
async function askTwice<Data>(redeem: () => Promise<ApiResult<Data>>): Promise<ApiResult<Data>> {
  const first = await redeem();
  return !first.ok && first.error.code === 'unreachable' ? redeem() : first;
}
