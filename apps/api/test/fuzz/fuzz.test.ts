import { findFreePort } from '@raqam/local-stack/free-port';
import { contract } from '@raqam/shared/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withMiniApp } from '../support/mini-app.ts';
import { usePasskeys } from '../support/passkeys.ts';
import { usePress, withBot } from '../support/press.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { useTelegramLogin } from '../support/telegram-login.ts';
import { useApi } from '../support/test-api.ts';
import { createFuzzer, SEED } from './fuzzer.ts';
import { changing, withBody } from './make-plans.ts';
import { type ApiDocument, type JsonSchema, readDocument } from './openapi-document.ts';
import { recipesOfPeople, recipesOfServices } from './recipes/admin-recipes.ts';
import { recipesOfOidc } from './recipes/oidc-recipes.ts';
import { recipesOfSessions } from './recipes/session-recipes.ts';
import { recipesOfBot, recipesOfSignIn } from './recipes/sign-in-recipes.ts';
import { collectSecrets } from './secrets.ts';
import { closeConnections } from './send.ts';
import { COVERED, listUndocumented, NEVER_SUCCEED, recipesOfUndocumented } from './undocumented.ts';
import { createWorld } from './world.ts';

const site = { url: '' };
beforeAll(async () => {
  site.url = `http://localhost:${await findFreePort()}`;
});
const gateway = useGateway();
const login = useTelegramLogin(() => site.url);
const api = useApi(() => ({
  ...gateway.withTelegram(),
  ...login.environment(),
  CODE_CHANNELS: '*:sms+gateway',
  ...withBot,
  ...withMiniApp,
  FERNET_KEY: 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=',
  PUBLIC_URL: site.url,
  TRUSTED_PROXIES: '127.0.0.1',
  ALLOWED_HOSTS: 'localhost',
  SMS_DAILY_LIMIT: '100000000',
  GATEWAY_DAILY_LIMIT: '100000000',
}));

const secrets = collectSecrets();
const undocumented = listUndocumented(secrets);
let document: ApiDocument;
let fuzzer: ReturnType<typeof createFuzzer>;
beforeAll(async () => {
  const port = Number(new URL(site.url).port);
  await api.app.listen({ port, host: '127.0.0.1' });
  document = readDocument((await api.get('/docs/json')).body);
  const world = createWorld(api, secrets);
  const press = usePress(api);
  const passkeys = usePasskeys(api, press);
  const parts = { api, world, secrets, press, passkeys, gateway, sms: smsCalls(api), url: site.url };
  const recipes = {
    ...recipesOfSessions(parts),
    ...recipesOfSignIn(parts),
    ...recipesOfBot(parts),
    ...recipesOfPeople(parts),
    ...recipesOfServices(parts),
    ...recipesOfOidc(parts),
    ...recipesOfUndocumented(parts, login),
  };
  fuzzer = createFuzzer({ api, port, document, recipes, world, secrets });
});
afterAll(closeConnections);

/** Endpoints of the document beside the contract's. */
const OPERATIONAL = ['healthz', 'readyz', 'api_healthz', 'api_readyz', 'metrics', 'jwks'];
const endpoints = [...Object.keys(contract), ...OPERATIONAL];
/** Ten minutes: the long form sends thousands of requests to each. */
const TIMEOUT_MS = 600_000;

test('each route is in the document, or among those that are fuzzed beside it', () => {
  const routes = readRoutes(api.app.printRoutes({ commonPrefix: false }));
  const documented = new Set(document.operations.map(({ path }) => path.replaceAll(/\{(\w+)\}/g, ':$1')));
  expect(routes.length).toBeGreaterThan(70);
  const isCovered = (route: string) =>
    route === '*' || COVERED.some((path) => [path, `${path}*`].includes(route) || route.startsWith(`${path}/`));
  expect(routes.filter((route) => !documented.has(route) && !isCovered(route))).toEqual([]);
  expect([...new Set(document.operations.map(({ endpoint }) => endpoint))].sort()).toEqual([...endpoints].sort());
});

