import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';

/** A fault that is injected into the next `times` calls to `target` (only to `method`, when given). */
export interface Fault {
  /** `telegram`, or a target of an extension. */
  target: string;
  /** Compared case-insensitively. */
  method?: string;
  kind: 'status' | 'delay' | 'drop';
  /** HTTP status, for `kind: 'status'`. */
  status?: number;
  /** Seconds, for status 429. */
  retry_after?: number;
  /** The name of the error, for targets that have names for them. */
  error?: string;
  /** For `kind: 'delay'`. */
  ms?: number;
  times: number;
}

export interface Faults {
  /** The targets that a fault may have. */
  readonly targets: readonly string[];
  add(fault: Fault): void;
  clear(): void;
  /** The pending faults. */
  list(): Fault[];
  /** The fault that is due for this call, counted down; undefined if there is none. */
  take(target: string, method: string): Fault | undefined;
}

const MAX_FAULTS = 1_000;

/** Makes an empty list of faults of the Bot API and of the targets of an extension. */
export function createFaults(moreTargets: readonly string[] = []): Faults {
  let faults: Fault[] = [];
  return {
    targets: ['telegram', ...moreTargets],
    add(fault) {
      faults = [...faults, { ...fault }].slice(-MAX_FAULTS);
    },
    clear() {
      faults = [];
    },
    list() {
      return faults;
    },
    take(target, method) {
      const fault = faults.find(
        (each) =>
          each.target === target && (each.method === undefined || each.method.toLowerCase() === method.toLowerCase()),
      );
      if (!fault) return undefined;
      fault.times -= 1;
      if (fault.times <= 0) faults = faults.filter((each) => each !== fault);
      return fault;
    },
  };
}

/** How a call continues after its fault. */
export type FaultOutcome =
  /** Go on as if nothing happened. */
  | { kind: 'pass' }
  /** The socket is destroyed: return without touching the reply. */
  | { kind: 'dropped' }
  /** Answer this status, in the target's own error shape. */
  | { kind: 'status'; status: number; retryAfter: number; error: string | undefined };

/**
 * Applies a due fault to a call: waits for a delay, and destroys the socket for a drop. A status is left to the
 * caller, which knows the shape of its errors. Call it first in an emulator's handler.
 */
export async function meetFault(
  faults: Faults,
  target: string,
  method: string,
  reply: FastifyReply,
  stopping: AbortSignal,
): Promise<FaultOutcome> {
  const fault = faults.take(target, method);
  switch (fault?.kind) {
    case undefined:
      return { kind: 'pass' };
    case 'delay':
      // An abort means that the server is stopping, which ends the delay
      await delay(fault.ms ?? 0, undefined, { signal: stopping }).catch(() => undefined);
      return { kind: 'pass' };
    case 'drop':
      reply.hijack();
      reply.raw.destroy();
      return { kind: 'dropped' };
    case 'status':
      return { kind: 'status', status: fault.status ?? 500, retryAfter: fault.retry_after ?? 1, error: fault.error };
  }
}
