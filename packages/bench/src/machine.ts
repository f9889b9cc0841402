import { execFile } from 'node:child_process';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { OpenDatabase } from './usage/open-database.ts';

/** The machine, without which the figures mean nothing. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGb: number;
  kernel: string;
  node: string;
  postgres: string;
  /** `-dirty` when the sources differ from the commit; undefined outside of a Git repository */
  commit: string | undefined;
}

export async function describeMachine({ pool }: OpenDatabase): Promise<Machine> {
  const { rows } = await pool.query('SHOW server_version');
  const git = promisify(execFile)('git', ['describe', '--always', '--dirty', '--exclude=*'], {
    cwd: import.meta.dirname,
  });
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    postgres: rows[0].server_version,
    commit: await git.then(
      ({ stdout }) => stdout.trim(),
      () => undefined,
    ),
  };
}
