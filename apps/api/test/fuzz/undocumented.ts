import { TELEGRAM_LOGIN_CALLBACK_PATH } from '@raqam/shared/routes';
import { deriveKeys } from '../../src/keys.ts';
import { addRelyingParty, authorizationRequest, Browser, CALLBACK } from '../support/oidc.ts';
import type { TelegramLogin } from '../support/telegram-login.ts';
import { SECRET_KEY, WEB_ORIGIN } from '../support/test-api.ts';
import type { Target } from './fuzzer.ts';
import { decodePath } from './judge.ts';
import type { Parts, Recipes } from './recipes/recipe.ts';
import type { Secrets } from './secrets.ts';
import type { Received, Sent } from './send.ts';
import { MARK } from './values.ts';

/** Routes beside the document: pages, redirects, the standards' own endpoints, and providers' reports. */
const ROUTES: readonly (readonly [id: string, method: string, path: string])[] = [
  ['docs page', 'GET', '/docs'],
  ['docs json', 'GET', '/docs/json'],
  ['docs yaml', 'GET', '/docs/yaml'],
  ['docs file', 'GET', '/docs/static/{id}'],
  ['oidc discovery', 'GET', '/oidc/.well-known/openid-configuration'],
  ['oidc jwks', 'GET', '/oidc/jwks'],
  ['oidc auth', 'GET', '/oidc/auth'],
  ['oidc resume', 'GET', '/oidc/auth/{id}'],
  ['oidc token', 'POST', '/oidc/token'],
  ['oidc refresh', 'POST', '/oidc/token'],
  ['oidc userinfo', 'GET', '/oidc/me'],
  ['oidc introspection', 'POST', '/oidc/token/introspection'],
  ['oidc revocation', 'POST', '/oidc/token/revocation'],
  ['oidc end', 'GET', '/oidc/session/end'],
  ['oidc end confirmed', 'POST', '/oidc/session/end/confirm'],
  ['oidc interaction', 'GET', '/api/v1/oidc/interactions/{id}'],
  ['oidc elsewhere', 'GET', '/oidc/nothing'],
  ['SMS report', 'POST', '/api/v1/sms/reports/eskiz/{id}'],
  ['gateway report', 'POST', '/api/v1/gateway/reports'],
  ['Telegram Login return', 'GET', TELEGRAM_LOGIN_CALLBACK_PATH],
  ['unknown path', 'GET', '/nothing/{id}'],
];

/** Those that refuse whatever is sent here: an unknown path, reports without a signature, links without their cookie. */
export const NEVER_SUCCEED = new Set([
  'oidc elsewhere',
  'gateway report',
  'unknown path',
  'oidc resume',
  'oidc end confirmed',
  'docs file',
]);

/** The routes that these cover, with what is below them. */
export const COVERED = [
  '/docs',
  '/oidc',
  '/api/v1/oidc/interactions/:id',
  '/api/v1/sms/reports',
  '/api/v1/gateway/reports',
  TELEGRAM_LOGIN_CALLBACK_PATH,
];

export function listUndocumented(secrets: Secrets): Target[] {
  return ROUTES.map(([id, method, path]) => ({
    id,
    endpoint: id,
    method,
    path,
    security: [],
    query: {},
    body: method === 'POST' ? { type: 'object' } : undefined,
    answers: new Map(),
    judge: (sent, received) => judgeGenerally(secrets, sent, received),
  }));
}

