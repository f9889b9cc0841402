import type { CallHandset } from './chat/call-handset.ts';

/** Which calls of the Bot API a fault meets. */
export interface FaultScope {
  /** Default: every method. */
  method?: string;
  /** How many calls; default 1. */
  times?: number;
}

/** Faults of the Bot API. They meet the calls of every bot of the emulator. */
export interface TelegramFaults {
  /** The next calls fail with this HTTP status, in Telegram's words. `retryAfterSeconds` is for 429. */
  fail(fault: FaultScope & { status: number; retryAfterSeconds?: number }): Promise<void>;
  /** The next calls begin to take effect after `ms` milliseconds. */
  delay(fault: FaultScope & { ms: number }): Promise<void>;
  /** The connections of the next calls break before they take effect. */
  drop(fault?: FaultScope): Promise<void>;
  /** Removes the faults that are left. */
  clear(): Promise<void>;
}

/** Makes the faults of an emulator. */
export function createTelegramFaults(call: CallHandset): TelegramFaults {
  const add = async (fault: object) => {
    await call('/faults', { target: 'telegram', ...fault });
  };
  return {
    fail: ({ retryAfterSeconds, ...fault }) =>
      add({ kind: 'status', ...fault, ...(retryAfterSeconds === undefined ? {} : { retry_after: retryAfterSeconds }) }),
    delay: (fault) => add({ kind: 'delay', ...fault }),
    drop: (fault) => add({ kind: 'drop', ...fault }),
    async clear() {
      await call('/faults', undefined, 'DELETE');
    },
  };
}
