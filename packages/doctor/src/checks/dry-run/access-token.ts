import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { blockedBy, type Check, failed, ok, skipped } from '../../check.ts';
import { ask } from '../../http/ask.ts';
import { describeAsked } from '../../http/describe-asked.ts';
import { JWKS_PATH } from '../services/api-keys.ts';

const keySchema = z.object({ kid: z.string(), kty: z.literal('EC'), crv: z.string(), x: z.string(), y: z.string() });
const keySetSchema = z.object({ keys: z.array(keySchema) });
const headerSchema = z.object({ alg: z.string(), typ: z.string(), kid: z.string() });
const claimsSchema = z.object({ iss: z.string() });

/** Other services can verify the token of the dry run, as docs/verify-tokens.md tells them to. */
export const accessToken: Check = {
  name: 'access-token',
  async run(context) {
    const { target, texts, found, dryRun } = context;
    if (!dryRun) return skipped(texts.notWanted);
    const { access, failure } = found.journey ?? {};
    if (!target.api || !found.api || access === undefined || failure) return blockedBy(context, 'journey');
    const { public_url: publicUrl } = found.api;
    const base = publicUrl ?? target.api.origin;
    const url = new URL(base.replace(/\/+$/, '') + JWKS_PATH);
    const asked = await ask(url);
    const keys = asked.ok ? keySetSchema.safeParse(asked.answer.json).data?.keys : undefined;
    if (keys === undefined)
      return failed(texts.token.noKeys(url.href, describeAsked(asked, texts)), texts.token.fixNoKeys);

    const [header = '', claims = '', signature = ''] = access.split('.');
    const { alg, typ, kid } = headerSchema.parse(decode(header));
    const key = keys.find((one) => one.kid === kid);
    const isVerified =
      alg === 'ES256' &&
      typ === 'at+jwt' &&
      key !== undefined &&
      verify(
        'sha256',
        Buffer.from(`${header}.${claims}`),
        { key: createPublicKey({ format: 'jwk', key }), dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64url'),
      );
    if (!isVerified) return failed(texts.token.otherKeys(url.href), texts.token.fixOtherKeys);
    const { iss } = claimsSchema.parse(decode(claims));
    return publicUrl == null || iss === publicUrl
      ? ok(texts.token.right(iss, url.href))
      : failed(texts.token.otherIssuer(iss, publicUrl), texts.token.fixOtherIssuer);
  },
};

function decode(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
