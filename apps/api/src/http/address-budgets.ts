import { isIPv6 } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { FAILED_CHECKS_PER_ADDRESS, SMS_PER_ADDRESS } from '../policy.ts';
import { RequestError } from './errors.ts';

/** Failed checks from one address: successes are free. */
export interface FailedChecks {
  /** Throws `too_many_attempts` where the address has used up a budget. */
  refuseOverBudget(request: FastifyRequest): Promise<void>;
  count(request: FastifyRequest): Promise<void>;
}

/** The budgets are kept by @fastify/rate-limit, which must be registered. */
export function createFailedChecks(
  app: FastifyInstance,
  clientAddress: (request: FastifyRequest) => string,
): FailedChecks {
  const budgets = FAILED_CHECKS_PER_ADDRESS.map(({ max, window }) =>
    app.createRateLimit({
      max: max - 1, // it calls a budget exceeded after one more, but looking counts for nothing
      timeWindow: window * 1000,
      keyGenerator: (request) => networkOf(clientAddress(request)),
    }),
  );
  return {
    async refuseOverBudget(request) {
      for (const budget of budgets) {
        const state = await budget(request, { increment: false });
        if (!state.isAllowed && state.isExceeded) {
          throw new RequestError('too_many_attempts', { retryAfter: state.ttlInSeconds });
        }
      }
    },
    async count(request) {
      for (const budget of budgets) await budget(request);
    },
  };
}

/** Counts the SMS that an address asks for. */
export function createSmsBudget(
  app: FastifyInstance,
  clientAddress: (request: FastifyRequest) => string,
): (request: FastifyRequest) => Promise<void> {
  const budget = app.createRateLimit({
    max: SMS_PER_ADDRESS.max,
    timeWindow: SMS_PER_ADDRESS.window * 1000,
    keyGenerator: (request) => networkOf(clientAddress(request)),
  });
  return async (request) => {
    const state = await budget(request);
    if (!state.isAllowed && state.isExceeded) throw new RequestError('code_limit', { retryAfter: state.ttlInSeconds });
  };
}

/** One customer has one IPv4 address, or one IPv6 /64. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length;
  return [...groups, ...Array<string>(missing).fill('0'), ...(tail ?? '').split(':')].slice(0, 4).join(':');
}
