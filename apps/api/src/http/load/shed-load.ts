import { logBoth } from '@raqam/service/bilingual';
import type { Contract } from '@raqam/shared/contract';
import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { PoolState } from '../../database/database.ts';
import { loadTexts } from './load.texts.ts';
import { BOTTLENECKS, type Bottleneck, Overloaded } from './overloaded.ts';
import { watchEventLoop } from './watch-event-loop.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * `none`: health checks and metrics, which are always served. `start`: the beginning of something new, which is
     * refused first, because a refusal costs a person less there than in the middle.
     */
    load?: 'none' | 'start';
  }
}

/** The endpoints with which a sign-in begins. `authenticateBySms` is one only without a code. */
export const STARTS: ReadonlySet<keyof Contract> = new Set([
  'createTelegramCode',
  'startChallenge',
  'signInWithMiniApp',
] as const);

interface Limits {
  /** Statements that wait for a connection, for each connection of the pool, */
  waiting: number;
  /** while the first of them has waited for so long. */
  waitedMs: number;
  /** Of the event loop. */
  delayMs: number;
}

/**
 * A queue counts once it is both long and slow: a burst, or many clients, on a database that keeps up are no overload.
 * What is in the middle of a sign-in may wait longer. Two such waits, and the statements themselves, take less than the
 * second that people notice.
 */
const LIMITS: Record<'start' | 'rest', Limits> = {
  start: { waiting: 5, waitedMs: 150, delayMs: 200 },
  rest: { waiting: 15, waitedMs: 400, delayMs: 500 },
};
/** The log says at most this often that requests are shed. */
const LOG_INTERVAL_MS = 60_000;

export interface ShedLoadOptions {
  pool: PoolState;
  metrics: Registry;
}

/**
 * Refuses requests with `overloaded`, before their body is read, while the pool or the event loop is behind. Requests
 * that wait for something else, as long polls do, hold no connection and don't count. Call it before the first route
 * is registered. Returns a function that throws Overloaded where only the body tells that something new begins.
 */
export function shedLoad(app: FastifyInstance, { pool, metrics }: ShedLoadOptions): () => void {
  const eventLoop = watchEventLoop();
  app.addHook('onClose', async () => eventLoop.stop());
  const shed = new Counter({
    name: 'raqam_http_requests_shed_total',
    help: 'Requests that were answered with 503 overloaded, by what was behind',
    labelNames: ['bottleneck'],
    registers: [metrics],
  });
  for (const bottleneck of BOTTLENECKS) shed.inc({ bottleneck }, 0);
  const inFlight = new Gauge({
    name: 'raqam_http_requests_in_flight',
    help: 'Requests without an answer so far, those that wait for a press or an alert too',
    registers: [metrics],
  });
  let loggedAt = Number.NEGATIVE_INFINITY;

  function findBottleneck({ waiting, waitedMs, delayMs }: Limits): Bottleneck | undefined {
    if (pool.waiting >= waiting * pool.max && pool.waitedMs > waitedMs) return 'pool';
    return eventLoop.isBehind(delayMs) ? 'event_loop' : undefined;
  }

  app.addHook('onRequest', (request, reply, done) => {
    inFlight.inc();
    reply.raw.once('close', () => inFlight.dec());
    const { load } = request.routeOptions.config;
    const bottleneck = load === 'none' ? undefined : findBottleneck(LIMITS[load ?? 'rest']);
    done(bottleneck && new Overloaded(bottleneck));
  });
  app.addHook('onError', (_request, _reply, error: unknown, done) => {
    if (error instanceof Overloaded) {
      shed.inc({ bottleneck: error.bottleneck });
      if (performance.now() - loggedAt > LOG_INTERVAL_MS) {
        loggedAt = performance.now();
        logBoth(app.log, 'warn', loadTexts.shed, { bottleneck: error.bottleneck });
      }
    }
    done();
  });
  return () => {
    const bottleneck = findBottleneck(LIMITS.start);
    if (bottleneck) throw new Overloaded(bottleneck);
  };
}
