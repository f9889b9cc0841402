import { parseArgs } from 'node:util';
import type { BotSeed } from './world/world.ts';

export interface CommandOptions {
  host: string;
  port: number;
  /** Undefined: every token is a bot. */
  bots: BotSeed[] | undefined;
  isHelpWanted: boolean;
}

export const USAGE = `Usage: npx bot-handset [options]

Telegram on this machine: the Bot API for your bot, and phones to play its users.

  --port <number>           where to listen; 0 takes a free port (BOT_HANDSET_PORT, default 8081)
  --host <address>          the address (BOT_HANDSET_HOST, default 127.0.0.1)
  --bot <token>@<username>  a bot; may be repeated (BOT_HANDSET_BOTS, comma-separated).
                            Without one, every token is a bot, and a bot exists from its first call on.
  --help
`;

/** Reads the command line and the environment; the command line wins. Throws an Error that names the invalid option. */
export function readOptions(argv: readonly string[]): CommandOptions {
  // biome-ignore lint/style/noProcessEnv: this file is the one place that reads the environment
  const { BOT_HANDSET_HOST, BOT_HANDSET_PORT, BOT_HANDSET_BOTS } = process.env;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      host: { type: 'string' },
      port: { type: 'string' },
      bot: { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const bots = values.bot ?? (BOT_HANDSET_BOTS || undefined)?.split(',');
  return {
    host: values.host || BOT_HANDSET_HOST || '127.0.0.1',
    port: readPort(values.port || BOT_HANDSET_PORT || '8081'),
    bots: bots?.map(readBotSeed),
    isHelpWanted: values.help ?? false,
  };
}

/** Reads a port. Throws an Error that names another value. */
export function readPort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new Error(`port "${text}" is not a number from 0 to 65535`);
  return Number(text);
}

/** Reads `<token>@<username>`. Throws an Error that does not show the value, which may have a real token. */
export function readBotSeed(text: string): BotSeed {
  const [token, username] = text.trim().split('@');
  if (!token || !username) throw new Error('a bot must be written as <token>@<username>');
  return { token, username };
}
