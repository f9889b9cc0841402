/**
 * The target of `?return_to=`: a path of this site, or a URL of an allowed origin. Undefined for everything else, such
 * as `//evil.example`, `/\evil.example`, `javascript:` and a URL with a password.
 */
export function readReturnTo(query: string, ownOrigin: string, allowedOrigins: readonly string[]): string | undefined {
  const asked = new URLSearchParams(query).get('return_to');
  // Parsed by the browser, which is also what opens it
  const url = asked ? URL.parse(asked, ownOrigin) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return undefined;
  return url.origin === ownOrigin || allowedOrigins.includes(url.origin) ? url.href : undefined;
}
