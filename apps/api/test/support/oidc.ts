import { randomBytes } from 'node:crypto';
import { findFreePort } from '@raqam/local-stack/free-port';
import * as openid from 'openid-client';
import { beforeAll, expect } from 'vitest';
import { addClient, type NewClient } from '../../src/features/clients/manage-clients.ts';
import { operator } from './operator.ts';
import { type Person, somebody, type TestApi, useApi, WEB_ORIGIN } from './test-api.ts';

/** Where the clients of the tests are called back. Nobody listens there: the tests read the address. */
export const CALLBACK = 'https://shop.example.uz/callback';
export const SIGNED_OUT = 'https://shop.example.uz/signed-out';

export interface OidcApi extends TestApi {
  /** The issuer of ID tokens. */
  readonly issuer: string;
}

/** An api that listens at the address that it issues tokens for. */
export function useOidcApi(environment: Record<string, string> = {}): OidcApi {
  const state = { publicUrl: '' };
  beforeAll(async () => {
    state.publicUrl = `http://localhost:${await findFreePort()}`;
  });
  const api = useApi(() => ({ PUBLIC_URL: state.publicUrl, ...environment }));
  beforeAll(async () => {
    await api.app.listen({ port: Number(new URL(state.publicUrl).port), host: 'localhost' });
  });
  return Object.defineProperty(api as OidcApi, 'issuer', { get: () => `${state.publicUrl}/oidc` });
}

let clients = 0;

/** Registers a client as the operator does, and lets it discover the provider. */
export async function addRelyingParty(
  api: Pick<OidcApi, 'db' | 'issuer'>,
  more: Partial<NewClient> = {},
): Promise<openid.Configuration> {
  clients += 1;
  const client: NewClient = {
    id: `shop-${clients}`,
    name: 'Shop',
    redirectUris: [CALLBACK],
    postLogoutRedirectUris: [SIGNED_OUT],
    isOwn: true,
    isPublic: false,
    signingAlgorithm: 'RS256',
    ...more,
  };
  const added = await addClient(api.db, client, operator, randomBytes);
  if (!added.ok) throw new Error(JSON.stringify(added.error));
  return discover(api, client.id, added.secret, client.signingAlgorithm);
}

export function discover(
  api: Pick<OidcApi, 'issuer'>,
  id: string,
  secret?: string,
  algorithm = 'RS256',
): Promise<openid.Configuration> {
  return openid.discovery(
    new URL(api.issuer),
    id,
    { ...(secret !== undefined && { client_secret: secret }), id_token_signed_response_alg: algorithm },
    secret === undefined ? openid.None() : undefined,
    { execute: [openid.allowInsecureRequests] },
  );
}

/** What a page sends that nobody is signed in at. */
export const NOBODY = { needs: 'nothing', account: null } as const;

/** One authorization request of a client, with what it keeps to check the answer. */
export interface AuthorizationRequest {
  url: URL;
  checks: { pkceCodeVerifier: string; expectedState: string; expectedNonce: string };
}

export async function authorizationRequest(
  config: openid.Configuration,
  parameters: Record<string, string> = {},
): Promise<AuthorizationRequest> {
  const checks = {
    pkceCodeVerifier: openid.randomPKCECodeVerifier(),
    expectedState: openid.randomState(),
    expectedNonce: openid.randomNonce(),
  };
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid phone profile telegram offline_access',
    code_challenge: await openid.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...parameters,
  });
  return { url, checks };
}

/** A browser: it keeps cookies by their paths, follows redirects, and calls the api as the site's page does. */
export class Browser {
  readonly #api: Pick<OidcApi, 'issuer' | 'issue'>;
  readonly #cookies = new Map<string, { name: string; path: string; value: string }>();

  constructor(api: Pick<OidcApi, 'issuer' | 'issue'>) {
    this.#api = api;
  }

