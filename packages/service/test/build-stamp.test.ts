import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { describeVersion } from '../src/build-stamp.ts';

const COMMIT = '435aca7000000000000000000000000000000000';

test('on Railway the version names the commit that was deployed', () => {
  expect(describeVersion({ RAILWAY_GIT_COMMIT_SHA: COMMIT })).toMatch(/^\d+\.\d+\.\d+\+435aca7$/);
});

test('elsewhere it names the commit that is checked out', () => {
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' });
  expect(describeVersion({})).toMatch(new RegExp(`^\\d+\\.\\d+\\.\\d+\\+${commit.slice(0, 7)}$`));
});
