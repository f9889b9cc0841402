#!/usr/bin/env node
import { type CommandOptions, readOptions, USAGE } from './read-options.ts';
import { startHandset } from './start-handset.ts';
import { VERSION } from './version.ts';
import type { BotSeed } from './world/world.ts';

/** Any token in this form is a bot if none is given. */
const EXAMPLE_TOKEN = '123456:any-secret';

try {
  const options = readOptions(process.argv.slice(2));
  if (options.isHelpWanted) process.stdout.write(USAGE);
  else await run(options);
} catch (error) {
  process.stderr.write(`bot-handset: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function run({ host, port, bots }: CommandOptions): Promise<void> {
  const handset = await startHandset({ host, port, bots });
  process.stdout.write(describe(handset.url, bots));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void handset.close());
}

function describe(url: string, bots: readonly BotSeed[] | undefined): string {
  const lines = bots
    ? bots.map(({ token, username }) => `  Token        ${token} (@${username})`)
    : [`  Token        any, such as ${EXAMPLE_TOKEN}`];
  return `bot-handset ${VERSION}

  Handset page ${url}/
  Bot API      ${url}
${lines.join('\n')}

Point your bot at it:

  Telegraf             new Telegraf(token, { telegram: { apiRoot: '${url}' } })
  grammY               new Bot(token, { client: { apiRoot: '${url}' } })
  python-telegram-bot  Application.builder().token(token).base_url('${url}/bot').base_file_url('${url}/file/bot')
  aiogram              Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base('${url}')))
`;
}
