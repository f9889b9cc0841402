import { createHmac, type KeyObject } from 'node:crypto';
import fastifyRateLimit, { type RateLimitPluginOptions } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SharedRedis } from './shared-redis.ts';

/** So many from one key in a window that begins with the first. */
interface Limit {
  max: number;
  /** Seconds */
  window: number;
}

export interface BudgetOptions {
  /** Of this budget among the others. */
  name: string;
  /** All of them hold. */
  limits: readonly Limit[];
  keyOf: (request: FastifyRequest) => string;
}

export interface BudgetState {
  /** How many more are allowed. */
  remaining: number;
  /** More were counted than are allowed. */
  isExceeded: boolean;
  /** Seconds until there are more, where none remains. */
  retryAfter: number;
}

/** What is left for the key of a request. */
export interface Budget {
  look(request: FastifyRequest): Promise<BudgetState>;
  /** Counts one. */
  count(request: FastifyRequest): Promise<BudgetState>;
}

type CreateLimiter = FastifyInstance['createRateLimit'];
type Limiter = ReturnType<CreateLimiter>;
type LimiterState = Awaited<ReturnType<Limiter>>;

/** Distinct keys that are remembered in memory, those of last use first. */
const CACHE = 100_000;

/**
 * Lets budgets be kept by @fastify/rate-limit: in this process's memory and, where there is a Redis, in that, so that
 * several processes share them. Memory counts along: it answers while Redis does not, and it is never behind, as an
 * answer of Redis may be. The stricter one counts. `key` hides what Redis has no need to know: the keys are addresses
 * of people.
 */
export async function keepBudgets(
  app: FastifyInstance,
  shared?: { redis: SharedRedis; key: KeyObject },
): Promise<(options: BudgetOptions) => Budget> {
  const createOwn = await openStore(app, { cache: CACHE });
  const createCommon = shared && (await openStore(app, { redis: shared.redis.client, nameSpace: 'raqam:' }));

  return ({ name, limits, keyOf }) => {
    const create = (createLimiter: CreateLimiter, keyIn: (request: FastifyRequest, window: number) => string) =>
      limits.map(({ max, window }) =>
        createLimiter({ max, timeWindow: window * 1000, keyGenerator: (request) => keyIn(request, window) }),
      );
    const hide = (address: string) => shared && createHmac('sha256', shared.key).update(address).digest('base64url');
    const own = create(createOwn, keyOf);
    const common =
      createCommon && create(createCommon, (request, window) => `${name}-${window}:${hide(keyOf(request))}`);
    const ask = (limiters: readonly Limiter[], request: FastifyRequest, increment: boolean) =>
      Promise.all(limiters.map((limiter) => limiter(request, { increment })));
    const askRedis = async (request: FastifyRequest, increment: boolean) =>
      (common && (await shared?.redis.ask(() => ask(common, request, increment), increment))) ?? [];

    return {
      async look(request) {
        const answers = await askRedis(request, false);
        return strictest([...answers, ...(await ask(own, request, false))]); // after whatever came in between
      },
      async count(request) {
        const states = await ask(own, request, true); // before anybody can look again
        return strictest([...states, ...(await askRedis(request, true))]);
      },
    };
  };
}

/** In a scope of its own: the plugin keeps one store for each. */
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

/** All hold: the fewest that remain, and the longest wait of those with which none does. */
function strictest(states: readonly LimiterState[]): BudgetState {
  const limited = states.filter((state) => !state.isAllowed); // nobody is on a list of the always allowed
  const empty = limited.filter(({ remaining }) => remaining === 0);
  return {
    remaining: Math.min(...limited.map(({ remaining }) => remaining)),
    isExceeded: limited.some(({ isExceeded }) => isExceeded),
    retryAfter: Math.max(0, ...empty.map(({ ttlInSeconds }) => ttlInSeconds)),
  };
}
