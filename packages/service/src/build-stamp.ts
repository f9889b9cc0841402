import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { normalisePhone } from '@raqam/shared/phone';
import vectors from '@raqam/shared/phone-vectors.json' with { type: 'json' };
import type { Environment } from './environment.ts';

/** Characters of a commit, as git shortens it. */
const SHORT_COMMIT = 7;

/** A hash of how this build reads all phone vectors: builds with different hashes read some numbers differently. */
export const PHONE_RULES = hash(
  'sha256',
  JSON.stringify(
    vectors.map(({ input, source }) => [input, normalisePhone(input, source === 'contact' ? 'contact' : 'typed')]),
  ),
).slice(0, 16);

/** The repository's root. */
const ROOT = new URL('../../../', import.meta.url);

/** `0.1.0+435aca7`: the repository's version, and the commit from Railway or git if known. */
export function describeVersion({ RAILWAY_GIT_COMMIT_SHA }: Environment): string {
  const { version }: { version: string } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8'));
  const commit = RAILWAY_GIT_COMMIT_SHA || askGit();
  return /^[0-9a-f]{7,40}$/.test(commit) ? `${version}+${commit.slice(0, SHORT_COMMIT)}` : version;
}

/** The checked-out commit; empty without git, or outside a repository. */
function askGit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
