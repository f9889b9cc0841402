import { isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { FAILED_CHECKS_PER_ADDRESS, SMS_PER_ADDRESS } from '../policy.ts';
import type { Budget, BudgetOptions } from './budgets.ts';
import { RequestError } from './errors.ts';

/** Failed checks from one address: successes are free. */
export interface FailedChecks {
  /**
   * Runs a check of `request`'s address. As many run at once as could still fail: the others wait for their
   * turn, so that a burst gets no more tries than a queue; at several processes at once as many times more.
   * Throws `too_many_attempts` where none is left.
   */
  run<Result>(
    request: FastifyRequest,
    check: () => Promise<Result>,
    hasFailed: (result: Result) => boolean,
  ): Promise<Result>;
}

type CreateBudget = (options: BudgetOptions) => Budget;

export function createFailedChecks(
  createBudget: CreateBudget,
  clientAddress: (request: FastifyRequest) => string,
): FailedChecks {
  const network = (request: FastifyRequest) => networkOf(clientAddress(request));
  const budget = createBudget({ name: 'failed', limits: FAILED_CHECKS_PER_ADDRESS, keyOf: network });
  const running = new Map<string, Set<Promise<unknown>>>();

  /** How many more may fail now. */
  async function findLeft(request: FastifyRequest): Promise<number> {
    const { remaining, retryAfter } = await budget.look(request);
    if (remaining === 0) throw new RequestError('too_many_attempts', { retryAfter });
    return remaining;
  }

  return {
    async run(request, check, hasFailed) {
      const key = network(request);
      const turn = async () => {
        const result = await check();
        if (hasFailed(result)) await budget.count(request);
        return result;
      };
      for (;;) {
        const left = await findLeft(request);
        const ofAddress = running.get(key) ?? new Set();
        if (ofAddress.size < left) return runBeside(ofAddress, key, turn);
        await Promise.race(ofAddress);
      }
    },
  };

  async function runBeside<Result>(
    ofAddress: Set<Promise<unknown>>,
    key: string,
    turn: () => Promise<Result>,
  ): Promise<Result> {
    const result = turn();
    const settled = result.catch(() => {});
    running.set(key, ofAddress.add(settled));
    try {
      return await result;
    } finally {
      ofAddress.delete(settled);
      if (ofAddress.size === 0) running.delete(key);
    }
  }
}

/** Counts the SMS of an address; tells how long to wait where it has had too many. */
export function createSmsBudget(
  createBudget: CreateBudget,
  clientAddress: (request: FastifyRequest) => string,
): (request: FastifyRequest) => Promise<{ retryAfter: number } | undefined> {
  const budget = createBudget({
    name: 'sms',
    limits: [SMS_PER_ADDRESS],
    keyOf: (request) => networkOf(clientAddress(request)),
  });
  return async (request) => {
    // What is refused is not counted: at another process it would begin a window of its own.
    const { remaining, retryAfter } = await budget.look(request);
    if (remaining === 0) return { retryAfter };
    const counted = await budget.count(request);
    return counted.isExceeded ? { retryAfter: counted.retryAfter } : undefined;
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