/** What holds for every answer, of whatever shape. */
function judgeGenerally(
  secrets: Secrets,
  { path, headers: sent }: Sent,
  { status, headers, body }: Received,
): string[] {
  const broken: string[] = [];
  const type = String(headers['content-type'] ?? '');
  const isDocs = decodePath(path).startsWith('/docs');
  if (status >= 500) broken.push(`no answer is ${status}`);
  if (type.includes('json') && body !== '' && !isJson(body)) broken.push('JSON can be read');
  if (type.includes('html') && body.includes(`<script>${MARK}`)) broken.push('a page holds no script of the request');
  if (type.includes('html') && !isDocs && !headers['content-security-policy']) broken.push('a page has a policy');
  if (headers['cache-control'] === undefined && !isDocs) broken.push('caches are told what to keep');
  if (status === 405 && !headers.allow) broken.push('405 has Allow');
  if (status === 429 && !headers['retry-after']) broken.push('429 has Retry-After');
  if (status >= 400 && secrets.findIn(body).some((found) => !found.includes('brought')))
    broken.push('an error holds a secret');
  for (const cookie of [headers['set-cookie'] ?? []].flat())
    if (!/;\s*HttpOnly/i.test(cookie)) broken.push('cookies are out of reach for scripts');
  const origin = headers['access-control-allow-origin'];
  const isOpen = decodePath(path).startsWith('/oidc'); // public clients of any origin, without cookies
  if (origin === WEB_ORIGIN && !sent.some(([, value]) => value === WEB_ORIGIN)) broken.push('only the site has CORS');
  if (origin !== undefined && origin !== WEB_ORIGIN && (!isOpen || headers['access-control-allow-credentials']))
    broken.push(`no CORS for ${origin}`);
  return broken;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export function recipesOfUndocumented({ api, world, secrets, url, gateway }: Parts, login: TelegramLogin): Recipes {
  const issuer = `${url}/oidc`;
  const oidc = { db: api.db, issue: api.issue, issuer };
  const nothing = { prepare: async () => ({}), repeats: true } as const;
  const withId = (id: string) => ({ prepare: async () => ({ params: { id } }), repeats: true }) as const;

  /** A client, and the code that it got for a person who is signed in. */
  async function authorize() {
    const config = await addRelyingParty(oidc);
    const { client_id, client_secret } = config.clientMetadata();
    const client = { client_id, client_secret: String(client_secret) };
    secrets.add(client.client_secret);
    const browser = new Browser(oidc);
    await browser.signIn(world.stranger());
    const { url: address, checks } = await authorizationRequest(config);
    const { url: page } = await browser.open(address);
    const callback = await browser.confirm(page.searchParams.get('interaction') ?? '');
    const code = callback.searchParams.get('code') ?? '';
    secrets.add(code, ...browser.secrets());
    const { pkceCodeVerifier: code_verifier } = checks;
    return {
      client,
      grant: { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier, ...client },
    };
  }
  async function redeem() {
    const { client, grant } = await authorize();
    const answer = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(grant) });
    const tokens = (await answer.json()) as { access_token: string; refresh_token: string }; // RFC 6749 §5.1
    secrets.add(tokens.access_token, tokens.refresh_token);
    return { client, ...tokens };
  }
  let config: Awaited<ReturnType<typeof addRelyingParty>> | undefined;
  const authorization = async () => {
    config ??= await addRelyingParty(oidc);
    return Object.fromEntries((await authorizationRequest(config)).url.searchParams);
  };
  const form = (body: Record<string, unknown>) => ({ isForm: true as const, body });
  return {
    'docs page': nothing,
    'docs json': nothing,
    'docs yaml': nothing,
    'docs file': withId('swagger-ui.css'),
    'oidc discovery': nothing,
    'oidc jwks': nothing,
    'oidc auth': { prepare: async () => ({ query: await authorization() }), repeats: true },
    'oidc resume': withId('nothing'),
    'oidc token': { prepare: async () => form((await authorize()).grant) },
    'oidc refresh': {
      async prepare() {
        const { client, refresh_token } = await redeem();
        return form({ grant_type: 'refresh_token', refresh_token, ...client });
      },
    },
    'oidc userinfo': { prepare: async () => ({ bearer: (await redeem()).access_token }), repeats: true },
    'oidc introspection': {
      async prepare() {
        const { client, access_token: token } = await redeem();
        return form({ token, ...client });
      },
      repeats: true,
    },
    'oidc revocation': {
      async prepare() {
        const { client, refresh_token: token } = await redeem();
        return form({ token, ...client });
      },
    },
    'oidc end': nothing,
    'oidc end confirmed': { prepare: async () => form({ xsrf: MARK, logout: 'yes' }), repeats: true },
    'oidc interaction': withId('Wv0Uo9eJ4d3R2s1T'),
    'oidc elsewhere': nothing,
    'SMS report': {
      async prepare() {
        const id = deriveKeys([SECRET_KEY]).smsReports[0];
        secrets.add(String(id));
        return { params: { id: String(id) }, body: { request_id: 'f00f00f0-0000', status: 'DELIVRD' } };
      },
      repeats: true,
    },
    'gateway report': {
      prepare: async () => ({
        body: { request_id: '1', delivery_status: { status: 'delivered' } },
        headers: { 'x-request-timestamp': String(Math.floor(Date.now() / 1000)), 'x-request-signature': gateway.url },
      }),
      repeats: true,
    },
    'Telegram Login return': {
      async prepare() {
        const { url: page, cookie, secret } = await login.begin(api);
        const query = Object.fromEntries(new URL(await login.decide(page, world.stranger())).searchParams);
        secrets.add(secret, String(query['code']));
        const cookies = cookie.split('; ').map((pair) => pair.split('=', 2));
        return { query, cookies: Object.fromEntries(cookies) };
      },
    },
    'unknown path': withId('here'),
  };
}
