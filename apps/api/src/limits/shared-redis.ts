import { setTimeout as delay } from 'node:timers/promises';
import { type Bilingual, logBoth } from '@raqam/service/bilingual';
import type { FastifyBaseLogger } from 'fastify';
import { Redis } from 'ioredis';

const outOfReach: Bilingual = {
  en: 'Redis is out of reach: until it answers, this process counts the limits of IPs for itself. Check that Redis runs, and host, port, password and protocol (rediss:// for TLS) in REDIS_URL (service api)',
  uz: 'Redis’ga ulanib bo‘lmadi: u javob berguncha bu jarayon IP cheklovlarini o‘zi sanaydi. Redis ishlayotganini va REDIS_URL’dagi (api xizmati) host, port, parol hamda protokolni (TLS uchun rediss://) tekshiring',
};

/** A Redis that may go away and come back at any time. */
export interface SharedRedis {
  client: Redis;
  /**
   * Asks Redis; undefined where it does not answer in time. An outage is logged once when it begins and, once
   * something could be written again, when it is over.
   */
  ask<Answer>(question: () => Promise<Answer>, isWrite: boolean): Promise<Answer | undefined>;
}

/** Short, because a person is waiting; callers fall back to their own counters. */
const COMMAND_TIMEOUT_MS = 500;
const CONNECT_TIMEOUT_MS = 1_000;
/** Without any data, after which a connection is given up. */
const SOCKET_TIMEOUT_MS = 500;
/** Between tries to connect. */
const RETRY_MS = 1_000;
/** Without errors, after which an outage is logged as over: many short ones are worth two lines, not a thousand. */
const STEADY_MS = 5_000;

/** Connects, for a second at most, and goes on trying for as long as the process lives. */
export async function connectRedis(url: string, log: FastifyBaseLogger): Promise<SharedRedis> {
  const client = new Redis(url, {
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    family: 0, // Railway's private network may have IPv6 alone
    lazyConnect: true,
    retryStrategy: () => RETRY_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0, // a command that a broken connection left unanswered is not sent again
  });
  let isAway = false;
  let lastErrorAt = 0;

  function logOutage(error: unknown): void {
    if (!isAway) logBoth(log, 'warn', outOfReach, { reason: describe(error) });
    isAway = true;
    lastErrorAt = performance.now();
  }
  client.on('error', logOutage);
  const connected = client.connect().catch(() => {}); // the listener has heard of it
  await Promise.race([connected, delay(CONNECT_TIMEOUT_MS, undefined, { ref: false })]); // it may be loading its data

  return {
    client,
    async ask(question, isWrite) {
      try {
        const answer = await question();
        if (isAway && isWrite && performance.now() - lastErrorAt > STEADY_MS) {
          log.info('Redis is back: what it counts is shared');
          isAway = false;
        }
        return answer;
      } catch (error) {
        logOutage(error);
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
