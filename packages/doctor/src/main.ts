import type { Context } from './check.ts';
import { chooseExitCode, describeAsJson, describeFinding, describeVerdict } from './describe-report.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { messages } from './messages/messages.ts';
import { type Command, readCommand, USAGE } from './read-command.ts';
import { createRedactor } from './redact.ts';
import { runChecks } from './run-checks.ts';

const { addSecret, redact } = createRedactor();
const print = (text: string) => process.stdout.write(`${text}\n`);

// biome-ignore lint/style/noProcessEnv: the environment is read here, once
const read = readCommand(process.argv.slice(2), process.env);
if (read.ok === 'help') process.stdout.write(USAGE);
else if (read.ok) process.exitCode = await examine(read.command);
else {
  process.stderr.write(`${read.problem}\n\n${USAGE}`);
  process.exitCode = EXIT_CODES.wrongUsage;
}

/** Runs and prints all checks; returns the exit code. */
async function examine({ target, language, json, dryRun, partial }: Command): Promise<number> {
  for (const secret of [target.token, target.botSecret, ...(target.apiSecrets ?? [])]) addSecret(secret ?? '');
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const texts = messages[language];
  const context: Context = { target, texts, found: {}, addSecret, redact, signal: stopping.signal, dryRun };
  try {
    const report = await runChecks(context, (name, finding) => {
      if (!json) print(describeFinding(name, finding, texts));
    });
    const outcome = { report, isAborted: stopping.signal.aborted, partial, dryRun };
    print(json ? describeAsJson(outcome, texts) : `\n${describeVerdict(outcome, texts)}`);
    return chooseExitCode(outcome);
  } catch (error) {
    process.stderr.write(`${redact(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`);
    return EXIT_CODES.failed;
  }
}
