import { PHONE_RULES } from '@raqam/service/build-stamp';
import type { BotReadiness } from '@raqam/service/readiness';
import type { ApiStanding } from './api-check.ts';

export interface Readiness {
  /** The answer of /readyz. */
  describe(): BotReadiness;
  connected(username: string): void;
  interrupted(kind: 'conflict' | 'unreachable'): void;
  apiAnswered(standing: ApiStanding): void;
  stopping(): void;
}

/**
 * Keeps the state that /readyz reports. The bot is ready while updates arrive, even if the API refuses it: people still
 * get an answer. Two instances take updates from each other in turn, so /readyz also reports the last conflict.
 */
export function createReadiness(
  about: Pick<BotReadiness, 'mode' | 'register_url' | 'version' | 'id'>,
  now: () => Date,
): Readiness {
  let reason: BotReadiness['reason'] = 'starting';
  let lastConflict: Date | undefined;
  let username: string | null = null;
  let api: ApiStanding = 'unknown';

  return {
    describe: () => ({
      status: reason ? 'not_ready' : 'ok',
      ...(reason && { reason }),
      ...about,
      username,
      api,
      last_conflict: lastConflict?.toISOString() ?? null,
      phone_rules: PHONE_RULES,
    }),
    connected(name) {
      if (reason !== 'stopping') reason = undefined;
      username = name;
    },
    interrupted(kind) {
      reason = kind;
      if (kind === 'conflict') lastConflict = now();
    },
    apiAnswered(standing) {
      api = standing;
    },
    stopping() {
      reason = 'stopping';
    },
  };
}
