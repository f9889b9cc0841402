import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { Redis } from 'ioredis';

/** A Redis that may go and come back at any time. */
export interface SharedRedis {
  client: Redis;
  /**
   * Asks Redis; undefined where it does not answer in time. Trouble gets a line in the log when it begins and, where
   * something could be written again, when it is over.
   */
  ask<Answer>(question: () => Promise<Answer>, isWrite: boolean): Promise<Answer | undefined>;
}

/**
 * Milliseconds: for an answer, since a person is waiting and what does without Redis does so at once; to connect; of
 * silence, after which a connection is given up; and between tries to connect.
 */
const TIMES = { commandTimeout: 500, connectTimeout: 1_000, socketTimeout: 500 };
const RETRY = 1_000;
/** Milliseconds without trouble before it is said to be over: a rough hour is worth two lines, not a thousand. */
const STEADY = 5_000;

/** Connects, for a second at most, and goes on trying for as long as the process lives. */
export async function connectRedis(url: string, log: FastifyBaseLogger): Promise<SharedRedis> {
  const client = new Redis(url, {
    ...TIMES,
    family: 0, // Railway's private network may have IPv6 alone
    lazyConnect: true,
    retryStrategy: () => RETRY,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0, // what a broken connection left unanswered is not sent again
  });
  let isAway = false;
  let lastTrouble = 0;

  function tellTrouble(error: unknown): void {
    if (!isAway)
      log.warn({ reason: describe(error) }, 'Redis is out of reach: meanwhile this process counts by itself');
    isAway = true;
    lastTrouble = performance.now();
  }
  client.on('error', tellTrouble);
  const connected = client.connect().catch(() => {}); // the listener has heard of it
  await Promise.race([connected, delay(TIMES.connectTimeout, undefined, { ref: false })]); // it may be loading its data

  return {
    client,
    async ask(question, isWrite) {
      try {
        const answer = await question();
        if (isAway && isWrite && performance.now() - lastTrouble > STEADY) {
          log.info('Redis is back: what it counts is shared');
          isAway = false;
        }
        return answer;
      } catch (error) {
        tellTrouble(error);
        return undefined;
      }
    },
  };
}

/** Redis quotes the arguments of a command that it does not know, and those of AUTH are the password. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, code }: NodeJS.ErrnoException = error;
  return message.split(', with args', 1)[0] || String(code); // a host with two addresses fails without a message
}
