import { authorizationCodeGrant, refreshTokenGrant } from 'openid-client';
import { expect } from 'vitest';
import { addRelyingParty, authorizationRequest, Browser, type OidcApi } from '../support/oidc.ts';
import type { Person } from '../support/test-api.ts';

/** Signs a person in at a client of OpenID Connect, once the person has cancelled. Returns what is secret. */
export async function travelByClient(
  api: Pick<OidcApi, 'db' | 'issue' | 'issuer'>,
  person: () => Person,
): Promise<{ codes: string[]; tokens: string[]; secrets: string[] }> {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  const { phone, telegramId } = person();
  const code = await api.issue({ phone, telegramId });
  const { json } = await browser.call('/auth/register/telegram/', { phone, code });
  const { access, refresh } = json['tokens'] as { access: string; refresh: string }; // of a sign-in

  const cancelled = await browser.start(await authorizationRequest(config));
  expect((await browser.call(`/oidc/interactions/${cancelled}/show/`)).status).toBe(200);
  expect((await browser.call(`/oidc/interactions/${cancelled}/abort/`)).status).toBe(200);

  const request = await authorizationRequest(config);
  const callback = await browser.confirm(await browser.start(request));
  const first = await authorizationCodeGrant(config, callback, request.checks);
  const second = await refreshTokenGrant(config, first.refresh_token ?? '');
  const { client_secret } = config.clientMetadata();
  const secrets = [client_secret, callback.searchParams.get('code'), ...browser.secrets()];
  for (const issued of [first, second]) {
    secrets.push(issued.access_token.split('.').at(-1), issued.refresh_token, issued.id_token?.split('.').at(-1));
  }
  return { codes: [code], tokens: [access, refresh], secrets: secrets.map((secret) => String(secret)) };
}
