import { createHmac, randomInt } from 'node:crypto';
import type { Captcha } from '@raqam/shared/errors';
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { z } from 'zod';
import type { KeyRing } from '../../keys.ts';
import { PROOF_OF_WORK } from '../../policy.ts';

const { iterations, derivations, mostTimes, lifetime } = PROOF_OF_WORK;

/** A proof as altcha.org's clients write it, in base64. Only the fields that are read here. */
const proofSchema = z.object({
  challenge: z.object({
    parameters: z.looseObject({ nonce: z.string(), data: z.object({ for: z.string() }) }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});

/** Another secret for the signature of the solution, as altcha-lib wants it. */
const keySecretOf = (secret: string) => `${secret} solution`;

/** Binds a proof to what it pays for, without telling it. */
const bind = (secret: string, purchase: string) => createHmac('sha256', secret).update(purchase).digest('base64url');

/**
 * Asks for a proof of work that pays for `purchase` alone. Nothing is stored: the challenge is signed.
 *
 * @param times how many times the usual work, at most `mostTimes`
 */
export async function askForProof(
  [secret]: KeyRing<string>,
  purchase: string,
  times: number,
  now: number,
): Promise<Captcha> {
  const factor = Math.min(Math.max(1, times), mostTimes);
  const [least, most] = derivations;
  const { parameters, signature = '' } = await createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: iterations,
    counter: Math.round(randomInt(least, most) * factor),
    data: { for: bind(secret, purchase) },
    deriveKey,
    expiresAt: new Date(now + lifetime * 1000),
    hmacSignatureSecret: secret,
    hmacKeySignatureSecret: keySecretOf(secret),
  });
  return { kind: 'altcha', challenge: { parameters: { ...parameters }, signature } };
}

/** Verifies a proof; returns what identifies it, so that it can be used up. undefined: it does not pay for `purchase`. */
export async function verifyProof(
  secrets: KeyRing<string>,
  purchase: string,
  proof: string,
): Promise<string | undefined> {
  const read = proofSchema.safeParse(readJson(proof));
  if (!read.success) return undefined;
  const { challenge, solution } = read.data;
  for (const secret of secrets) {
    if (challenge.parameters.data.for !== bind(secret, purchase)) continue;
    const { verified } = await verifySolution({
      // its other parameters are those that were signed, or the signature is wrong
      challenge: challenge as unknown as Parameters<typeof verifySolution>[0]['challenge'],
      deriveKey,
      solution,
      hmacSignatureSecret: secret,
      hmacKeySignatureSecret: keySecretOf(secret),
    });
    if (verified) return challenge.parameters.nonce;
  }
  return undefined;
}

function readJson(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString());
  } catch {
    return undefined;
  }
}
