import { spawnSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The program; undefined: not installed. */
    pgbouncer: string | undefined;
  }
}

/** How to install PgBouncer for the tests behind a pooler. */
export const PGBOUNCER_HINT = 'no pgbouncer here: apt-get install pgbouncer';

export function setup({ provide }: TestProject): void {
  // Debian's directory, which is not in every user's PATH
  const pgbouncer = ['pgbouncer', '/usr/sbin/pgbouncer'].find((name) => spawnSync(name, ['--version']).status === 0);
  if (!pgbouncer) process.stdout.write(`The tests behind a pooler are left out: ${PGBOUNCER_HINT}\n`);
  provide('pgbouncer', pgbouncer);
}
