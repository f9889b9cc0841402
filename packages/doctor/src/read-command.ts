import { parseArgs } from 'node:util';
import { DEFAULT_PORTS } from '@raqam/dev/ports';
import type { Environment } from '@raqam/service/environment';
import { type Credentials, developmentCredentials, readCredentials, readLanguage } from './env.ts';
import { type Language, languages } from './messages/messages.ts';

export const USAGE = `Usage: pnpm run doctor [--api URL] [--web URL] [--bot URL] [options]

Checks a running system. Without addresses: the local one of pnpm dev, with its development values.

  --api URL         the API; behind the web server's proxy, the site's own address
  --web URL         the site
  --bot URL         the bot, whose /readyz tells whether it takes updates
  --no-dry-run      register nobody, not even for a moment
  --json            for machines
  --language LANG   ${languages.join(' or ')}

For a deployment, from the environment: BOT_TOKEN, BOT_SECRET_KEY or TELEGRAM_BOT_SECRET (both, to compare
them), TELEGRAM_API_ROOT. On Railway: railway run --service bot pnpm run doctor --api URL --web URL

Exit code: 0 when nothing failed, 1 otherwise, 2 for wrong usage.
`;

/** What is examined, and with which keys. Of the addresses only the origin counts. */
export interface Target extends Omit<Credentials, 'telegramApiRoot'> {
  api: URL | undefined;
  web: URL | undefined;
  bot: URL | undefined;
  telegram: URL;
}

export interface Command {
  target: Target;
  language: Language;
  json: boolean;
  dryRun: boolean;
}

export type ReadCommand = { ok: true; command: Command } | { ok: false; problem: string } | { ok: 'help' };

const options = {
  api: { type: 'string' },
  web: { type: 'string' },
  bot: { type: 'string' },
  'dry-run': { type: 'boolean', default: true },
  json: { type: 'boolean', default: false },
  language: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Reads arguments and environment. A problem never quotes what was given: it may hold a secret. */
export function readCommand(args: string[], environment: Environment): ReadCommand {
  const values = parse(args);
  if (values === undefined) return wrong('There is an unknown option, one without its value, or a word too many.');
  if (values.help) return { ok: 'help' };
  const { api, web, bot } = values;
  const isLocal = api === undefined && web === undefined && bot === undefined;
  const { telegramApiRoot, ...credentials } = isLocal ? developmentCredentials() : readCredentials(environment);
  const local = (port: number) => `http://localhost:${port}`;
  const given = isLocal
    ? { api: local(DEFAULT_PORTS.api), web: local(DEFAULT_PORTS.web), bot: local(DEFAULT_PORTS.bot) }
    : { api, web, bot };

  for (const [name, raw] of Object.entries({
    '--api': api,
    '--web': web,
    '--bot': bot,
    TELEGRAM_API_ROOT: telegramApiRoot,
  })) {
    if (raw !== undefined && !isHttpUrl(raw)) {
      return wrong(`${name} must be an address such as https://example.uz, without a user name or password.`);
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
  };
  return { ok: true, command: { target, language, json: values.json, dryRun: values['dry-run'] } };
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
