import type { ParseArgsOptionsConfig } from 'node:util';
import type { Database } from '../database/database.ts';
import type { Config } from '../env.ts';

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
}

/** Commands by group and name. */
export type CommandGroups = Readonly<Record<string, Readonly<Record<string, Command>>>>;

/** Ends a command with a message for the operator, and the exit code 1. */
export class CommandFailed extends Error {}
