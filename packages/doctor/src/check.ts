import type { WebBuild } from '@raqam/service/readiness';
import type { AnyApiReadiness, AnyBotReadiness } from './http/readiness.ts';
import type { Journey } from './journey/take-journey.ts';
import type { Press } from './journey/take-press.ts';
import type { Messages } from './messages/messages.ts';
import type { Target } from './read-command.ts';

/** One line of the report. */
export interface Check {
  name: CheckName;
  run(context: Context): Promise<Finding> | Finding;
}

export type CheckName = keyof Messages['names'];

/** `skipped`: not checked, so nobody knows. What needs no check on this deployment is `ok`. */
export type Mark = 'ok' | 'warning' | 'failed' | 'skipped';

export interface Finding {
  mark: Mark;
  seen: string;
  /** Which variable of which service to change. */
  fix?: string;
  /** The argument or variable of the doctor that a skipped check needs. */
  missing?: string;
}

export interface Context {
  target: Target;
  texts: Messages;
  /** The results of earlier checks, for later ones. */
  found: Found;
  /** Redacts this value from all further output. */
  addSecret(secret: string): void;
  /** Removes secrets from a text that is printed. */
  redact(text: string): string;
  /** Aborts when the operator stops the doctor. What the dry run made is still deleted. */
  signal: AbortSignal;
  dryRun: boolean;
}

interface Found {
  apiAnswers?: boolean;
  api?: AnyApiReadiness;
  /** Where the site sends its requests: the API itself, or the web server that proxies it. */
  siteApi?: URL;
  build?: WebBuild;
  bot?: { readiness: AnyBotReadiness; askedAt: number };
  /** The user name and the id of the bot of BOT_TOKEN. */
  botName?: string;
  botId?: string;
  secretIsRight?: boolean;
  webhook?: { pending: number };
  journey?: Journey;
  press?: Press;
  /** How far the clocks are ahead of this machine's. */
  apiSkewMs?: number;
  webSkewMs?: number;
}

export const ok = (seen: string): Finding => ({ mark: 'ok', seen });
export const warning = (seen: string, fix: string): Finding => ({ mark: 'warning', seen, fix });
export const failed = (seen: string, fix: string): Finding => ({ mark: 'failed', seen, fix });
export const skipped = (seen: string): Finding => ({ mark: 'skipped', seen });

/** Skipped because an argument or a variable is missing. */
export function notGiven({ texts }: Context, missing: string): Finding {
  return { mark: 'skipped', seen: texts.notGiven(missing), missing };
}

/** Skipped because an earlier check did not find what this one needs. */
export function blockedBy({ texts }: Context, needed: CheckName): Finding {
  return skipped(texts.needs(texts.names[needed]));
}
