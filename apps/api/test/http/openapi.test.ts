import { contract } from '@raqam/shared/contract';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { beforeAll, expect, test } from 'vitest';
import { signInAdmin } from '../support/admin.ts';
import { useService } from '../support/service-keys.ts';
import { useApi } from '../support/test-api.ts';
import { addHook } from '../support/webhooks.ts';

interface Operation {
  operationId: string;
  security: Record<string, string[]>[];
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { required: boolean; content: { 'application/json': { schema: { required?: string[] } } } };
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>;
}

const api = useApi();
let text: string;
let paths: Record<string, Record<string, Operation>>;
beforeAll(async () => {
  text = (await api.get('/docs/json')).body;
  paths = JSON.parse(text).paths;
});

const operation = (path: string, method: string): Operation => {
  const found = paths[path]?.[method];
  if (!found) throw new Error(`${method} ${path} is not in the document`);
  return found;
};

/** The codes that the document has for an answer. */
function codesOf({ responses }: Operation, status: number): unknown {
  const { schema } = responses[status]?.content?.['application/json'] ?? {};
  return (
    schema as {
      allOf?: [object, { properties: { error: { properties: { code: { enum?: string[]; const?: string } } } } }];
    }
  )?.allOf?.[1].properties.error.properties.code;
}

test('redocly finds no error in it', async () => {
  const config = await createConfig({ extends: ['recommended'] });
  expect(await lintFromString({ source: text, config })).toEqual([]);
});

test('it has every endpoint of the contract, under its name', () => {
  const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  expect(ids).toEqual(expect.arrayContaining([...Object.keys(contract), 'healthz', 'readyz', 'metrics']));
  expect(new Set(ids).size).toBe(ids.length);
});

test('each operation says how to authenticate', () => {
  const session = [{ bearer: [] }, { accessCookie: [] }];
  expect(operation('/api/v1/auth/me', 'get').security).toEqual(session);
  expect(operation('/api/users/logout-all', 'post').security).toEqual(session);
  expect(operation('/api/v1/auth/register/telegram', 'post').security).toEqual([]);
  expect(operation('/api/v1/auth/token/refresh', 'post').security).toEqual([{ refreshCookie: [] }, {}]);
  expect(operation('/api/v1/bot/chats/find', 'post').security).toEqual([{ botSecret: [] }]);
  expect(operation('/api/v1/admin/events', 'get').security).toEqual([
    { serviceKey: [] },
    { bearer: [] },
    { accessCookie: [] },
  ]);
  expect(operation('/readyz', 'get').security).toEqual([]);
});

test('a client generated from it, which sends its token where the document says, is accepted by every endpoint', async () => {
  const { access, id } = await signInAdmin(api);
  const webhook = await addHook(api, 'https://example.uz/', '*');
  const { key } = await useService(api).addKey();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { security }] of Object.entries(methods).filter(([method]) => method === 'get')) {
      const token = security.flatMap((way) => ('bearer' in way ? [access] : 'serviceKey' in way ? [key] : []))[0];
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const url = path.replace('{id}', path.includes('/webhooks/') ? webhook.id : id);
      const answer = await api.app.inject({ method: 'GET', url, headers });
      expect(answer.statusCode, `${method} ${path}`).toBe(200);
    }
  }
});

test('only required bodies are marked as required', () => {
  expect(operation('/api/v1/auth/token/refresh', 'post').requestBody?.required).toBe(false);
  const register = operation('/api/v1/auth/register/telegram', 'post').requestBody;
  expect(register?.required).toBe(true);
  expect(register?.content['application/json'].schema.required).toEqual(['phone', 'code']);
});

test('each error answer lists exactly its own codes', () => {
  const register = operation('/api/v1/auth/register/telegram', 'post');
  expect(Object.keys(register.responses)).toEqual([
    '200',
    '201',
    '400',
    '403',
    '409',
    '413',
    '415',
    '429',
    '500',
    '503',
  ]);
  expect(codesOf(register, 400)).toMatchObject({
    enum: ['bad_request', 'code_expired', 'code_incorrect', 'host_not_allowed', 'phone_invalid', 'validation_failed'],
  });
  expect(codesOf(register, 403)).toMatchObject({ enum: ['account_disabled'] });
  expect(codesOf(operation('/api/v1/auth/me', 'patch'), 409)).toMatchObject({
    enum: ['encryption_not_configured', 'phone_not_verified'],
  });
  expect(codesOf(operation('/readyz', 'get'), 503)).toMatchObject({ enum: ['not_ready'] });
});

test('a query is described by its fields, and the server API has a tag', () => {
  const { parameters, tags } = operation('/api/v1/admin/events', 'get');
  expect(parameters?.map(({ name, in: place, required }) => ({ name, place, required }))).toEqual(
    ['user_id', 'type', 'after', 'limit'].map((name) => ({ name, place: 'query', required: false })),
  );
  expect(tags).toEqual(['Server API']);
});

test('schemas that several answers share have names', () => {
  expect(Object.keys(JSON.parse(text).components.schemas).sort()).toEqual([
    'AdminSession',
    'AdminUser',
    'Alert',
    'Card',
    'CodeDelivery',
    'Error',
    'Event',
    'JsonWebKeySet',
    'LimitInForce',
    'OidcClient',
    'Passkey',
    'PhoneToken',
    'Profile',
    'ServiceKey',
    'Session',
    'SmsSent',
    'Statistics',
    'Tokens',
    'User',
    'Webhook',
    'WebhookDelivery',
  ]);
});

test('the page at /docs is there', async () => {
  expect((await api.get('/docs')).headers['content-type']).toMatch(/html/);
});
