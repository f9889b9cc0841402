import type { Captcha } from '@raqam/shared/errors';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';

type Asked = Extract<Captcha, { kind: 'altcha' }>['challenge'];

/** More gain nothing: phones have few fast cores. */
const PARALLEL_MAX = 4;
/** Far more than a slow phone needs; then something is wrong. */
const TIMEOUT_MS = 60_000;

/**
 * Does the proof of work of altcha.org, in base64 as its clients write it. Web Crypto computes beside the page, which
 * stays responsive. undefined: no solution was found in time.
 */
export async function prove(asked: Asked): Promise<string | undefined> {
  const challenge = asked as unknown as Parameters<typeof solveChallenge>[0]['challenge']; // as altcha-lib made it
  const parallel = Math.min(PARALLEL_MAX, navigator.hardwareConcurrency || 1);
  const controller = new AbortController();
  const solution = await Promise.any(
    Array.from({ length: parallel }, async (_, start) => {
      const options = { challenge, controller, deriveKey, counterStart: start, counterStep: parallel };
      const found = await solveChallenge({ ...options, timeout: TIMEOUT_MS });
      if (!found) throw new Error('No solution');
      return found;
    }),
  );
  controller.abort();
  return btoa(JSON.stringify({ challenge: asked, solution }));
}