  /** The values of its cookies by which the provider knows it. */
  secrets(): string[] {
    return [...this.#cookies.values()].filter(({ name }) => name === 'oidc_session').map(({ value }) => value);
  }

  /** Sets a cookie with its signature, as somebody who edits their browser's cookies does. */
  copy(name: string, from: string, to: string): void {
    for (const one of [name, `${name}.sig`]) {
      const cookie = this.#cookies.get(`${from} ${one}`);
      if (cookie) this.#cookies.set(`${to} ${one}`, { ...cookie, path: to });
    }
  }

  /** Makes one request; redirects are not followed. */
  async fetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url);
    const sent = [...this.#cookies.values()].filter(
      ({ path }) => pathname === path || pathname.startsWith(path.replace(/\/?$/, '/')),
    );
    const response = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: {
        ...(sent.length > 0 && { cookie: sent.map(({ name, value }) => `${name}=${value}`).join('; ') }),
        accept: 'text/html',
        ...init.headers,
      },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? '/';
      const [, expires] = /;\s*expires=([^;]+)/i.exec(line) ?? [];
      const isExpired = value === '' || (expires !== undefined && Date.parse(expires) < Date.now());
      if (isExpired) this.#cookies.delete(`${path} ${name}`);
      else this.#cookies.set(`${path} ${name}`, { name, path, value });
    }
    return response;
  }

  /** Opens an address and follows redirects up to the site's page, a client or a page of the api. */
  async open(url: string | URL, init?: RequestInit): Promise<{ url: URL; response?: Response }> {
    const response = await this.fetch(url, init);
    const location = response.headers.get('location');
    if (location === null) return { url: new URL(url), response };
    const next = new URL(location, url);
    return next.origin === new URL(this.#api.issuer).origin ? this.open(next) : { url: next };
  }

  /** Submits the only form of a page, as its script does. */
  async submit(page: Response, more: Record<string, string> = {}): Promise<{ url: URL; response?: Response }> {
    const html = await page.text();
    const fields = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const body = new URLSearchParams(more);
    for (const [, name = '', value = ''] of fields) body.append(name, value);
    const [, action = ''] = /action="([^"]+)"/.exec(html) ?? [];
    return this.open(action, { method: 'POST', body });
  }

  /** Calls an endpoint as the site's page does. */
  async call(path: string, body?: object): Promise<{ status: number; json: Record<string, unknown> }> {
    const response = await this.fetch(new URL(`/api/v1${path}`, this.#api.issuer), {
      method: 'POST',
      headers: { origin: WEB_ORIGIN, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, json: text === '' ? {} : JSON.parse(text) };
  }

  /** Signs in on the site. */
  async signIn(person: Person = somebody()): Promise<Person> {
    const code = await this.#api.issue(person);
    const { status } = await this.call('/auth/register/telegram/', { phone: person.phone, code });
    expect(status).toBeLessThan(300);
    return person;
  }

  /** Opens a client's authorization request; the interaction to which it leads. */
  async start({ url }: AuthorizationRequest): Promise<string> {
    const { url: page } = await this.open(url);
    expect(page.origin + page.pathname).toBe(`${WEB_ORIGIN}/sign-in`);
    return page.searchParams.get('interaction') ?? '';
  }

  /** Confirms an interaction and goes back to the client; its callback. */
  async confirm(interaction: string): Promise<URL> {
    const { json: shown } = await this.call(`/oidc/interactions/${interaction}/show/`);
    const body = { needs: shown['needs'], account: shown['account'] };
    const { status, json } = await this.call(`/oidc/interactions/${interaction}/confirm/`, body);
    expect({ status, json }).toMatchObject({ status: 200 });
    const { url, response } = await this.open(String(json['redirect_to']));
    return response ? (await this.submit(response)).url : url;
  }
}

/** The whole journey of a person who is signed in on the site: what the client gets. */
export async function signInAt(
  config: openid.Configuration,
  browser: Browser,
  parameters: Record<string, string> = {},
) {
  const request = await authorizationRequest(config, parameters);
  const { url } = await browser.open(request.url);
  const interaction = url.searchParams.get('interaction'); // null: the provider knows the browser
  const callback = interaction === null ? url : await browser.confirm(interaction);
  return openid.authorizationCodeGrant(config, callback, request.checks);
}
