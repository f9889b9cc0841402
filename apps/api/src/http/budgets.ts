import { createHmac, type KeyObject } from 'node:crypto';
import fastifyRateLimit, { type RateLimitPluginOptions } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SharedRedis } from './shared-redis.ts';

/** So many from one key in a window that begins with the first. */
export interface BudgetOptions {
  /** Of this budget among the others. */
  name: string;
  max: number;
  /** Seconds */
  window: number;
  keyOf: (request: FastifyRequest) => string;
}

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;
type State = Extract<Awaited<ReturnType<Limiter>>, { isAllowed: false }>;

/** What is left for the key of a request; counts one, unless it is to be looked at only. */
export type Budget = (request: FastifyRequest, options?: { increment: false }) => Promise<State>;

/** Distinct keys that are remembered in memory, those of last use first. */
const CACHE = 100_000;

/**
 * Lets budgets be kept by @fastify/rate-limit: in this process's memory and, where there is a Redis, in that, so that
 * several processes share them. Memory counts along: it answers while Redis does not, and it is never behind, as an
 * answer of Redis may be. `key` hides what Redis has no need to know: the keys are addresses of people.
 */
export async function keepBudgets(
  app: FastifyInstance,
  shared?: { redis: SharedRedis; key: KeyObject },
): Promise<(options: BudgetOptions) => Budget> {
  const own = await createLimiters(app, { cache: CACHE });
  const common = shared && (await createLimiters(app, { redis: shared.redis.client, nameSpace: 'raqam:' }));

  return ({ name, max, window, keyOf }) => {
    const limits = { max, timeWindow: window * 1000 };
    const inMemory = own({ ...limits, keyGenerator: keyOf });
    const hide = (key: string) => shared && createHmac('sha256', shared.key).update(key).digest('base64url');
    const inRedis = common?.({ ...limits, keyGenerator: (request) => `${name}:${hide(keyOf(request))}` });
    return async (request, options) => {
      // Counted here before it is counted there, looked at here after it was looked at there.
      const counted = options ? undefined : await inMemory(request);
      const answer = inRedis && (await shared?.redis.ask(() => inRedis(request, options)));
      const own = counted ?? (await inMemory(request, options));
      const states = [own, answer].filter((state) => state !== undefined).map(expectState);
      return states.reduce((worse, state) => (state.remaining < worse.remaining || state.isExceeded ? state : worse));
    };
  };
}

/** In a scope of its own: the plugin keeps one store for each. */
async function createLimiters(
  app: FastifyInstance,
  store: Pick<RateLimitPluginOptions, 'cache' | 'redis' | 'nameSpace'>,
): Promise<FastifyInstance['createRateLimit']> {
  let create: FastifyInstance['createRateLimit'] = expectRegistered;
  await app.register(async (scope) => {
    await scope.register(fastifyRateLimit, { global: false, ...store });
    create = (options) => scope.createRateLimit(options);
  });
  return create;
}

function expectRegistered(): never {
  throw new Error('Fastify registers before it goes on');
}

/** There is no list of those who are always allowed. */
function expectState(state: Awaited<ReturnType<Limiter>>): State {
  if (state.isAllowed) throw new Error('Nobody is exempt from a budget');
  return state;
}
