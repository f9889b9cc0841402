import type { PoolState } from '../database/database.ts';
import { Overloaded } from '../http/load/overloaded.ts';

/**
 * Does `work` at once or, while as many others about its subject run as may, after them in order of arrival. The subject
 * is the phone number, or the id of the user, challenge or session, whose rows the work locks.
 *
 * @throws Overloaded if too many wait already, or after as long in the queue as a statement waits for a connection
 */
export type InTurn = <Result>(subject: string, work: () => Promise<Result>) => Promise<Result>;

interface Lane {
  running: number;
  waiting: { start(): void }[];
}

/** The part of the pool that the work about one subject may occupy. */
const PART_OF_POOL = 1 / 5;
/** Further work about a subject fails at once. */
const WAITING_MAX = 1_000;

/**
 * Limits how much work about one subject runs at once. Its statements wait for each other's row locks, each on a
 * connection, so without a limit the requests about one number would occupy the whole pool.
 */
export function createInTurn({ max, waitMaxMs }: Pick<PoolState, 'max' | 'waitMaxMs'>): InTurn {
  const limit = Math.max(1, Math.floor(max * PART_OF_POOL));
  const lanes = new Map<string, Lane>();

  /** Resolves when it is the turn of the work. */
  function enter(subject: string): Promise<void> | undefined {
    const lane = lanes.get(subject) ?? { running: 0, waiting: [] };
    lanes.set(subject, lane);
    if (lane.running < limit) {
      lane.running += 1;
      return undefined;
    }
    if (lane.waiting.length >= WAITING_MAX) throw new Overloaded('subject');
    return new Promise((resolve, reject) => {
      const waiter = {
        start() {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        lane.waiting.splice(lane.waiting.indexOf(waiter), 1);
        reject(new Overloaded('subject'));
      }, waitMaxMs);
      lane.waiting.push(waiter);
    });
  }

  function leave(subject: string): void {
    const lane = lanes.get(subject);
    const next = lane?.waiting.shift();
    if (next)
      next.start(); // in the place of the one that leaves
    else if (lane && --lane.running === 0) lanes.delete(subject);
  }

  return async (subject, work) => {
    const turn = enter(subject);
    if (turn) await turn;
    try {
      return await work();
    } finally {
      leave(subject);
    }
  };
}
