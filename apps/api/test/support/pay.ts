import type { Captcha } from '@raqam/shared/errors';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { type Answer, expectError } from './test-api.ts';

/** Does the proof of work that an answer asks for, as the page does. */
export async function solve(answer: Answer): Promise<string> {
  expectError(answer, 403, 'captcha_required');
  const { challenge }: Extract<Captcha, { kind: 'altcha' }> = answer.json().error.captcha;
  const asked = challenge as unknown as Parameters<typeof solveChallenge>[0]['challenge']; // as altcha-lib made it
  const solution = await solveChallenge({ challenge: asked, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}

/** What a proof consists of. */
export function readProof(proof: string): {
  challenge: { parameters: Record<string, unknown>; signature: string };
  solution: { counter: number };
} {
  return JSON.parse(Buffer.from(proof, 'base64').toString());
}
