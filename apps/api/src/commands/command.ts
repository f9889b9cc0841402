import type { ParseArgsOptionsConfig } from 'node:util';
import type { Database } from '../database/database.ts';
import type { Config } from '../env.ts';
import type { AdminAct } from '../features/admin/admin-act.ts';

/** One command of the operator: `pnpm raqam <group> <name> …`. */
export interface Command {
  /** The positional arguments, such as `['<id>']`; one in brackets, `[id]`, may be left out. */
  args?: readonly string[];
  summary: string;
  options?: ParseArgsOptionsConfig;
  run(context: CommandContext): Promise<void>;
}

export interface CommandContext {
  db: Database;
  config: Config;
  /** The positional arguments in the order of `args`. */
  args: readonly string[];
  /** Of the options; each value of one with `multiple` is in a list. */
  options: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  print(line: string): void;
  /** Prints `data` as JSON with --json, otherwise the lines of `describe`. For what a command finds or makes. */
  show(data: unknown, describe: () => readonly string[]): void;
  /** Asks before what can't be undone; --yes is the answer without a question. Throws CommandFailed unless it is yes. */
  confirm(question: string): Promise<void>;
  /** For the events of what the command does. */
  act: AdminAct;
}

/** The name of the one command of a group that has no others: `pnpm raqam stats`. */
export const ALONE = '';

/** Commands by group and name. */
export type CommandGroups = Readonly<Record<string, Readonly<Record<string, Command>>>>;

/** Ends a command with a message for the operator, and the exit code 1. */
export class CommandFailed extends Error {}
