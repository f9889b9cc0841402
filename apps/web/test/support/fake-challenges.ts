import { randomUUID } from 'node:crypto';
import type { ChallengeState } from '@raqam/shared/contract/challenges';

interface FakeChallenge {
  id: string;
  secret: string;
  number: string;
  state: ChallengeState;
  /** Ends the waits for a change. */
  changed: PromiseWithResolvers<void>;
}

/** The challenges of the fake API. A test changes their states as the bot does. */
export interface FakeChallenges {
  /** Oldest first. */
  all: readonly Readonly<FakeChallenge>[];
  /** Changes the state of the newest one. */
  become: (state: ChallengeState) => void;
  /** Drops all of them: the next call finds none. */
  forget: () => void;
  /** Whether the API has a bot; true at first. */
  setBot: (hasBot: boolean) => void;
}

const TWO_MINUTES_MS = 120_000;
/** No test waits for it. */
const SECOND_MS = 1000;

/** `https://t.me/raqam_bot?start=…` of a challenge: the fake's nonce is its number. */
export const linkOf = ({ number }: { number: string }) => `https://t.me/raqam_bot?start=nonce-${number}`;

export function createFakeChallenges() {
  let all: FakeChallenge[] = [];
  let hasBot = true;

  const controls: FakeChallenges = {
    get all() {
      return all;
    },
    become(state) {
      const newest = all.at(-1);
      if (!newest) throw new Error('The page has started no challenge');
      newest.state = state;
      newest.changed.resolve();
      newest.changed = Promise.withResolvers();
    },
    forget() {
      for (const { changed } of all) changed.resolve();
      all = [];
    },
    setBot(has) {
      hasBot = has;
    },
  };

  return {
    controls,

    start() {
      const number = String(47 + all.length);
      const challenge: FakeChallenge = {
        id: randomUUID(),
        secret: randomUUID(),
        number,
        state: 'waiting',
        changed: Promise.withResolvers(),
      };
      all = [...all, challenge];
      const { id, secret } = challenge;
      return {
        id,
        secret,
        state: 'waiting' as const,
        expires_at: new Date(Date.now() + TWO_MINUTES_MS).toISOString(),
        telegram: hasBot ? { url: linkOf(challenge), number } : null,
        channels: ['telegram', 'sms'] as const,
      };
    },

    /** The challenge, if the secret is its own. */
    find: (id: string, secret: string | undefined) =>
      all.find((challenge) => challenge.id === id && challenge.secret === secret),

    async wait(challenge: FakeChallenge, known: ChallengeState, seconds: number) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const timeout = new Promise<void>((done) => {
        timer = setTimeout(done, seconds * SECOND_MS);
      });
      if (challenge.state === known) await Promise.race([challenge.changed.promise, timeout]);
      clearTimeout(timer);
      return {
        state: challenge.state,
        expires_at: new Date(Date.now() + TWO_MINUTES_MS).toISOString(),
        retry_after_seconds: 0,
      };
    },
  };
}
