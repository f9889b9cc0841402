import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { normalisePhone } from '@raqam/shared/phone';
import vectors from '@raqam/shared/phone-vectors.json' with { type: 'json' };
import type { Environment } from './environment.ts';

/** Characters of a commit, as git shortens it. */
const SHORT_COMMIT = 7;

/** What this build makes of every phone vector, as one hash: two builds that differ would quarrel about numbers. */
export const PHONE_RULES = hash(
  'sha256',
  JSON.stringify(
    vectors.map(({ input, source }) => [input, normalisePhone(input, source === 'contact' ? 'contact' : 'typed')]),
  ),
).slice(0, 16);

/** `0.1.0+435aca7`: the repository's version and, where Railway says it, the commit that was deployed. */
export function describeVersion({ RAILWAY_GIT_COMMIT_SHA: commit = '' }: Environment): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  );
  return /^[0-9a-f]{7,40}$/.test(commit) ? `${version}+${commit.slice(0, SHORT_COMMIT)}` : version;
}
