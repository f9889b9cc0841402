import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const COMMAND = fileURLToPath(new URL('../../../apps/api/src/commands/raqam.main.ts', import.meta.url));

/**
 * Runs the operator's command; resolves to what it prints.
 *
 * @param env the variables of the api
 */
export async function runCommand(args: readonly string[], env: Record<string, string>): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...args], { env });
  return stdout;
}
