import { expect, test } from 'vitest';
import { somebody, useApi } from '../../support/test-api.ts';

const api = useApi();

const count = async () => (await api.sql.query('SELECT 1 FROM oidc_payloads')).rowCount ?? 0;
const get = (url: string, remoteAddress: string) =>
  api.app.inject({ url, remoteAddress, headers: { accept: 'text/html' } });

const query =
  'client_id=shop&redirect_uri=https://shop.uz/cb&response_type=code&scope=openid&code_challenge_method=S256';
const request = `/oidc/auth?${query}&code_challenge=${'a'.repeat(43)}`;

for (const url of [request, '/oidc/session/end'])
  test(`pages of OpenID Connect opened again and again: one IP is refused, others are not: ${url.split('?', 1)[0]}`, async () => {
    await api.sql.query(
      `INSERT INTO clients (id, name, redirect_uris, is_own) VALUES ('shop', 'Shop', '{https://shop.uz/cb}', true)
       ON CONFLICT DO NOTHING`,
    );
    const before = await count();
    const ip = url === request ? '192.0.2.7' : '192.0.2.8';
    const statuses: number[] = [];
    for (let n = 0; n < 210; n++) statuses.push((await get(url, ip)).statusCode);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    expect((await count()) - before).toBeLessThanOrEqual(200);
    const refused = await get(url, ip);
    expect(refused.headers['content-type']).toContain('text/html');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await get(url, '192.0.2.9')).statusCode).toBeLessThan(400);
    const { access } = await api.signIn(somebody());
    const signedIn = await api.app.inject({ url, remoteAddress: ip, cookies: { access_token: access } });
    expect(signedIn.statusCode).toBeLessThan(400);
  });

test('what nobody signed in to is deleted within an hour', async () => {
  await get('/oidc/session/end', '192.0.2.10');
  const { rows } = await api.sql.query(
    "SELECT max(expires_at) <= now() + interval '1 hour' AS soon FROM oidc_payloads",
  );
  expect(rows).toEqual([{ soon: true }]);
});
