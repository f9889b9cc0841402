import { z } from 'zod';
import { blockedBy, type Check, ok, skipped, warning } from '../../check.ts';
import { ask } from '../../http/ask.ts';
import { describeAsked } from '../../http/describe-asked.ts';

const ISSUER_PATH = '/oidc';
const DISCOVERY_PATH = '/.well-known/openid-configuration';

const discoverySchema = z.object({ issuer: z.string() });

/** Clients of OpenID Connect find it at the issuer that they are told. A site without such clients works without it. */
export const apiOpenid: Check = {
  name: 'api-openid',
  async run(context) {
    const { target, texts, found } = context;
    if (!target.api || !found.api) return blockedBy(context, 'api-ready');
    const { public_url: publicUrl } = found.api;
    if (publicUrl === undefined) return skipped(texts.olderVersion('api'));
    const expected = (publicUrl ?? target.api.origin).replace(/\/+$/, '') + ISSUER_PATH;
    const url = expected + DISCOVERY_PATH;
    const asked = await ask(new URL(url));
    const issuer = asked.ok ? discoverySchema.safeParse(asked.answer.json).data?.issuer : undefined;
    if (issuer === undefined) return warning(texts.openid.missing(url, describeAsked(asked, texts)), texts.openid.fix);
    return issuer === expected
      ? ok(texts.openid.right(issuer))
      : warning(texts.token.otherIssuer(issuer, expected), texts.openid.fix);
  },
};
