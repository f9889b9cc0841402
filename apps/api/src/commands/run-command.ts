import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ALONE, type Command, type CommandContext, CommandFailed, type CommandGroups } from './command.ts';

type Services = Pick<CommandContext, 'db' | 'config' | 'act'>;

/** Where a command writes, and what it needs. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
  /** Asks a question that is answered by yes or no; false where nobody can answer, as in a script. */
  ask(question: string): Promise<boolean>;
  /** Connects to what commands use; they can't run without it, but their help can. undefined: it has said why not. */
  connect(): Promise<(Services & { close(): Promise<void> }) | undefined>;
}

const WRONG_USAGE = 2;

const COMMON_OPTIONS = { help: { type: 'boolean' }, json: { type: 'boolean' }, yes: { type: 'boolean' } };

/** Runs `pnpm raqam` with these arguments. @returns the exit code */
export async function runCommand(
  groups: CommandGroups,
  argv: readonly string[],
  { out, error, ask, connect }: Terminal,
): Promise<number> {
  const [group = '', ...afterGroup] = argv;
  const commands = own(groups, group);
  const isAlone = own(commands, ALONE) !== undefined;
  const [name = '', ...rest] = isAlone ? [ALONE, ...afterGroup] : afterGroup;
  const command = own(commands, name);
  if (command === undefined) {
    const isHelp = argv.length === 0 || argv.includes('--help');
    (isHelp ? out : error)(describeGroups(commands ? { [group]: commands } : groups));
    return isHelp ? 0 : WRONG_USAGE;
  }
  const usage = describeCommand(group, name, command);
  const read = readArguments(command, rest);
  if (read === undefined || read.options['help']) {
    (read ? out : error)(usage);
    return read ? 0 : WRONG_USAGE;
  }
  const services = await connect();
  if (services === undefined) return 1;
  try {
    await command.run({
      ...services,
      ...read,
      print: (line) => out(`${line}\n`),
      show(data, describe) {
        out(
          read.options['json']
            ? `${JSON.stringify(data, null, 2)}\n`
            : describe()
                .map((line) => `${line}\n`)
                .join(''),
        );
      },
      async confirm(question) {
        const isConfirmed = read.options['yes'] || (await ask(question));
        if (!isConfirmed) throw new CommandFailed('Nothing was changed. Answer yes, or give --yes.');
      },
    });
    return 0;
  } catch (thrown) {
    if (!(thrown instanceof CommandFailed)) throw thrown;
    error(`${thrown.message}\n`);
    return 1;
  } finally {
    await services.close();
  }
}

/** A property of the record itself, not one that every object has. */
function own<Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}

function readArguments({ args = [], options = {} }: Command, argv: string[]) {
  try {
    const config = { args: argv, allowPositionals: true, options: { ...options, ...COMMON_OPTIONS } };
    const { positionals, values } = parseArgs(config as ParseArgsConfig); // `type` is literal in every command
    const required = args.filter((arg) => !arg.startsWith('['));
    const isComplete = values['help'] || (positionals.length >= required.length && positionals.length <= args.length);
    return isComplete ? { args: positionals, options: values } : undefined;
  } catch {
    return undefined;
  }
}

function describeGroups(groups: CommandGroups): string {
  const lines = Object.entries(groups).flatMap(([group, commands]) =>
    Object.entries(commands).map(([name, command]) => [nameCommand(group, name, command), command.summary] as const),
  );
  const width = Math.max(...lines.map(([call]) => call.length));
  return `Usage: pnpm raqam <group> <command> … [--json] [--yes]\n\n${lines.map(([call, summary]) => `  ${call.padEnd(width)}  ${summary}\n`).join('')}`;
}

function describeCommand(group: string, name: string, command: Command): string {
  const options = Object.entries(command.options ?? {}).map(([option, { type, multiple }]) => {
    const value = type === 'string' ? ' <value>' : '';
    return `  --${option}${value}${multiple ? ' (may be repeated)' : ''}\n`;
  });
  return `Usage: pnpm raqam ${nameCommand(group, name, command)}\n\n${command.summary}\n${options.length ? `\n${options.join('')}` : ''}`;
}

function nameCommand(group: string, name: string, { args = [] }: Command): string {
  return [group, name, ...args].filter((part) => part !== ALONE).join(' ');
}
