import type { ServerResponse } from 'node:http';
import type { ChallengeState as ShownState } from '@raqam/shared/contract/challenges';
import type { Channel } from '../../../database/database.types.ts';
import type { RowsOf } from '../../../database/prepare.ts';
import { RequestError } from '../../../http/errors.ts';
import { networksOf } from '../../../limits/ip-limits.ts';
import { WAITING_CHALLENGES_PER_IP } from '../../../policy.ts';
import { describeState } from '../describe-state.ts';
import type { findBoundChallenge } from '../press.queries.ts';
import type { ChallengeChanges, Waiter } from './challenge-changes.ts';

type Found = RowsOf<typeof findBoundChallenge>;

interface Seen {
  state: ShownState | undefined;
  channel: Channel | null | undefined;
}

export interface Wait {
  id: string;
  ip: string;
  /** How long to wait at most. */
  seconds: number;
  /** What the client knows; undefined: that at the beginning of the wait. */
  known: { state: ShownState | undefined; channel: Channel | undefined };
  /** Its end ends the wait: the client has gone. */
  response: ServerResponse;
}

export interface WaitingRoom {
  /**
   * Reads a challenge as often as it may have changed, until its state or its channel is another one. A final state ends
   * the wait at once. Throws `challenge_limit` if too many requests of the IP wait, and the errors of `read`.
   */
  wait(wait: Wait, read: () => Promise<Found>): Promise<Found & { retryAfter: number }>;
}

const FULL_RETRY_AFTER_SECONDS = 5;
/** A process that shuts down answers at once; its successor may take a moment. */
const CLOSING_RETRY_AFTER_SECONDS = 1;

export function createWaitingRoom(changes: ChallengeChanges, isClosing: () => boolean): WaitingRoom {
  /** How many requests of an IP wait. */
  const waiting = new Map<string, number>();

  return {
    async wait({ id, ip, seconds, known, response }, read) {
      const { own } = networksOf(ip);
      const before = waiting.get(own) ?? 0;
      if (before >= WAITING_CHALLENGES_PER_IP)
        throw new RequestError('challenge_limit', { retryAfter: FULL_RETRY_AFTER_SECONDS });
      waiting.set(own, before + 1);
      const deadline = performance.now() + seconds * 1_000;
      let waiter: Waiter | undefined;
      let isGone = false;
      const leave = () => {
        isGone = true;
        waiter?.end(false);
      };
      response.once('close', leave);
      try {
        for (let seen: Seen = known; ; ) {
          waiter?.leave();
          waiter = changes.join(id); // before the read: a change in between ends the wait
          const found = await read();
          const state = describeState(found);
          const isOver = state !== 'waiting' && state !== 'opened';
          seen = { state: seen.state ?? state, channel: seen.channel === undefined ? found.channel : seen.channel };
          const isKnown = seen.state === state && seen.channel === found.channel;
          const leftMs = deadline - performance.now();
          if (isOver || !isKnown || leftMs <= 0 || isGone || isClosing())
            return { ...found, retryAfter: pauseFor(isClosing() && !isOver) };
          waiter.known = found;
          const expires = found.remaining * 1_000 <= leftMs;
          // rounded up: a timer that fires early would find it alive
          const ms = Math.ceil(Math.min(leftMs, found.remaining * 1_000)) + 1;
          const timer = setTimeout(waiter.end, ms, expires);
          const mayHaveChanged = await waiter.ended;
          clearTimeout(timer);
          if (!mayHaveChanged) return { ...found, retryAfter: pauseFor(isClosing()) };
        }
      } finally {
        response.off('close', leave);
        waiter?.leave();
        const left = (waiting.get(own) ?? 1) - 1;
        if (left === 0) waiting.delete(own);
        else waiting.set(own, left);
      }
    },
  };
}

function pauseFor(isClosing: boolean): number {
  return isClosing ? CLOSING_RETRY_AFTER_SECONDS : 0;
}
