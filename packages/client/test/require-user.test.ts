import type { AddressInfo } from 'node:net';
import express from 'express';
import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as forExpress from '../src/express.ts';
import * as forFastify from '../src/fastify.ts';
import { createRaqam, type Raqam } from '../src/index.ts';
import { ISSUER, type RunningApi, startApi } from './support/start-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const options = { origins: ['https://admin.shop.uz'] };

interface Site {
  url: string;
  stop(): Promise<unknown>;
}

async function startExpress(raqam: Raqam): Promise<Site> {
  const app = express();
  app.use('/orders', forExpress.requireUser(raqam, options));
  app.get('/orders', (request, response) => void response.json({ user: forExpress.userOf(request).id }));
  app.post('/orders', (request, response) => void response.json({ user: forExpress.userOf(request).id }));
  const server = app.listen(0);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: async () => server.close() };
}

async function startFastify(raqam: Raqam): Promise<Site> {
  const app = fastify();
  const guarded = { onRequest: forFastify.requireUser(raqam, options) };
  app.get('/orders', guarded, async (request) => ({ user: forFastify.userOf(request).id }));
  app.post('/orders', guarded, async (request) => ({ user: forFastify.userOf(request).id }));
  return { url: await app.listen({ port: 0 }), stop: () => app.close() };
}

describe.for([
  ['Express', startExpress],
  ['Fastify', startFastify],
] as const)('%s', ([, start]) => {
  let site: Site;
  beforeAll(async () => {
    site = await start(createRaqam({ url: api.url, issuer: ISSUER }));
  });
  afterAll(() => site.stop());

  const ask = async (headers: Record<string, string>, method = 'GET') => {
    const answer = await fetch(`${site.url}/orders`, { method, headers });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };

  test('the token of the header or of the cookie opens the route for its user', async () => {
    const { userId, access } = await api.signIn();
    for (const headers of [
      { authorization: `Bearer ${access}` },
      { cookie: `theme=dark; access_token=${access}` },
    ] as Record<string, string>[]) {
      expect(await ask(headers)).toMatchObject({ status: 200, body: { user: userId } });
    }
    expect(await ask({ authorization: `bearer ${access}` }, 'POST')).toMatchObject({ status: 200 });
  });

  test('without a token, or with a wrong one: 401 in the shape of the api', async () => {
    const { access } = await api.signIn();
    for (const headers of [
      {},
      { authorization: 'Bearer nonsense' },
      { authorization: `Bearer ${access.slice(0, -5)}` },
      { cookie: `access_token=${access}; access_token=other` },
    ] as Record<string, string>[]) {
      const answer = await ask(headers);
      expect(answer).toMatchObject({ status: 401, body: { error: { code: 'session_invalid' } } });
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  test('a change by cookie must come from an own page', async () => {
    const { access } = await api.signIn();
    const cookie = `access_token=${access}`;
    for (const origin of [{ 'sec-fetch-site': 'same-origin' }, { origin: 'https://admin.shop.uz' }]) {
      expect(await ask({ cookie, ...origin } as Record<string, string>, 'POST')).toMatchObject({ status: 200 });
    }
    for (const origin of [
      {},
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
    ]) {
      expect(await ask({ cookie, ...origin } as Record<string, string>, 'POST')).toMatchObject({
        status: 403,
        body: { error: { code: 'origin_forbidden' } },
      });
    }
  });

  test('while the keys can’t be fetched: 503, not 401', async () => {
    const { access } = await api.signIn();
    const away = await start(createRaqam({ url: 'http://127.0.0.1:1', issuer: ISSUER }));
    const answer = await fetch(`${away.url}/orders`, { headers: { authorization: `Bearer ${access}` } });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    await away.stop();
  });
});

test('a route that nothing guards has no user', () => {
  expect(() => forExpress.userOf({})).toThrow('requireUser');
});
