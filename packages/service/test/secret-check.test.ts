import * as crypto from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { createSecretCheck } from '../src/secret-check.ts';

vi.mock('node:crypto', { spy: true });
afterEach(() => void vi.mocked(crypto.timingSafeEqual).mockClear());

const SECRETS = ['the-first-secret-0123456789abcdef', 'a-second-secret-of-another-length-0123456789'];
const isRight = createSecretCheck(SECRETS);

test.for([
  ['null', null, false],
  ['""', '', false],
  ['[]', [], false],
  ['an array with it', [SECRETS[0]], false],
  ['absent', undefined, false],
  ['wrong', `${SECRETS[0]}x`, false],
  ['a beginning of it', SECRETS[0]?.slice(0, -1), false],
  ['the first', SECRETS[0], true],
  ['the second', SECRETS[1], true],
] as const)('secret_key null, "", [], absent, wrong: compared in constant time: %s', ([, given, expected]) => {
  expect(isRight(given)).toBe(expected);
  // With every secret, whichever is right, and digests of one length: nothing that is given makes it shorter.
  const compared = vi.mocked(crypto.timingSafeEqual).mock.calls;
  expect(compared.map(([a, b]) => [a.byteLength, b.byteLength])).toEqual([
    [32, 32],
    [32, 32],
  ]);
});
