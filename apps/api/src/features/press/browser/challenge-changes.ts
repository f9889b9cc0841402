import type { ChallengeState, Channel } from '../../../database/database.types.ts';

/** Requests that wait until their challenge changes. */
export interface ChallengeChanges {
  /**
   * Starts to wait. The wait ends at once while the process shuts down, and a third request for one challenge ends the
   * first.
   */
  join(id: string): Waiter;
  /** A challenge has changed. */
  changed(id: string): void;
  /** Notifications may have been missed: reads the states of all challenges that are waited for. */
  checkAll(): Promise<void>;
  /** Ends every wait, now and later. */
  close(): void;
}

export interface Waiter {
  /** Resolves once the wait ends: to whether the challenge may have changed. */
  ended: Promise<boolean>;
  /** What the caller has read; undefined until then. */
  known?: Known;
  /** Ends the wait, unless it has ended. */
  end(hasChanged: boolean): void;
  /** Forgets the waiter. */
  leave(): void;
}

interface Known {
  state: ChallengeState;
  /** That sent the code last. */
  channel: Channel | null;
}

/** Reads the states of challenges. */
export type ReadStates = (ids: string[]) => Promise<(Known & { id: string })[]>;

/** Of one challenge: one of the page, and perhaps one of the page that it replaced. */
const MAX_WAITERS = 2;
/** Challenges per statement. */
const BATCH = 1_000;

export function createChallengeChanges(readStates: ReadStates): ChallengeChanges {
  const waiters = new Map<string, Set<Waiter>>();
  let isClosed = false;

  const changed = (id: string) => {
    for (const waiter of waiters.get(id) ?? []) waiter.end(true);
  };

  return {
    changed,
    join(id) {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const own = waiters.get(id) ?? new Set();
      waiters.set(id, own);
      const waiter = {
        ended: promise,
        end: resolve,
        leave() {
          own.delete(waiter);
          if (own.size === 0 && waiters.get(id) === own) waiters.delete(id);
        },
      };
      own.add(waiter);
      const [oldest] = own;
      if (own.size > MAX_WAITERS) oldest?.end(false);
      if (isClosed) resolve(false);
      return waiter;
    },
    async checkAll() {
      const ids = [...waiters.keys()];
      for (let from = 0; from < ids.length; from += BATCH) {
        for (const { id, state, channel } of await readStates(ids.slice(from, from + BATCH)))
          for (const waiter of waiters.get(id) ?? [])
            if (waiter.known && (waiter.known.state !== state || waiter.known.channel !== channel)) waiter.end(true);
      }
    },
    close() {
      isClosed = true;
      for (const own of waiters.values()) for (const waiter of own) waiter.end(false);
    },
  };
}
