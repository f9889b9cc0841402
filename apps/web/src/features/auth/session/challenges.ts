import type { ApiClient, ApiResult } from '@raqam/shared/client';
import type { ChallengeState, CodeChannel } from '@raqam/shared/contract/challenges';
import type { NumberClaim } from '@raqam/shared/contract/fields';
import type { Language } from '@raqam/shared/languages';
import { toSignIn } from './challenge-answers.ts';
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
  /** The person is shown the card in Telegram, without the link. */
  isPushed?: boolean | undefined;
  /** Whether Telegram's own page can approve it. */
  hasTelegramLogin?: boolean;
}

/** How long one call waits: the API allows 12 s, and the client gives up after 15. */
export const WAIT_SECONDS = 10;

/** What a page knows of a challenge that it waits for. */
export interface KnownState {
  state: ChallengeState;
  channel?: CodeChannel;
}

/**
 * The calls of a sign-in by one press. The secret of each challenge is in a cookie; also in memory, for browsers that
 * refuse the API's cookies.
 *
 * @param onChannels called with the channels that the API has, whenever it names them
 */
export function createChallenges(api: ApiClient, onChannels: (channels: readonly string[]) => void) {
  const secrets = new Map<string, string>();
  /** A challenge that was started for a code and has sent none yet. */
  const spare: { id: string | undefined } = { id: undefined };

  /** What names a challenge and proves that this browser started it. */
  const prove = (id: string) => {
    const secret = secrets.get(id);
    return [secret === undefined ? {} : { secret }, { params: { id } }] as const;
  };

  async function begin(language: Language, more: { continue?: boolean } = {}) {
    const result = await api.call('startChallenge', { ...describeDevice(), ...more }, { language });
    if (result.ok) {
      secrets.set(result.data.id, result.data.secret);
      onChannels(result.data.channels);
    }
    return result;
  }

  return {
    /**
     * Starts a challenge; null: the API has no bot. `continues`: as the account that this browser remembers, or (false)
     * as somebody else, so that it remembers that account no longer.
     */
    async start(language: Language, continues?: boolean): Promise<ApiResult<Challenge | null>> {
      const result = await begin(language, continues === undefined ? {} : { continue: continues });
      if (!result.ok) return result;
      const { id, state, telegram, expires_at, channels } = result.data;
      if (!telegram) return { ok: true, data: null };
      return {
        ok: true,
        data: {
          id,
          ...telegram,
          expiresAt: Date.parse(expires_at),
          isPushed: state === 'opened' || undefined,
          hasTelegramLogin: channels.includes('telegram_login'),
        },
      };
    },

    /** For parts that are fetched later. */
    begin,
    prove,
    spare,

    /** Resolves once the state or the channel of the code is not the known one any more, or after ten seconds. */
    wait(id: string, known: KnownState, language: Language, signal: AbortSignal) {
      const [secret, options] = prove(id);
      const body = { ...secret, ...known, seconds: WAIT_SECONDS };
      return api.call('waitForChallenge', body, { ...options, language, signal });
    },

    async collect(id: string, language: Language, claim?: NumberClaim) {
      const [secret, options] = prove(id);
      return toSignIn(await api.call('collectChallenge', { ...secret, claim }, { ...options, language }));
    },
  };
}

export type Challenges = ReturnType<typeof createChallenges>;
