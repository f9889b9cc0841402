/**
 * Public suffixes of more than one label under which this product is likely to stand (https://publicsuffix.org).
 * Of any other name the last label counts as the suffix.
 */
const SUFFIXES = [
  'up.railway.app',
  ...['co.uz', 'com.uz', 'net.uz', 'org.uz', 'co.uk', 'com.tr', 'com.kz', 'com.kg', 'com.tj', 'com.ua'],
  ...['vercel.app', 'netlify.app', 'onrender.com', 'fly.dev', 'herokuapp.com', 'pages.dev', 'workers.dev', 'github.io'],
];

/** Whether a browser takes both for one site, so that a `SameSite=Lax` cookie travels between them. Ports don't count. */
export function isSameSite(a: URL, b: URL): boolean {
  if (a.protocol !== b.protocol) return false;
  const site = siteOf(a.hostname);
  return a.hostname === b.hostname || (site !== undefined && site === siteOf(b.hostname));
}

/** The name that somebody can register. undefined: an address, a bare name, or a public suffix itself. */
function siteOf(hostname: string): string | undefined {
  if (/^[\d.]+$|^\[/.test(hostname)) return undefined;
  const labels = hostname.split('.');
  const suffix = SUFFIXES.find((each) => hostname === each || hostname.endsWith(`.${each}`));
  const count = (suffix?.split('.').length ?? 1) + 1;
  return labels.length < count ? undefined : labels.slice(-count).join('.');
}
