import { isUuid } from '../../uuid.ts';
import { Overloaded } from './overloaded.ts';

/** What a statement is about, and whose rows it locks: a phone number, a challenge, session or user, or a Telegram user. */
export type Subject = string | number;

/** The arguments by which statements name their subject. A statement that names several is about the first of them. */
interface SubjectArgs {
  phone?: unknown;
  id?: unknown;
  session_id?: unknown;
  user_id?: unknown;
  telegram_id?: unknown;
}

export interface LimitPerSubject {
  /**
   * Runs `work` at once or, while `limit` others about its subject run, after them.
   *
   * @throws Overloaded if too many wait already, or after five seconds in the queue
   */
  run<Result>(subject: Subject | undefined, work: () => Promise<Result>): Promise<Result>;
}

interface Lane {
  running: number;
  waiting: { start(): void }[];
}

/** Further statements about a subject fail at once. */
const WAITING_MAX = 250;
/** As long as a statement waits for a connection at most (`connectionTimeoutMillis`). */
const WAIT_MAX_MS = 5_000;

/** The subject of a statement with these arguments; undefined: it has none, and is not limited. */
export function subjectOf(args: object): Subject | undefined {
  const { phone, id, session_id, user_id, telegram_id }: SubjectArgs = args;
  if (typeof phone === 'string') return phone;
  if (isUuid(id)) return id; // ids of other kinds are those of clients and webhooks, which many requests read
  if (isUuid(session_id)) return session_id;
  if (isUuid(user_id)) return user_id;
  return typeof telegram_id === 'number' ? telegram_id : undefined;
}

/**
 * Limits how many statements about one subject run at once. They wait for each other's row locks, each on a connection,
 * so without a limit the requests about one number would occupy the whole pool.
 */
export function createLimitPerSubject(limit: number): LimitPerSubject {
  const lanes = new Map<Subject, Lane>();

  function enter(subject: Subject): Promise<void> | undefined {
    const lane = lanes.get(subject);
    if (lane === undefined) {
      lanes.set(subject, { running: 1, waiting: [] });
      return undefined;
    }
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
      }, WAIT_MAX_MS);
      lane.waiting.push(waiter);
    });
  }

  function leave(subject: Subject): void {
    const lane = lanes.get(subject);
    const next = lane?.waiting.shift();
    if (next)
      next.start(); // in the place of the one that leaves
    else if (lane && --lane.running === 0) lanes.delete(subject);
  }

  return {
    async run(subject, work) {
      if (subject === undefined) return work();
      const turn = enter(subject);
      if (turn) await turn;
      try {
        return await work();
      } finally {
        leave(subject);
      }
    },
  };
}
