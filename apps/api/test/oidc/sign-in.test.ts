import * as openid from 'openid-client';
import { expect, test } from 'vitest';
import { addRelyingParty, Browser, signInAt, useOidcApi } from '../support/oidc.ts';

const api = useOidcApi();

test('discovery names the endpoints below the issuer', async () => {
  const config = await addRelyingParty(api);
  const { issuer, authorization_endpoint, jwks_uri, code_challenge_methods_supported } = config.serverMetadata();
  expect({ issuer, authorization_endpoint, jwks_uri, code_challenge_methods_supported }).toEqual({
    issuer: api.issuer,
    authorization_endpoint: `${api.issuer}/auth`,
    jwks_uri: `${api.issuer}/jwks`,
    code_challenge_methods_supported: ['S256'],
  });
});

test('a person who is signed in confirms, and the client learns their verified number', async () => {
  const config = await addRelyingParty(api);
  const browser = new Browser(api);
  const person = await browser.signIn();
  const tokens = await signInAt(config, browser);
  const claims = tokens.claims();
  expect(claims).toMatchObject({ iss: api.issuer, aud: config.clientMetadata().client_id, amr: ['otp', 'x_telegram'] });
  expect(claims?.auth_time).toBeGreaterThan(Date.now() / 1000 - 60);
  expect(await openid.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '')).toMatchObject({
    phone_number: person.phone,
    phone_number_verified: true,
    telegram_id: person.telegramId,
  });
});
