import type { ApiClient, ApiResult } from '@raqam/shared/client';
import type { ChallengeState } from '@raqam/shared/contract/challenges';
import type { Language } from '@raqam/shared/languages';
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

/** How long one call waits: the API allows 12 s, and the client gives up after 15. */
const WAIT_SECONDS = 10;

/**
 * The calls of a sign-in by one press. The secret of each challenge is in a cookie; also in memory, for browsers that
 * refuse the API's cookies.
 */
export function createChallenges(api: ApiClient) {
  const secrets = new Map<string, string>();

  /** What names a challenge and proves that this browser started it. */
  const prove = (id: string) => {
    const secret = secrets.get(id);
    return [secret === undefined ? {} : { secret }, { params: { id } }] as const;
  };

  return {
    /** Starts a challenge; null: the API has no bot. */
    async start(language: Language): Promise<ApiResult<Challenge | null>> {
      const result = await api.call('startChallenge', describeDevice(), { language });
      if (!result.ok) return result;
      const { id, secret, telegram, expires_at } = result.data;
      if (!telegram) return { ok: true, data: null };
      secrets.set(id, secret);
      return { ok: true, data: { id, ...telegram, expiresAt: Date.parse(expires_at) } };
    },

    /** Resolves once the state is not `state` any more, or after ten seconds. */
    wait(id: string, state: ChallengeState, language: Language, signal: AbortSignal) {
      const [secret, options] = prove(id);
      const body = { ...secret, state, seconds: WAIT_SECONDS };
      return api.call('waitForChallenge', body, { ...options, language, signal });
    },

    collect(id: string, language: Language) {
      const [secret, options] = prove(id);
      return api.call('collectChallenge', secret, { ...options, language });
    },
  };
}
