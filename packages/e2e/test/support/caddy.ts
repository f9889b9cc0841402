import { spawnSync } from 'node:child_process';
import { beforeEach, inject } from 'vitest';

const HINT = 'no Caddy here: apt-get install caddy';

/** Skips the tests of a file without Caddy, except in CI, where they fail. */
export function needCaddy(): void {
  const found = spawnSync('caddy', ['version']).status === 0;
  beforeEach(({ skip }) => {
    if (!found && inject('isCi')) throw new Error(HINT);
    skip(!found, HINT);
  });
}
