import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { describeProblems } from '@raqam/service/environment';
import { connectDatabase } from '../database/database.ts';
import { readConfig } from '../env.ts';
import { actByCommand } from '../features/admin/admin-act.ts';
import { clientsCommands } from './clients.commands.ts';
import type { CommandGroups } from './command.ts';
import { eventCommands } from './events.commands.ts';
import { keyCommands } from './keys.commands.ts';
import { runCommand } from './run-command.ts';
import { statsCommands } from './stats.commands.ts';
import { unlockCommands, usersCommands } from './users.commands.ts';
import { webhookCommands } from './webhooks.commands.ts';

/** The commands of the operator. */
const groups: CommandGroups = {
  clients: clientsCommands,
  events: eventCommands,
  keys: keyCommands,
  stats: statsCommands,
  unlock: unlockCommands,
  users: usersCommands,
  webhooks: webhookCommands,
};

/** `pnpm dev` writes it: without a database of their own, commands run on that of the development stack. */
const DEVELOPMENT_FILE = fileURLToPath(new URL('../../../../.local/development.env', import.meta.url));

process.exitCode = await runCommand(groups, process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
  async ask(question) {
    const { stdin: input, stderr: output } = process; // a question is no part of what the command prints
    if (!input.isTTY) return false;
    const terminal = createInterface({ input, output });
    const answered = await terminal.question(`${question} (yes/no) `);
    terminal.close();
    return answered.trim().toLowerCase() === 'yes';
  },
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
    return { db, config, act: actByCommand(nameLogin()), close: () => db.close() };
  },
});

/** The operator's login on this machine; containers may have none. */
function nameLogin(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
