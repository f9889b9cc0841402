import { createServerApi, type ServerApi } from './server-api.ts';
import { createTokenVerifier, type TokenVerifier } from './verify-token.ts';

export interface RaqamOptions {
  /** The public URL of Raqam's API, such as `https://shop.uz`. */
  url: string;
  /** The `iss` of its tokens, if it is not the URL: where this service reaches the API by another, internal URL. */
  issuer?: string | undefined;
  /** The `aud` of its tokens. Default: `raqam`, the site itself. */
  audience?: string | undefined;
  /** `rqk_…`, from `pnpm raqam keys add`. Only users, sessions and events need it. */
  serviceKey?: string | undefined;
  /** Milliseconds until a call counts as unreachable. Default: 10,000. */
  timeoutMs?: number | undefined;
}

export interface Raqam extends TokenVerifier, ServerApi {}

/** The audience of the tokens that a sign-in on the site gets. */
const SITE = 'raqam';
const TIMEOUT_MS = 10_000;

/** Creates the client of one Raqam. Make one for the process: it caches the public keys. Throws for a wrong URL. */
export function createRaqam(options: RaqamOptions): Raqam {
  const { audience = SITE, serviceKey, timeoutMs = TIMEOUT_MS } = options;
  const url = new URL(options.url).href.replace(/\/+$/, '');
  const { issuer = url } = options;
  return {
    ...createTokenVerifier({ url, issuer, audience, timeoutMs }),
    ...createServerApi({ url, serviceKey, timeoutMs }),
  };
}
