import { isLocalHost } from '@raqam/service/environment';
import { isSameSite } from '@raqam/service/same-site';
import { API_BASE_PATH, routes } from '@raqam/shared/routes';
import { blockedBy, type Check, type Finding, failed, notGiven, ok, warning } from '../../check.ts';
import type { Messages } from '../../messages/messages.ts';

const NAMES = ['access_token', 'refresh_token'] as const;
const CHALLENGE_COOKIE = 'challenge_secret';

/** A browser would keep the cookies of the dry run, and send them from the site to the API. */
export const cookies: Check = {
  name: 'cookies',
  run(context) {
    const { target, texts, found } = context;
    const { web, api } = target;
    if (!web) return notGiven(context, '--web');
    if (!api || !found.journey || found.journey.cookies.length === 0) return blockedBy(context, 'journey');
    const sites = { web, api: found.siteApi ?? api };
    const started = found.press?.cookies;
    const problem = started && findChallengeProblem(started, sites, texts);
    return problem ?? judgeCookies(found.journey.cookies, sites, texts);
  },
};

/** Judges the Set-Cookie lines of a registration (RFC 6265bis; Partitioned: CHIPS). */
export function judgeCookies(
  lines: readonly string[],
  { web, api }: { web: URL; api: URL },
  { cookies: texts }: Messages,
): Finding {
  const read = lines.map(readCookie);
  const ours = NAMES.map((name) => ({ name, attributes: read.find((each) => each.name === name)?.attributes }));
  for (const { name, attributes } of ours) {
    if (!attributes) return failed(texts.missing(name), texts.fixForeign);
    if (!attributes.has('httponly')) return failed(texts.script(name), texts.fixForeign);
    const problem = findTravelProblem(name, attributes, { web, api }, texts);
    if (problem) return problem;
  }
  const isNone = ours.some(({ attributes }) => attributes?.get('samesite') === 'none');
  if (!isNone) return ok(texts.lax);
  return isSameSite(web, api) ? warning(texts.noneOnOneSite, texts.fixNoneOnOneSite) : ok(texts.none);
}

/** The secret of a sign-in by one press: hidden from scripts, and sent with the requests for that sign-in alone. */
function findChallengeProblem(
  { lines, challengeId }: { lines: readonly string[]; challengeId: string },
  sites: { web: URL; api: URL },
  { cookies: texts }: Messages,
): Finding | undefined {
  const name = CHALLENGE_COOKIE;
  const attributes = lines.map(readCookie).find((each) => each.name === name)?.attributes;
  if (!attributes) return failed(texts.missing(name), texts.fixForeign);
  if (!attributes.has('httponly')) return failed(texts.script(name), texts.fixForeign);
  const path = `${API_BASE_PATH}${routes.startChallenge.path}${challengeId}`;
  if (attributes.get('path') !== path) return failed(texts.wide(name), texts.fixForeign);
  return findTravelProblem(name, attributes, sites, texts);
}

function findTravelProblem(
  name: string,
  attributes: ReadonlyMap<string, string>,
  { web, api }: { web: URL; api: URL },
  texts: Messages['cookies'],
): Finding | undefined {
  const isSecure = attributes.has('secure');
  const isHttps = api.protocol === 'https:';
  if (attributes.get('samesite') === 'none') {
    const travels = isSecure && isHttps && attributes.has('partitioned');
    return travels ? undefined : failed(texts.unsafeNone, texts.fixUnsafeNone);
  }
  if (!isSameSite(web, api)) return failed(texts.twoSites(web.origin, api.origin), texts.fixTwoSites);
  if (isHttps && !isSecure) return failed(texts.insecure(name), texts.fixInsecure);
  // browsers make an exception for this machine
  const isDropped = isSecure && !isHttps && !isLocalHost(api.hostname);
  return isDropped ? failed(texts.secureOnHttp, texts.fixSecureOnHttp) : undefined;
}

function readCookie(line: string): { name: string; attributes: ReadonlyMap<string, string> } {
  const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
  const attributes = rest.map((part) => {
    const [name = '', value = ''] = part.toLowerCase().split('=');
    return [name, value] as const;
  });
  return { name: pair.split('=')[0] ?? '', attributes: new Map(attributes) };
}
