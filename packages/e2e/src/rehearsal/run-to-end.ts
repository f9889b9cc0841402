import { spawn } from 'node:child_process';

/** Runs Node.js with these arguments and only these variables; resolves to what it printed. */
export async function runToEnd(
  args: string[],
  { cwd, env, exitCodes = [0] }: { cwd: string; env: Record<string, string>; exitCodes?: number[] },
): Promise<string> {
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (!exitCodes.includes(Number(code))) throw new Error(`${args[0]} ended with ${code}:\n${output}`);
  return output;
}
