import type { CommandGroups } from '../../src/commands/command.ts';
import { runCommand } from '../../src/commands/run-command.ts';
import { actByCommand } from '../../src/features/admin/admin-act.ts';
import { type TestApi, testConfig } from './test-api.ts';

/** Of what the commands of the tests do. */
export const operator = actByCommand('operator');

/** Runs `pnpm raqam …` with these commands on the database of the tests; resolves to its exit code and output. */
export async function runAsOperator(
  api: TestApi,
  groups: CommandGroups,
  argv: readonly string[],
  environment?: Record<string, string>,
): Promise<{ code: number; out: string; error: string }> {
  const printed = { out: '', error: '' };
  const code = await runCommand(groups, argv, {
    out(text) {
      printed.out += text;
    },
    error(text) {
      printed.error += text;
    },
    ask: async () => false,
    connect: async () => ({
      db: api.db,
      act: operator,
      config: testConfig('postgres://raqam@localhost/raqam', environment),
      close: async () => {},
    }),
  });
  return { code, ...printed };
}
