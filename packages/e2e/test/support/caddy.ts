import { spawnSync } from 'node:child_process';
import { beforeEach, inject } from 'vitest';

const HINT = 'no Caddy here: apt-get install caddy';

/** The tests of a file need Caddy. Where there is none they are skipped, except on a CI, where they fail. */
export function needCaddy(): void {
  const found = spawnSync('caddy', ['version']).status === 0;
  beforeEach(({ skip }) => {
    if (!found && inject('isCi')) throw new Error(HINT);
    skip(!found, HINT);
  });
}
