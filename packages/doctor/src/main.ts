import type { Context } from './check.ts';
import { createCurtain } from './conceal-secrets.ts';
import { describeAsJson, describeFinding, describeVerdict, isGood } from './describe-report.ts';
import { messages } from './messages/messages.ts';
import { type Command, readCommand, USAGE } from './read-command.ts';
import { runChecks } from './run-checks.ts';

const WRONG_USAGE = 2;

const { conceal, hide } = createCurtain();
const print = (text: string) => process.stdout.write(`${text}\n`);

// biome-ignore lint/style/noProcessEnv: the environment is read here, once
const read = readCommand(process.argv.slice(2), process.env);
if (read.ok === 'help') process.stdout.write(USAGE);
else if (read.ok) process.exitCode = await examine(read.command);
else {
  process.stderr.write(`${read.problem}\n\n${USAGE}`);
  process.exitCode = WRONG_USAGE;
}

/** Examines and prints; returns the exit code. */
async function examine({ target, language, json, dryRun }: Command): Promise<number> {
  for (const secret of [target.token, target.botSecret, ...(target.apiSecrets ?? [])]) conceal(secret ?? '');
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const texts = messages[language];
  const context: Context = { target, texts, found: {}, conceal, hide, signal: stopping.signal, dryRun };
  try {
    const report = await runChecks(context, (name, finding) => {
      if (!json) print(describeFinding(name, finding, texts));
    });
    const { aborted } = stopping.signal;
    print(json ? describeAsJson(report, aborted, texts) : `\n${describeVerdict(report, aborted, texts)}`);
    return isGood(report, aborted) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${hide(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`);
    return 1;
  }
}
