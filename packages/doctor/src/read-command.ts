import { parseArgs } from 'node:util';
import { type Ports, readPorts } from '@raqam/dev/ports';
import type { Environment } from '@raqam/service/environment';
import { type Credentials, developmentCredentials, readCredentials, readLanguage } from './env.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { type Language, languages } from './messages/messages.ts';

export const USAGE = `Usage: pnpm run doctor [--api URL] [--web URL] [--bot URL] [options]

Checks a running system and names the variable to change. Without URLs: the local system of pnpm dev.

  --api URL         the API; where the web server proxies /api, the site's own URL
  --web URL         the site
  --bot URL         the bot, whose /readyz says whether it gets updates and codes
  --partial         accept skipped checks: exit with 0 when nothing failed
  --no-dry-run      skip the registration of a test person, who is deleted at once
  --json            for machines
  --language LANG   ${languages.join(' or ')}

From the environment, for a deployment: BOT_TOKEN, BOT_SECRET_KEY or TELEGRAM_BOT_SECRET (both, to compare them),
TELEGRAM_API_ROOT. On Railway: railway run --service bot pnpm run doctor --api URL --web URL --bot URL

Exit codes:
  ${EXIT_CODES.good}  every check was made and none failed (with --partial: none failed)
  ${EXIT_CODES.failed}  a check failed, or the doctor was interrupted
  ${EXIT_CODES.wrongUsage}  wrong usage
  ${EXIT_CODES.skipped}  no check failed, but some were skipped: the last lines say which keys and URLs are missing
`;

/** The examined system and its keys. Only the origins of the URLs are used. */
export interface Target extends Omit<Credentials, 'telegramApiRoot'> {
  api: URL | undefined;
  web: URL | undefined;
  bot: URL | undefined;
  telegram: URL;
  /** The emulated Telegram of the local system; undefined: a deployment. */
  handset: URL | undefined;
}

export interface Command {
  target: Target;
  language: Language;
  json: boolean;
  dryRun: boolean;
  partial: boolean;
}

export type ReadCommand = { ok: true; command: Command } | { ok: false; problem: string } | { ok: 'help' };

const options = {
  api: { type: 'string' },
  web: { type: 'string' },
  bot: { type: 'string' },
  partial: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: true },
  json: { type: 'boolean', default: false },
  language: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Reads arguments and environment. A problem never quotes a value: it may hold a secret. */
export function readCommand(args: string[], environment: Environment): ReadCommand {
  const values = parse(args);
  if (values === undefined) return wrong('Unknown option, an option without its value, or an unexpected word.');
  if (values.help) return { ok: 'help' };
  const { api, web, bot } = values;
  const isLocal = api === undefined && web === undefined && bot === undefined;
  const ports = isLocal ? readLocalPorts(environment) : undefined;
  if (typeof ports === 'string') return wrong(ports);
  const { telegramApiRoot, ...credentials } = ports ? developmentCredentials(ports) : readCredentials(environment);
  const local = (port: number) => `http://localhost:${port}`;
  const given = ports ? { api: local(ports.api), web: local(ports.web), bot: local(ports.bot) } : { api, web, bot };

  for (const [name, raw] of Object.entries({
    '--api': api,
    '--web': web,
    '--bot': bot,
    TELEGRAM_API_ROOT: telegramApiRoot,
  })) {
    if (raw !== undefined && !isHttpUrl(raw)) {
      return wrong(`${name} must be a URL such as https://example.uz, without a user name or password.`);
    }
  }
  const language = languages.find((each) => each === (values.language ?? readLanguage(environment)));
  if (language === undefined) return wrong(`--language must be ${languages.join(' or ')}.`);
  const origin = (raw: string | undefined) => (raw === undefined ? undefined : new URL(new URL(raw).origin));
  const target = {
    ...credentials,
    api: origin(given.api),
    web: origin(given.web),
    bot: origin(given.bot),
    telegram: new URL(telegramApiRoot),
    handset: ports ? new URL(telegramApiRoot) : undefined,
  };
  const { json, partial, 'dry-run': dryRun } = values;
  return { ok: true, command: { target, language, json, dryRun, partial } };
}

/** The ports of `pnpm dev`, or why they cannot be read. */
function readLocalPorts(environment: Environment): Ports | string {
  try {
    return readPorts(environment);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowNegative: true }).values;
  } catch {
    return undefined;
  }
}

function wrong(problem: string): ReadCommand {
  return { ok: false, problem };
}

function isHttpUrl(raw: string): boolean {
  const url = URL.parse(raw);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}
