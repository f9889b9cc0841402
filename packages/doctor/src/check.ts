import type { ApiReadiness, BotReadiness, WebBuild } from '@raqam/service/readiness';
import type { Journey } from './journey/take-journey.ts';
import type { Messages } from './messages/messages.ts';
import type { Target } from './read-command.ts';

/** One line of the report. */
export interface Check {
  name: CheckName;
  run(context: Context): Promise<Finding> | Finding;
}

export type CheckName = keyof Messages['names'];

export type Mark = 'ok' | 'warning' | 'failed' | 'skipped';

export interface Finding {
  mark: Mark;
  seen: string;
  /** Which variable of which service to change. */
  mend?: string;
}

export interface Context {
  target: Target;
  texts: Messages;
  /** What the checks have found so far, for those that come after them. */
  found: Found;
  /** From now on nothing that is printed holds this. */
  conceal(secret: string): void;
  /** What may be printed of a text. */
  hide(text: string): string;
  /** Aborts when the operator wants no more: what was begun is still cleaned up. */
  signal: AbortSignal;
  dryRun: boolean;
}

interface Found {
  apiAnswers?: boolean;
  api?: ApiReadiness;
  /** Where the site's requests go: the API itself, or the web server that proxies it. */
  siteApi?: URL;
  build?: WebBuild;
  bot?: { told: BotReadiness; askedAt: number };
  botName?: string;
  secretIsRight?: boolean;
  webhook?: { pending: number };
  journey?: Journey;
  /** By how many milliseconds the clocks are ahead of this machine's. */
  apiSkew?: number;
  webSkew?: number;
}

export const ok = (seen: string): Finding => ({ mark: 'ok', seen });
export const warning = (seen: string, mend: string): Finding => ({ mark: 'warning', seen, mend });
export const failed = (seen: string, mend: string): Finding => ({ mark: 'failed', seen, mend });
export const skipped = (seen: string): Finding => ({ mark: 'skipped', seen });

/** Skipped because the check that finds out what is needed did not. */
export function lacks({ texts }: Context, needed: CheckName): Finding {
  return skipped(texts.needs(texts.names[needed]));
}
