import { randomUUID } from 'node:crypto';
import type { ChallengeState, CodeChannel } from '@raqam/shared/contract/challenges';

interface FakeChallenge {
  id: string;
  secret: string;
  number: string;
  state: ChallengeState;
  /** That sent the code last. */
  channel?: CodeChannel;
  /** Ends the waits for a change. */
  changed: PromiseWithResolvers<void>;
}

/** The challenges of the fake API. A test changes their states as the bot does. */
export interface FakeChallenges {
  /** Oldest first. */
  all: readonly Readonly<FakeChallenge>[];
  /** Changes the state of the newest one. */
  become: (state: ChallengeState) => void;
  /** Sends the code of the newest one by another channel, as after a report of the provider. */
  fallBack: (channel: CodeChannel) => void;
  /** Drops all of them: the next call finds none. */
  forget: () => void;
  /** Whether the API has a bot; true at first. */
  setBot: (hasBot: boolean) => void;
  /** The channels that carry codes to numbers, in their order; SMS alone at first. */
  setRoute: (route: readonly CodeChannel[]) => void;
}

const TWO_MINUTES_MS = 120_000;
/** No test waits for it. */
const SECOND_MS = 1000;

/** `https://t.me/raqam_bot?start=…` of a challenge: the fake's nonce is its number. */
export const linkOf = ({ number }: { number: string }) => `https://t.me/raqam_bot?start=nonce-${number}`;

export function createFakeChallenges() {
  let all: FakeChallenge[] = [];
  let hasBot = true;
  let route: readonly CodeChannel[] = ['sms'];

  function change(news: Partial<FakeChallenge>): void {
    const newest = all.at(-1);
    if (!newest) throw new Error('The page has started no challenge');
    Object.assign(newest, news);
    newest.changed.resolve();
    newest.changed = Promise.withResolvers();
  }

  const controls: FakeChallenges = {
    get all() {
      return all;
    },
    become: (state) => change({ state }),
    fallBack: (channel) => change({ channel }),
    forget() {
      for (const { changed } of all) changed.resolve();
      all = [];
    },
    setBot(has) {
      hasBot = has;
    },
    setRoute(channels) {
      route = channels;
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
        channels: [...(hasBot ? ['telegram'] : []), ...route],
      };
    },

    /** The challenge, if the secret is its own. */
    find: (id: string, secret: string | undefined) =>
      all.find((challenge) => challenge.id === id && challenge.secret === secret),

    send(challenge: FakeChallenge, wanted: CodeChannel | undefined) {
      const [first = 'sms'] = route;
      challenge.channel = wanted ?? first;
      const next = route[route.indexOf(challenge.channel) + 1];
      return { channel: challenge.channel, delivery: 'sent', ...(next && { next_channel: next }) };
    },

    async wait(challenge: FakeChallenge, known: { state: ChallengeState; channel?: CodeChannel }, seconds: number) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const timeout = new Promise<void>((done) => {
        timer = setTimeout(done, seconds * SECOND_MS);
      });
      const isKnown = challenge.state === known.state && (!known.channel || known.channel === challenge.channel);
      if (isKnown) await Promise.race([challenge.changed.promise, timeout]);
      clearTimeout(timer);
      return {
        state: challenge.state,
        ...(challenge.channel && { channel: challenge.channel }),
        expires_at: new Date(Date.now() + TWO_MINUTES_MS).toISOString(),
        retry_after_seconds: 0,
      };
    },
  };
}
