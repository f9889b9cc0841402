import { expect, test } from 'vitest';
import { useApi, WEB_ORIGIN } from '../support/test-api.ts';

const api = useApi();

const ORIGIN = 'https://spa.shop.uz';

/** A token request by a script of a page on `origin`. */
const ask = (origin: string) =>
  api.app.inject({
    method: 'POST',
    url: '/oidc/token',
    headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'grant_type=refresh_token&refresh_token=a&client_id=spa',
  });

test('a public client’s own page may ask for tokens; other pages may not, ours included', async () => {
  await api.sql.query(
    `INSERT INTO clients (id, name, redirect_uris, is_own) VALUES ('spa', 'SPA', '{${ORIGIN}/cb}', true)`,
  );
  const own = await ask(ORIGIN);
  expect({ origin: own.headers['access-control-allow-origin'], error: own.json().error }).toEqual({
    origin: ORIGIN,
    error: 'invalid_grant',
  });
  for (const origin of ['https://evil.example', 'null', WEB_ORIGIN]) {
    const { headers, json } = await ask(origin);
    expect({ origin: headers['access-control-allow-origin'], error: json().error }).toEqual({
      origin: undefined,
      error: 'invalid_request',
    });
  }
  expect(own.headers['access-control-allow-credentials']).toBeUndefined();
});

test('browsers ask first, without cookies', async () => {
  const { statusCode, headers } = await api.app.inject({
    method: 'OPTIONS',
    url: '/oidc/token',
    headers: { origin: ORIGIN, 'access-control-request-method': 'POST' },
  });
  expect({ statusCode, methods: headers['access-control-allow-methods'] }).toEqual({
    statusCode: 204,
    methods: 'POST',
  });
  expect(headers['access-control-allow-credentials']).toBeUndefined();
});
