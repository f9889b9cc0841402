import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { apiEnvironment, botEnvironment } from '@raqam/dev/development-environment';
import { compileCache } from '@raqam/local-stack/compile-cache';
import { expect, inject } from 'vitest';
import type { CheckName, Mark } from '../../src/check.ts';

interface Checked {
  name: CheckName;
  mark: Mark;
  seen: string;
  fix?: string;
}

export interface Diagnosis {
  exitCode: number | null;
  output: string;
  checks: Checked[];
  /** Missing arguments and variables for which checks were skipped. */
  missing: string[];
  /** Their names, in the order of the report. */
  marked(mark: Mark): CheckName[];
  /** The result of one check. */
  of(name: CheckName): Checked;
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const resolveNames = fileURLToPath(new URL('resolve-names.ts', import.meta.url));

/** Every secret of the stack. */
function secrets(environment: Record<string, string>): string[] {
  const { SECRET_KEY = '', TELEGRAM_BOT_SECRET = '', FERNET_KEY = '' } = apiEnvironment(inject('ports'), '');
  const { BOT_TOKEN = '', BOT_SECRET_KEY = '', TELEGRAM_BOT_SECRET: apiSide = '' } = environment;
  const { BOT_TOKEN: usual = '' } = botEnvironment(inject('ports'));
  return [SECRET_KEY, TELEGRAM_BOT_SECRET, FERNET_KEY, BOT_TOKEN, BOT_SECRET_KEY, usual, ...apiSide.split(',')].filter(
    (secret) => secret !== '',
  );
}

/** Starts the doctor as a process of its own. Names under example.uz and up.railway.app lead to this machine. */
export function startDoctor(args: string[], environment: Record<string, string> = {}) {
  const env = { ...compileCache, ...environment };
  const child = spawn(process.execPath, ['--import', resolveNames, main, ...args], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = once(child, 'close').then(([exitCode]) => {
    for (const secret of secrets(environment)) expect(output).not.toContain(secret);
    expect(output, 'a JSON Web Token').not.toMatch(/eyJ[\w-]{10}/);
    return { exitCode: typeof exitCode === 'number' ? exitCode : null, output };
  });
  return { interrupt: () => child.kill('SIGINT'), ended };
}

/** Runs the doctor to its end and reads its report. Checks that the output holds no secret. */
export async function runDoctor(args: string[], environment: Record<string, string> = {}): Promise<Diagnosis> {
  return readDiagnosis(await startDoctor([...args, '--json'], environment).ended);
}

export function readDiagnosis({ exitCode, output }: { exitCode: number | null; output: string }): Diagnosis {
  const { checks, ok, missing }: { checks: Checked[]; ok: boolean; missing: string[] } = JSON.parse(output);
  const isFailed = checks.some(({ mark }) => mark === 'failed');
  expect(exitCode).toBe(ok ? 0 : isFailed ? 1 : 3);
  return {
    exitCode,
    output,
    checks,
    missing,
    marked: (mark) => checks.filter((check) => check.mark === mark).map(({ name }) => name),
    of(name) {
      const found = checks.find((check) => check.name === name);
      if (!found) throw new Error(`The report has no ${name}`);
      return found;
    },
  };
}
