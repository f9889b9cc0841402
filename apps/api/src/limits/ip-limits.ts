import { isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { RequestError } from '../http/errors.ts';
import { IPV6_48_FACTOR, WAITING_PER_IP } from '../policy.ts';
import type { Limit } from './budgets.ts';
import type { CreateRate, Rate, RateState } from './rate-store.ts';

/** A rate limit per IP. An IPv6 /64 counts as one IP; its /48 may have ten times the limit. */
export interface IpLimit {
  /**
   * Does `work` for a request. Requests of one IP run concurrently up to what is left of its limit; the others wait in
   * order of arrival, so parallel requests gain nothing. The cap is per process and, within a /48, per /64.
   * Throws a RequestError when nothing is left or too many wait, unless `isExempt` resolves to true.
   */
  run<Result>(request: FastifyRequest, job: Job<Result>): Promise<Result>;
  /** Counts one against an IP, outside of any request of its own. */
  count(ip: string): Promise<void>;
}

export interface Job<Result> {
  work(): Promise<Result>;
  /** Whether the result counts against the limit. */
  counts(result: Result): boolean;
  /** Called when the limit refuses the request: true lets it pass, uncounted. */
  isExempt?(): Promise<boolean>;
}

export interface IpLimitOptions {
  name: string;
  limits: readonly Limit[];
  /** The error of a refused request. */
  error: 'too_many_attempts' | 'code_limit' | 'challenge_limit';
  createRate: CreateRate;
  clientIp: (request: FastifyRequest) => string;
  /** Called when an IP has used its limit up. */
  onReached?: (reached: { ip: string; network: string }) => Promise<void>;
}

/** `Retry-After` when too many requests wait. */
const FULL_QUEUE_RETRY_AFTER_SECONDS = 5;

/** The requests of one IP. */
interface Lane {
  running: number;
  waiting: { start(): void; reject(error: unknown): void }[];
  /** Whether `admit` is running. */
  isAdmitting: boolean;
}

class Refused extends Error {
  readonly retryAfter: number;
  constructor(retryAfter: number) {
    super('The limit of the IP is reached');
    this.retryAfter = retryAfter;
  }
}

export function createIpLimit(options: IpLimitOptions): IpLimit {
  const { name, limits, error, createRate, clientIp, onReached } = options;
  const narrow = createRate({ name, limits });
  const wide = createRate({
    name: `${name}-48`,
    limits: limits.map(({ max, window }) => ({ max: max * IPV6_48_FACTOR, window })),
  });
  const lanes = new Map<string, Lane>();

  /** Waits for its turn. Throws `Refused`. */
  function enter(networks: Networks): Promise<void> {
    const lane = lanes.get(networks.own) ?? { running: 0, waiting: [], isAdmitting: false };
    lanes.set(networks.own, lane);
    if (lane.waiting.length >= WAITING_PER_IP) throw new Refused(FULL_QUEUE_RETRY_AFTER_SECONDS);
    return new Promise((start, reject) => {
      lane.waiting.push({ start, reject });
      void admit(lane, networks);
    });
  }

  /** Starts as many waiting requests as the limit allows, in order of arrival. One look at the limit serves all. */
  async function admit(lane: Lane, networks: Networks): Promise<void> {
    if (lane.isAdmitting) return;
    lane.isAdmitting = true;
    try {
      while (lane.waiting.length > 0) {
        const { remaining, retryAfter } = await look(networks);
        if (remaining === 0) throw new Refused(retryAfter);
        const free = remaining - lane.running;
        if (free <= 0) break; // a request that ends admits others
        for (const { start } of lane.waiting.splice(0, free)) {
          lane.running += 1;
          start();
        }
      }
    } catch (error) {
      for (const { reject } of lane.waiting.splice(0)) reject(error);
    }
    lane.isAdmitting = false;
    if (lane.running === 0) lanes.delete(networks.own); // none is waiting either
  }

  function leave(networks: Networks): void {
    const lane = lanes.get(networks.own);
    if (lane === undefined) return;
    lane.running -= 1;
    void admit(lane, networks);
  }

  const ask = async (networks: Networks, how: (rate: Rate, key: string) => Promise<RateState>): Promise<RateState> => {
    if (networks.wide === undefined) return how(narrow, networks.own);
    const states = await Promise.all([how(narrow, networks.own), how(wide, networks.wide)]);
    return {
      remaining: Math.min(...states.map(({ remaining }) => remaining)),
      retryAfter: Math.max(...states.map(({ retryAfter }) => retryAfter)),
    };
  };
  const look = (networks: Networks) => ask(networks, (rate, key) => rate.look(key));
  async function count(ip: string): Promise<void> {
    const networks = networksOf(ip);
    const { remaining } = await ask(networks, (rate, key) => rate.count(key));
    if (remaining === 0) await onReached?.({ ip, network: networks.own });
  }

  return {
    count,
    async run(request, { work, counts, isExempt }) {
      const ip = clientIp(request);
      const networks = networksOf(ip);
      try {
        await enter(networks);
      } catch (refused) {
        if (!(refused instanceof Refused)) throw refused;
        if (await isExempt?.()) return work();
        throw new RequestError(error, { retryAfter: refused.retryAfter });
      }
      try {
        const result = await work();
        if (counts(result)) await count(ip);
        return result;
      } finally {
        leave(networks);
      }
    },
  };
}

export interface Networks {
  /** The IPv4 address or the IPv6 /64: one customer. */
  own: string;
  /** The IPv6 /48, all of which may belong to one customer. */
  wide: string | undefined;
}

/** The networks in which an IP is counted. */
export function networksOf(ip: string): Networks {
  if (!isIPv6(ip)) return { own: ip, wide: undefined };
  const [head = '', tail] = ip.split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - rest.length;
  const all = [...groups, ...Array<string>(missing).fill('0'), ...rest].map((group) => group.replace(/^0+(?=.)/, ''));
  return { own: all.slice(0, 4).join(':'), wide: `${all.slice(0, 3).join(':')}::/48` };
}
