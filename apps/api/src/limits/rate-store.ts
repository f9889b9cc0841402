import { createHmac, type KeyObject } from 'node:crypto';
import fastifyRateLimit, { type RateLimitPluginOptions } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Limit } from './budgets.ts';
import type { SharedRedis } from './shared-redis.ts';

export interface RateOptions {
  /** Unique among all rates. */
  name: string;
  /** All of them apply. */
  limits: readonly Limit[];
}

export interface RateState {
  /** Number of events still allowed. */
  remaining: number;
  /** Seconds until more are allowed, when none remains. */
  retryAfter: number;
}

/** Counts events per key: an IP or a phone number. */
export interface Rate {
  look(key: string): Promise<RateState>;
  /** Counts one event. */
  count(key: string): Promise<RateState>;
}

export type CreateRate = (options: RateOptions) => Rate;

type CreateLimiter = FastifyInstance['createRateLimit'];
type Limiter = ReturnType<CreateLimiter>;
type LimiterState = Awaited<ReturnType<Limiter>>;

/** Maximum number of keys per limit in memory; the least recently used are dropped. */
const KEYS_IN_MEMORY = 100_000;

/**
 * Counts with @fastify/rate-limit in this process's memory and, if configured, in Redis, where several processes
 * share the counts. Each process also counts in memory, as a fallback and because Redis replies may be stale; the
 * stricter count wins. `key` hides the keys from Redis: they are IPs and phone numbers of people.
 */
export async function openRateStore(
  app: FastifyInstance,
  shared?: { redis: SharedRedis; key: KeyObject },
): Promise<CreateRate> {
  const createOwn = await openStore(app, { cache: KEYS_IN_MEMORY });
  const createCommon = shared && (await openStore(app, { redis: shared.redis.client, nameSpace: 'raqam:' }));

  return ({ name, limits }) => {
    const create = (createLimiter: CreateLimiter, keyIn: (key: string, window: number) => string) =>
      limits.map(({ max, window }) => {
        const keyGenerator = (request: FastifyRequest) => keyIn(keyOf(request), window);
        // each limit has a memory of its own; its type lacks `cache`, without which it holds 5,000 keys
        const options = { max, timeWindow: window * 1000, keyGenerator, cache: KEYS_IN_MEMORY };
        return createLimiter(options);
      });
    const hide = (key: string) => shared && createHmac('sha256', shared.key).update(key).digest('base64url');
    const own = create(createOwn, (key) => key);
    const common = createCommon && create(createCommon, (key, window) => `${name}-${window}:${hide(key)}`);
    const ask = (limiters: readonly Limiter[], key: string, increment: boolean) =>
      Promise.all(limiters.map((limiter) => limiter(asRequest(key), { increment })));
    const askRedis = async (key: string, increment: boolean) =>
      (common && (await shared?.redis.ask(() => ask(common, key, increment), increment))) ?? [];

    return {
      async look(key) {
        const answers = await askRedis(key, false);
        return strictest([...answers, ...(await ask(own, key, false))]); // after whatever came in between
      },
      async count(key) {
        const states = await ask(own, key, true); // before anybody can look again
        return strictest([...states, ...(await askRedis(key, true))]);
      },
    };
  };
}

/** The package counts requests; of a request it reads only the key and the route's options. */
function asRequest(key: string): FastifyRequest {
  return { key, routeOptions: {} } as unknown as FastifyRequest;
}

function keyOf(request: FastifyRequest): string {
  return String(Reflect.get(request, 'key'));
}

/** Registers the plugin in a scope of its own, because it keeps one store per scope. */
async function openStore(
  app: FastifyInstance,
  store: Pick<RateLimitPluginOptions, 'cache' | 'redis' | 'nameSpace'>,
): Promise<CreateLimiter> {
  let create: CreateLimiter = expectRegistered;
  await app.register(async (scope) => {
    await scope.register(fastifyRateLimit, { global: false, ...store });
    create = (options) => scope.createRateLimit(options);
  });
  return create;
}

function expectRegistered(): never {
  throw new Error('Fastify registers before it goes on');
}

/** Combines states that all apply: the fewest remaining, and the longest wait among those with none remaining. */
function strictest(states: readonly LimiterState[]): RateState {
  const limited = states.filter((state) => !state.isAllowed); // nobody is on a list of the always allowed
  const empty = limited.filter(({ remaining }) => remaining === 0);
  return {
    remaining: Math.min(...limited.map(({ remaining }) => remaining)),
    retryAfter: Math.max(0, ...empty.map(({ ttlInSeconds }) => ttlInSeconds)),
  };
}
