import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as openid from 'openid-client';
import type { Page } from 'playwright-core';

export interface RelyingParty {
  /** Its start page: says who is signed in. */
  url: string;
  close(): Promise<void>;
}

export interface RelyingPartyOptions {
  /** The client's id. */
  id: string;
  /** Its heading; people read it on the sign-in page too. */
  name: string;
  /** Whether it belongs to the site, so that nobody is asked for consent. */
  isOwn: boolean;
  /** The public URL of the provider. */
  publicUrl: string;
  /** Runs the operator's command; resolves to what it prints. */
  operate: (...args: string[]) => Promise<string>;
}

/** One visit to the provider, as the answer is checked against it. */
interface Transaction {
  pkceCodeVerifier: string;
  expectedState: string;
  expectedNonce: string;
}

/** Who is signed in at the relying party. */
interface SignedIn {
  idToken: string;
  claims: Record<string, unknown>;
}

const SCOPE = 'openid phone profile offline_access';
const COOKIE = 'shop';

/**
 * Starts a small site that signs people in by OpenID Connect, and registers it as the operator does. `/login` takes
 * further parameters of the request, such as `prompt`; `/logout` signs out here and at the provider.
 */
export async function startRelyingParty(options: RelyingPartyOptions): Promise<RelyingParty> {
  const { id: clientId, name, isOwn, publicUrl, operate } = options;
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      const { error: code = String(error) } = Object(error);
      show(response, 400, `<p>Error: <output>${escapeHtml(String(code))}</output></p><a href="/login">Sign in</a>`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const url = `http://localhost:${port}`;
  const callbackUrl = `${url}/callback`;
  const uris = ['--redirect-uri', callbackUrl, '--post-logout-redirect-uri', `${url}/`];
  const output = await operate('clients', 'add', clientId, '--name', name, ...uris, ...(isOwn ? ['--own'] : []));
  const secret = /^client_secret\s+(\S+)$/m.exec(output)?.[1];
  const config = await openid.discovery(new URL(`${publicUrl}/oidc`), clientId, secret, undefined, {
    execute: [openid.allowInsecureRequests],
  });
  const transactions = new Map<string, Transaction>();
  const sessions = new Map<string, SignedIn>();

  function show(response: ServerResponse, status: number, content: string): void {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(`<!doctype html><html lang="en"><title>${name}</title><h1>${name}</h1>${content}</html>`);
  }

  function redirect(response: ServerResponse, to: string | URL, cookie?: string): void {
    const setCookie =
      cookie === undefined ? {} : { 'set-cookie': `${COOKIE}-${port}=${cookie}; HttpOnly; SameSite=Lax` };
    response.writeHead(303, { location: String(to), ...setCookie }).end();
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = new URL(request.url ?? '/', url);
    const id = new RegExp(`${COOKIE}-${port}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
    const signedIn = sessions.get(id);
    switch (asked.pathname) {
      case '/': {
        if (!signedIn) return show(response, 200, '<p>Nobody is signed in.</p><a href="/login">Sign in</a>');
        const facts = escapeHtml(JSON.stringify(signedIn.claims));
        return show(response, 200, `<output>${facts}</output><a href="/logout">Sign out</a>`);
      }
      case '/login': {
        const checks: Transaction = {
          pkceCodeVerifier: openid.randomPKCECodeVerifier(),
          expectedState: openid.randomState(),
          expectedNonce: openid.randomNonce(),
        };
        const transaction = randomUUID();
        transactions.set(transaction, checks);
        const target = openid.buildAuthorizationUrl(config, {
          redirect_uri: callbackUrl,
          scope: SCOPE,
          code_challenge: await openid.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
          code_challenge_method: 'S256',
          state: checks.expectedState,
          nonce: checks.expectedNonce,
          ...Object.fromEntries(asked.searchParams),
        });
        return redirect(response, target, transaction);
      }
      case '/callback': {
        const checks = transactions.get(id);
        if (!checks) throw new Error('no sign-in was started');
        transactions.delete(id);
        // response_mode=form_post
        if (request.method === 'POST') asked.search = await text(request);
        const tokens = await openid.authorizationCodeGrant(config, asked, checks);
        const idClaims = tokens.claims();
        if (!idClaims || !tokens.id_token) throw new Error('no ID token');
        const userinfo = await openid.fetchUserInfo(config, tokens.access_token, idClaims.sub);
        const session = randomUUID();
        sessions.set(session, { idToken: tokens.id_token, claims: { ...idClaims, ...userinfo } });
        return redirect(response, '/', session);
      }
      case '/logout': {
        sessions.delete(id);
        if (!signedIn) return redirect(response, '/');
        const target = { id_token_hint: signedIn.idToken, post_logout_redirect_uri: `${url}/` };
        return redirect(response, openid.buildEndSessionUrl(config, target));
      }
      default:
        return show(response, 404, '<p>Not found</p>');
    }
  }

  return {
    url,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What the relying party has learned about the person who is signed in there; waits until somebody is. */
export async function claimsOn(page: Page): Promise<Record<string, unknown>> {
  await page.getByRole('link', { name: 'Sign out' }).waitFor();
  return JSON.parse((await page.locator('output').textContent()) ?? '');
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
