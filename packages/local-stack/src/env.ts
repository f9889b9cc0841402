import { parseArgs } from 'node:util';
import { readBotSeed, readPort } from 'bot-handset/src/read-options';
import type { BotSeed } from 'bot-handset/src/world/world';

export interface StackConfig {
  host: string;
  port: number;
  bots: BotSeed[];
  isHelpWanted: boolean;
}

const DEFAULT_BOT = '1000000001:local-stack-token-for-development@local_stack_bot';

export const USAGE = `Usage: pnpm --filter @raqam/local-stack start [options]

  --host <address>          where to listen (LOCAL_STACK_HOST, default 127.0.0.1)
  --port <number>           0 takes a free one (LOCAL_STACK_PORT, default 8081)
  --bot <token>@<username>  a bot; may be repeated (LOCAL_STACK_BOTS, comma-separated)
  --help
`;

/** Reads the command line and the environment; the command line wins. Throws an Error that names the invalid option. */
export function readStackConfig(argv: readonly string[]): StackConfig {
  // biome-ignore lint/style/noProcessEnv: this file is the one place that reads the environment
  const { LOCAL_STACK_HOST, LOCAL_STACK_PORT, LOCAL_STACK_BOTS } = process.env;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      host: { type: 'string' },
      port: { type: 'string' },
      bot: { type: 'string', multiple: true },
      help: { type: 'boolean' },
    },
  });
  const bots = values.bot ?? (LOCAL_STACK_BOTS || DEFAULT_BOT).split(',');
  return {
    host: values.host || LOCAL_STACK_HOST || '127.0.0.1',
    port: readPort(values.port || LOCAL_STACK_PORT || '8081'),
    bots: bots.map(readBotSeed),
    isHelpWanted: values.help ?? false,
  };
}
