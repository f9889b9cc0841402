import { setTimeout as delay } from 'node:timers/promises';
import { type Bilingual, logBoth } from '@raqam/service/bilingual';
import type { FastifyBaseLogger } from 'fastify';
import { Redis } from 'ioredis';

const outOfReach: Bilingual = {
  en: 'Redis is out of reach: until it answers, this process counts the limits of IPs for itself. Check that Redis runs, and host, port, password and protocol (rediss:// for TLS) in REDIS_URL (service api)',
  uz: 'Redis’ga ulanib bo‘lmadi: u javob berguncha bu jarayon IP cheklovlarini o‘zi sanaydi. Redis ishlayotganini va REDIS_URL’dagi (api xizmati) host, port, parol hamda protokolni (TLS uchun rediss://) tekshiring',
};

/** A Redis that may fail and recover at any time. */
export interface SharedRedis {
  client: Redis;
  /**
   * Asks Redis; undefined if it does not answer in time. An outage is logged once when it begins, and once when it is
   * over and a write has succeeded again.
   */
  ask<Answer>(question: () => Promise<Answer>, isWrite: boolean): Promise<Answer | undefined>;
}

/** Short, because a person is waiting; callers fall back to their own counters. */
const COMMAND_TIMEOUT_MS = 500;
const CONNECT_TIMEOUT_MS = 1_000;
/** A connection without any data for this long is closed. */
const SOCKET_TIMEOUT_MS = 500;
/** Pause between attempts to connect. */
const RECONNECT_INTERVAL_MS = 1_000;
/** An outage is logged as over after this long without errors, so that many short outages log two lines in all. */
const RECOVERED_AFTER_MS = 5_000;

/** Connects, waiting a second at most, and keeps trying in the background for as long as the process lives. */
export async function connectRedis(url: string, log: FastifyBaseLogger): Promise<SharedRedis> {
  const client = new Redis(url, {
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    family: 0, // Railway's private network may have only IPv6
    lazyConnect: true,
    retryStrategy: () => RECONNECT_INTERVAL_MS,
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
  const connected = client.connect().catch(() => {}); // the listener has logged it
  await Promise.race([connected, delay(CONNECT_TIMEOUT_MS, undefined, { ref: false })]); // it may be loading its data

  return {
    client,
    async ask(question, isWrite) {
      try {
        const answer = await question();
        if (isAway && isWrite && performance.now() - lastErrorAt > RECOVERED_AFTER_MS) {
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
  return message.split(', with args', 1)[0] || String(code); // a host with two IPs fails without a message
}