describe('a value of a wrong type, size or alphabet: an answer that the document declares', () => {
  test.for(endpoints)('%s', { timeout: TIMEOUT_MS }, async (endpoint) => {
    for (const operation of document.operations.filter((one) => one.endpoint === endpoint)) {
      await fuzzer.run(operation);
      expect(fuzzer.successes(operation), `successes of ${operation.id}`).toBeGreaterThan(0);
    }
  });
});

/** Whether a body of the document may have no other fields than it names. */
const isClosed = ({ anyOf, additionalProperties }: JsonSchema): boolean =>
  anyOf ? anyOf.every(isClosed) : additionalProperties === false;

test(
  'a body that names its fields has no others, and no body has `__proto__`, a key twice, or more than its size',
  async () => {
    const codes = (answer: { status: number; body: string }) => [answer.status, JSON.parse(answer.body).error.code];
    const withBodies = document.operations.filter(({ body }) => body !== undefined);
    expect(withBodies.length).toBeGreaterThan(40);
    for (const operation of withBodies) {
      // the bot's secret in a body is checked before the rest of it
      const isRead = operation.endpoint !== 'createTelegramCode';
      if (operation.body && isClosed(operation.body))
        for (const add of ['more', 'constructor', 'prototype', 'toString', 'hasOwnProperty', ''])
          expect(
            codes(await fuzzer.ask(operation, changing({ add, value: {} }))),
            `${operation.id} with “${add}”`,
          ).toEqual([400, 'validation_failed']);
      for (const bytes of [
        '{"__proto__":{"admin":true}}',
        '{"a":1,"\\u0061":2}',
        '{',
        `${'{"a":'.repeat(9)}1${'}'.repeat(9)}`,
      ])
        expect(codes(await fuzzer.ask(operation, withBody(bytes))), `${operation.id} ${bytes}`).toEqual([
          400,
          'bad_request',
        ]);
      const large = await fuzzer.ask(operation, withBody(`{"more":"${'x'.repeat(300_000)}"}`));
      expect(codes(large), operation.id).toEqual([413, 'body_too_large']);
      if (isRead) continue;
      expect(codes(await fuzzer.ask(operation, withBody('{}')))).toEqual([403, 'bot_secret_invalid']);
    }
  },
  TIMEOUT_MS,
);

describe('whatever is sent beside the document, there is an answer, and it tells nothing', () => {
  test.for(undocumented.map(({ id }) => id))('%s', { timeout: TIMEOUT_MS }, async (name) => {
    const target = undocumented.find(({ id }) => id === name);
    if (!target) throw new Error('It is one of them');
    await fuzzer.run(target);
    if (!NEVER_SUCCEED.has(name)) expect(fuzzer.successes(target)).toBeGreaterThan(0);
  });
});

test('no event, and nothing that webhooks deliver, holds a code, a token, a secret or a number', async ({ task }) => {
  task.meta.fuzz = { seed: SEED, operations: fuzzer.counts() };
  const { rows } = await api.sql.query("SELECT (to_jsonb(events) - 'xid')::text AS row FROM events");
  expect(rows.length).toBeGreaterThan(100);
  const found = rows.flatMap(({ row }) => secrets.findIn(row).map((secret) => `${secret}: ${row}`));
  expect(found.filter((one) => !one.startsWith('what the request brought'))).toEqual([]); // as its User-Agent
});

/** The paths in the tree that Fastify prints of its routes. */
function readRoutes(tree: string): string[] {
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent, part, methods] = /^((?:│ {3}| {4})*)[├└]── (\S+)( \(.*)?$/.exec(line) ?? [];
    if (indent === undefined || part === undefined) return [];
    const depth = indent.length / 4;
    above.splice(depth, Number.POSITIVE_INFINITY, (above[depth - 1] ?? '') + part);
    return methods === undefined ? [] : [above[depth] ?? ''];
  });
}
