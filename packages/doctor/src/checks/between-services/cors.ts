import { API_BASE_PATH, routes } from '@raqam/shared/routes';
import { blockedBy, type Check, type Context, failed, notGiven, ok } from '../../check.ts';
import { type Asked, ask } from '../../http/ask.ts';
import { describeAsked } from '../../http/describe-asked.ts';

/** No real host: names under `.invalid` cannot exist (RFC 6761). */
const FOREIGN_HOST = 'raqam-doctor.invalid';

/** The site's pages may call the API, cookies included. */
export const corsWeb: Check = {
  name: 'cors-web',
  async run(context) {
    const { target, texts } = context;
    const { web } = target;
    const api = siteApiOf(context);
    if (!web) return notGiven(context, '--web');
    if (!api) return blockedBy(context, 'api-health');
    const asked = await preflight(api, web.origin);
    if (!asked.ok) return failed(describeAsked(asked, texts), texts.api.fixDown);
    const allows = (name: string) => (asked.answer.headers.get(`access-control-allow-${name}`) ?? '').toLowerCase();
    const isAllowed =
      allows('origin') === web.origin &&
      allows('credentials') === 'true' &&
      allows('methods').includes('post') &&
      allows('headers').includes('content-type');
    return isAllowed
      ? ok(texts.cors.allowed(web.origin))
      : failed(texts.cors.refused(web.origin), texts.cors.fixRefused(web.origin));
  },
};

/** The pages of other sites may not. */
export const corsForeign: Check = {
  name: 'cors-foreign',
  async run(context) {
    const { target, texts } = context;
    const api = siteApiOf(context);
    if (!api) return blockedBy(context, 'api-health');
    const alike = target.web && `${target.web.protocol}//${target.web.hostname}.${FOREIGN_HOST}`;
    for (const origin of [`https://${FOREIGN_HOST}`, alike ?? `http://${FOREIGN_HOST}`, 'null']) {
      const asked = await preflight(api, origin);
      if (!asked.ok) return failed(describeAsked(asked, texts), texts.api.fixDown);
      const allowed = asked.answer.headers.get('access-control-allow-origin');
      if (allowed === origin || allowed === '*') return failed(texts.cors.foreign(origin), texts.cors.fixForeign);
    }
    return ok(texts.cors.onlyOurs);
  },
};

/** Requests with a cookie must come from the site. The cookie is invalid: the API checks the origin first. */
export const originForeign: Check = {
  name: 'origin-foreign',
  async run(context) {
    const { texts } = context;
    const api = siteApiOf(context);
    if (!api) return blockedBy(context, 'api-health');
    const asked = await ask(new URL(API_BASE_PATH + routes.refreshSession.path, api), {
      method: 'POST',
      headers: { origin: `https://${FOREIGN_HOST}`, cookie: 'refresh_token=raqam-doctor' },
      body: {},
    });
    return asked.ok && asked.answer.error?.code === 'origin_forbidden'
      ? ok(texts.cors.cookieRefused)
      : failed(texts.cors.cookieTaken(describeAsked(asked, texts)), texts.cors.fixCookie);
  },
};

/** The API as the site reaches it. */
function siteApiOf({ target, found }: Context): URL | undefined {
  return found.apiAnswers ? (found.siteApi ?? target.api) : undefined;
}

/** The request of a browser before it sends the site's form. */
function preflight(api: URL, origin: string): Promise<Asked> {
  return ask(new URL(API_BASE_PATH + routes.registerWithTelegram.path, api), {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  });
}
