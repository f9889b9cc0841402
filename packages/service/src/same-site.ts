import { getDomain } from 'tldts';

/**
 * Whether two URLs are the same site for a browser, so that cookies with SameSite=Lax travel on requests from one to
 * the other: the same scheme and the same registrable domain by the public suffix list, whatever the port.
 */
export function isSameSite(one: URL, other: URL): boolean {
  return one.protocol === other.protocol && siteOf(one.hostname) === siteOf(other.hostname);
}

/** A host without a registrable domain (an IP, `localhost`, a public suffix itself) is a site of its own. */
function siteOf(hostname: string): string {
  const host = hostname.replace(/\.$/, '');
  return getDomain(host, { allowPrivateDomains: true }) ?? host;
}
