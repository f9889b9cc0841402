/** Hosts below these belong to different owners, though their last two labels are the same. */
const SHARED_SUFFIX = /(?:^|\.)(?:up\.railway\.app|(?:ac|co|com|edu|gov|net|org)\.[a-z]{2})$/;
const IP_ADDRESS = /^(?:\[.*\]|[\d.]+)$/;

/**
 * Whether two addresses are one site for a browser, so that cookies with SameSite=Lax travel on requests from one
 * to the other: the same protocol and the same registrable domain, whatever the port.
 *
 * It is no public suffix list: of the suffixes with more than one label it knows `up.railway.app` and the usual
 * second levels of countries (co.uz, com.uz, org.uz, co.uk, …), no other hosting (github.io, vercel.app,
 * onrender.com) and no rarer ones (msk.ru): hosts below those it takes for one site though they are not. And where
 * a country does not share such a level (gov.uz) it takes one site for two.
 */
export function isSameSite(one: URL, other: URL): boolean {
  return one.protocol === other.protocol && registrableDomain(one.hostname) === registrableDomain(other.hostname);
}

function registrableDomain(hostname: string): string {
  const host = hostname.replace(/\.$/, '');
  if (IP_ADDRESS.test(host)) return host;
  const suffixLabels = SHARED_SUFFIX.exec(host)?.[0].split('.').filter(Boolean).length ?? 1;
  return host
    .split('.')
    .slice(-suffixLabels - 1)
    .join('.');
}
