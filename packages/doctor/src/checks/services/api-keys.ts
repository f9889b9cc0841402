import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { blockedBy, type Check, failed, ok, warning } from '../../check.ts';
import { ask } from '../../http/ask.ts';
import { describeAsked } from '../../http/describe-asked.ts';

export const JWKS_PATH = '/.well-known/jwks.json';

const keySetSchema = z.object({
  keys: z.array(
    z.object({
      kid: z.string(),
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      alg: z.literal('ES256'),
      x: z.string(),
      y: z.string(),
    }),
  ),
});

/**
 * Other services find the keys that verify access tokens, and no others: a key that stays after its rotation lets
 * whoever has it sign in as anybody.
 */
export const apiKeys: Check = {
  name: 'api-keys',
  async run(context) {
    const { target, texts, found } = context;
    if (!target.api || !found.api) return blockedBy(context, 'api-ready');
    const base = found.api.public_url ?? target.api.origin;
    const url = new URL(base.replace(/\/+$/, '') + JWKS_PATH);
    const asked = await ask(url);
    const keys = asked.ok ? keySetSchema.safeParse(asked.answer.json).data?.keys : undefined;
    if (keys === undefined || keys.length === 0 || !keys.every(isOnCurve))
      return failed(texts.token.noKeys(url.href, describeAsked(asked, texts)), texts.token.fixNoKeys);
    const rotation = found.api.rotations?.secret_key;
    if (keys.length === 1) return ok(texts.keys.one(url.href));
    if (rotation === 'done') return warning(texts.keys.old, texts.rotations.fix('SECRET_KEY'));
    return rotation === 'off' ? warning(texts.keys.others(keys.length), texts.keys.fixOthers) : ok(texts.keys.rotating);
  },
};

function isOnCurve(key: { kty: string; crv: string; x: string; y: string }): boolean {
  try {
    createPublicKey({ format: 'jwk', key });
    return true;
  } catch {
    return false;
  }
}
