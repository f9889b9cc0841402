import { PHONE_RULES } from '@raqam/service/build-stamp';
import type { BotReadiness } from '@raqam/service/readiness';

export interface WatchedReadiness {
  /** What /readyz tells. */
  describe(): BotReadiness;
  connected(): void;
  interrupted(kind: 'conflict' | 'unreachable'): void;
  stopping(): void;
}

/** Keeps in mind whether updates arrive. Two instances take them from each other by turns, so the last conflict is told too. */
export function watchReadiness(
  about: Pick<BotReadiness, 'mode' | 'register_url' | 'version'>,
  now: () => Date,
): WatchedReadiness {
  let reason: BotReadiness['reason'] = 'starting';
  let lastConflict: Date | undefined;

  return {
    describe: () => ({
      status: reason ? 'not_ready' : 'ok',
      ...(reason && { reason }),
      ...about,
      last_conflict: lastConflict?.toISOString() ?? null,
      phone_rules: PHONE_RULES,
    }),
    connected() {
      reason = undefined;
    },
    interrupted(kind) {
      reason = kind;
      if (kind === 'conflict') lastConflict = now();
    },
    stopping() {
      reason = 'stopping';
    },
  };
}
