import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeProblems } from '@raqam/service/environment';
import { connectDatabase } from '../database/database.ts';
import { readConfig } from '../env.ts';
import { clientsCommands } from './clients.commands.ts';
import type { CommandGroups } from './command.ts';
import { keyCommands } from './keys.commands.ts';
import { runCommand } from './run-command.ts';
import { webhookCommands } from './webhooks.commands.ts';

/** The commands of the operator. */
const groups: CommandGroups = { clients: clientsCommands, keys: keyCommands, webhooks: webhookCommands };

/** `pnpm dev` writes it: without a database of their own, commands run on that of the development stack. */
const DEVELOPMENT_FILE = fileURLToPath(new URL('../../../../.local/development.env', import.meta.url));

process.exitCode = await runCommand(groups, process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  async connect() {
    // biome-ignore lint/style/noProcessEnv: a command's environment is read here, once
    const environment = process.env;
    const { DATABASE_URL, DATABASE_PUBLIC_URL = DATABASE_URL } = environment;
    if (DATABASE_PUBLIC_URL === undefined && existsSync(DEVELOPMENT_FILE)) process.loadEnvFile(DEVELOPMENT_FILE);
    const read = readConfig(environment);
    if (!read.ok) {
      process.stderr.write(
        describeProblems({ en: 'The command can’t run', uz: 'Buyruqni bajarib bo‘lmaydi' }, read.problems),
      );
      return undefined;
    }
    const { config } = read;
    const db = connectDatabase({ url: config.databaseUrl, connections: 1 });
    return { db, config, close: () => db.close() };
  },
});
