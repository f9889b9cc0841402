/** A site as browsers bind passkeys to it (WebAuthn §4, RP ID): its pages have `origin`. */
export interface RelyingParty {
  origin: string;
  id: string;
}

/**
 * The relying party of a page. The first of the site's origins and those on subdomains of its host share their passkeys;
 * a browser lets no other page use them, so every other origin has passkeys of its own (docs/decisions/0043).
 *
 * @param webOrigins CORS_ALLOWED_ORIGINS
 */
export function findRelyingParty(webOrigins: readonly string[], origin: string): RelyingParty {
  const { hostname } = new URL(origin);
  const main = new URL(webOrigins[0] ?? origin).hostname;
  return { origin, id: hostname === main || hostname.endsWith(`.${main}`) ? main : hostname };
}
