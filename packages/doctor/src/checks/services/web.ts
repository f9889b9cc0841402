import { isLocalHost } from '@raqam/service/environment';
import type { WebBuild } from '@raqam/service/readiness';
import { API_BASE_PATH, HEALTH_PATH, routes } from '@raqam/shared/routes';
import { blockedBy, type Check, type Finding, failed, notGiven, ok, warning } from '../../check.ts';
import { type Answer, type Asked, ask } from '../../http/ask.ts';
import { describeAsked } from '../../http/describe-asked.ts';
import { readBuild } from '../../http/read-build.ts';
import type { Messages } from '../../messages/messages.ts';
import { saysOk } from './api.ts';

/** Neither a file nor a page. */
const NO_FILE = '/raqam-doctor/deep/path';
const ROOT_ELEMENT = '<div id="root">';

/** The sign-up page answers, and it is this web app's. */
export const webApp: Check = {
  name: 'web-app',
  async run(context) {
    const { target, texts, found } = context;
    const { web } = target;
    if (!web) return notGiven(context, '--web');
    const asked = await ask(new URL('/register', web));
    if (asked.ok && asked.answer.skewMs !== undefined) found.webSkewMs = asked.answer.skewMs;
    if (!asked.ok || asked.answer.status >= 500) return failed(describeAsked(asked, texts), texts.web.fixDown);
    if (!isAppPage(asked.answer)) return explainOther(web, asked, texts);
    const build = await readBuild(web);
    if (!build) return failed(texts.web.noStamp, texts.web.fixNoStamp);
    found.build = build;
    const isDeployed = !isLocalHost(web.hostname);
    return build.mode === 'development' && isDeployed
      ? failed(texts.web.development, texts.web.fixDevelopment)
      : ok(texts.web.app(build.version));
  },
};

/** A reloaded page is found: every path that is not a file serves the app. */
export const webPaths: Check = {
  name: 'web-paths',
  async run(context) {
    const { target, texts, found } = context;
    if (!target.web || !found.build) return blockedBy(context, 'web-app');
    const asked = await ask(new URL(NO_FILE, target.web));
    if (asked.ok && isAppPage(asked.answer)) return ok(texts.web.paths);
    const seen = asked.ok ? texts.web.noFallback(asked.answer.status) : describeAsked(asked, texts);
    return failed(seen, texts.web.fixFallback);
  },
};

/** The build calls the examined API. */
export const webApi: Check = {
  name: 'web-api',
  async run(context) {
    const { target, texts, found } = context;
    const { web, api } = target;
    const { build } = found;
    if (!web || !build) return blockedBy(context, 'web-app');
    if (!api) return notGiven(context, '--api');
    const finding = judgeBuild(build, { web, api }, texts);
    const siteApi = new URL(build.apiBaseUrl, web);
    if (finding.mark === 'ok' && siteApi.origin === web.origin && api.origin !== web.origin) {
      const problem = await findProxyProblem(web, texts);
      if (problem) return problem;
    }
    if (finding.mark === 'ok') found.siteApi = new URL(siteApi.origin);
    return finding;
  },
};

/** From the values in the build. */
function judgeBuild(
  { apiBaseUrl, botUrl }: WebBuild,
  { web, api }: { web: URL; api: URL },
  { web: texts }: Messages,
): Finding {
  const siteApi = new URL(apiBaseUrl, web);
  const isLost = (url: string) => !isLocalHost(web.hostname) && isLocalHost(new URL(url, web).hostname);
  for (const [variable, url] of Object.entries({ VITE_API_BASE_URL: apiBaseUrl, VITE_TELEGRAM_BOT_URL: botUrl })) {
    if (url !== null && isLost(url)) return failed(texts.localhost(variable), texts.fixLocalhost(variable));
  }
  const isBelowBase = siteApi.pathname.replace(/\/+$/, '').replace(API_BASE_PATH, '') === '';
  if (siteApi.origin === web.origin && isBelowBase) return ok(texts.callsProxy);
  if (siteApi.origin === api.origin && isBelowBase) return ok(texts.callsApi(siteApi.origin));
  return failed(texts.otherApi(siteApi.origin + siteApi.pathname), texts.fixOtherApi(api.origin + API_BASE_PATH));
}

/** Whether an API answers below the site's own `/api`. The dry run finds out whether it is the examined one. */
async function findProxyProblem(web: URL, texts: Messages): Promise<Finding | undefined> {
  const asked = await ask(new URL(API_BASE_PATH + routes.me.path, web));
  if (asked.ok && asked.answer.error?.code === 'session_invalid') return undefined;
  return failed(texts.web.noProxy(describeAsked(asked, texts)), texts.web.fixNoProxy);
}

/** Browsers keep the assets, whose names change with their content, and revalidate pages. */
export const webCaching: Check = {
  name: 'web-caching',
  async run(context) {
    const { target, texts, found } = context;
    if (!target.web || !found.build) return blockedBy(context, 'web-app');
    if (found.build.mode === 'development') return ok(texts.notHere);
    const page = await ask(new URL('/register', target.web));
    const script = page.ok ? /<script[^>]* src="(\/assets\/[^"]+)"/.exec(page.answer.text)?.[1] : undefined;
    const asset = await ask(new URL(script ?? '/', target.web));
    const ofPage = cacheControl(page);
    const ofAsset = cacheControl(asset);
    const shown = (header: string | undefined) => header ?? texts.web.noHeader;
    if (!/\bimmutable\b/.test(ofAsset ?? '')) return warning(texts.web.badAssets(shown(ofAsset)), texts.web.fixCaching);
    const isFresh = /\bno-cache\b|\bno-store\b|\bmax-age=0\b/.test(ofPage ?? '');
    return isFresh ? ok(texts.web.cached) : failed(texts.web.badPages(shown(ofPage)), texts.web.fixCaching);
  },
};

function cacheControl(asked: Asked): string | undefined {
  return (asked.ok && asked.answer.headers.get('cache-control')) || undefined;
}

/** The headers that restrict scripts and plain http. */
export const webSecurity: Check = {
  name: 'web-security',
  async run(context) {
    const { target, texts, found } = context;
    if (!target.web || !found.build) return blockedBy(context, 'web-app');
    if (found.build.mode === 'development') return ok(texts.notHere);
    const asked = await ask(new URL('/register', target.web));
    if (!asked.ok) return failed(describeAsked(asked, texts), texts.web.fixDown);
    const { headers, text } = asked.answer;
    const hasPolicy =
      headers.has('content-security-policy') || /<meta[^>]+http-equiv="Content-Security-Policy"/i.test(text);
    if (!hasPolicy) return failed(texts.web.noCsp, texts.web.fixCsp);
    if (target.web.protocol === 'http:') return ok(texts.web.secure('Content-Security-Policy'));
    return headers.has('strict-transport-security')
      ? ok(texts.web.secure('Content-Security-Policy, Strict-Transport-Security'))
      : warning(texts.web.noHsts, texts.web.fixHsts);
  },
};

function isAppPage({ status, text }: Answer): boolean {
  return status === 200 && text.includes(ROOT_ELEMENT);
}

async function explainOther(web: URL, asked: Asked, texts: Messages): Promise<Finding> {
  const health = await ask(new URL(HEALTH_PATH, web));
  return saysOk(health)
    ? failed(texts.web.isApi, texts.api.fixSwapped)
    : failed(describeAsked(asked, texts), texts.web.fixNoStamp);
}
