import { spawnSync } from 'node:child_process';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    hasRedis: boolean;
    /** Whether a missing Redis is a failure. */
    isCi: boolean;
  }
}

/** How to install Redis for the tests of shared limits. */
export const REDIS_HINT = 'no redis-server here: apt-get install redis-server';

export function setup({ provide }: TestProject): void {
  const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
  if (!hasRedis) process.stdout.write(`The tests of shared budgets are left out: ${REDIS_HINT}\n`);
  provide('hasRedis', hasRedis);
  // biome-ignore lint/style/noProcessEnv: CI says by this variable that it is one
  provide('isCi', process.env['CI'] === 'true');
}
