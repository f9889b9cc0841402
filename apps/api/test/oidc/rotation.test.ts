import { findFreePort } from '@raqam/local-stack/free-port';
import type { FastifyInstance } from 'fastify';
import * as openid from 'openid-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { connectDatabase, type Database } from '../../src/database/database.ts';
import { createDatabase } from '../support/database/create-database.ts';
import { TEMPLATE } from '../support/database/postgres.ts';
import { addRelyingParty, authorizationRequest, Browser, signInAt } from '../support/oidc.ts';
import { BOT_SECRET, type Person, testConfig } from '../support/test-api.ts';

const OLD = 'the-old-secret-key-of-the-tests-0123456789';
const NEW = 'the-new-secret-key-of-the-tests-0123456789';

const state = { url: '', publicUrl: '' };
let app: FastifyInstance | undefined;
let db: Database;

beforeAll(async () => {
  state.url = await createDatabase(TEMPLATE);
  state.publicUrl = `http://localhost:${await findFreePort()}`;
});
afterAll(() => app?.close());

/** Starts the api with this SECRET_KEY, in the place of the one that runs. */
async function restart(secretKey: string): Promise<void> {
  await app?.close();
  const opened = connectDatabase({ url: state.url });
  const { publicUrl } = state;
  const config = testConfig(state.url, { SECRET_KEY: secretKey, PUBLIC_URL: publicUrl });
  const started = await buildApp({ config, db: opened, version: '1.2.3', logger: false });
  started.addHook('onClose', () => opened.close());
  await started.listen({ port: Number(new URL(publicUrl).port), host: 'localhost' });
  [app, db] = [started, opened];
}

const api = {
  get db() {
    return db;
  },
  get issuer() {
    return `${state.publicUrl}/oidc`;
  },
  async issue({ telegramId, phone }: Person): Promise<string> {
    const body = { secret_key: BOT_SECRET, telegram_id: telegramId, phone_number: phone, proof: 'contact' };
    const answer = await app?.inject({ method: 'POST', url: '/api/v1/auth/telegram/otp/create/', payload: body });
    return answer?.json().code;
  },
};

async function listKeys(): Promise<string[]> {
  const answer = await fetch(`${api.issuer}/jwks`);
  const { keys } = (await answer.json()) as { keys: { kid: string; d?: string }[] }; // ours

  expect(keys.filter(({ d }) => d !== undefined)).toEqual([]);
  return keys.map(({ kid }) => kid);
}

/** The key of an ID token. Its signature was verified by `enableNonRepudiationChecks`. */
const kidOf = ({ id_token = '' }: { id_token?: string }): string =>
  JSON.parse(Buffer.from(id_token.split('.')[0] ?? '', 'base64url').toString()).kid;

test('SECRET_KEY is rotated: clients and browsers stay signed in, and verify ID tokens by the keys that they know', async () => {
  await restart(OLD);
  const config = await addRelyingParty(api);
  openid.enableNonRepudiationChecks(config);
  const browser = new Browser(api);
  await browser.signIn();
  const first = await signInAt(config, browser);
  const [oldKey = ''] = await listKeys();
  expect(kidOf(first)).toBe(oldKey);

  await restart(`${OLD},${NEW}`);
  const listed = await listKeys();
  expect(listed).toHaveLength(4);
  const knows = await openid.discovery(
    new URL(api.issuer),
    config.clientMetadata().client_id,
    config.clientMetadata(),
    undefined,
    {
      execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks],
    },
  );
  const second = await openid.refreshTokenGrant(knows, first.refresh_token ?? '');
  expect(kidOf(second)).toBe(oldKey);

  await restart(`${NEW},${OLD}`);
  const third = await openid.refreshTokenGrant(knows, second.refresh_token ?? '');
  expect(kidOf(third)).not.toBe(oldKey);
  expect(listed).toContain(kidOf(third));
  const silent = await signInAt(knows, browser, { prompt: 'none' });
  expect(silent.claims()?.sub).toBe(first.claims()?.sub);
  const hinted = await browser.open(
    (await authorizationRequest(knows, { prompt: 'none', id_token_hint: first.id_token ?? '' })).url,
  );
  expect(hinted.url.searchParams.get('code')).not.toBeNull();

  await restart(NEW);
  expect(await listKeys()).toHaveLength(2);
  expect(await listKeys()).toContain(kidOf(third));
  const fourth = await openid.refreshTokenGrant(knows, third.refresh_token ?? '');
  expect(kidOf(fourth)).toBe(kidOf(third));
  expect((await signInAt(knows, browser, { prompt: 'none' })).claims()?.sub).toBe(first.claims()?.sub);
});

test('SECRET_KEY is rotated during a sign-in: each step is taken at a process with other values', async () => {
  await restart(OLD);
  const config = await addRelyingParty(api, { isOwn: false });
  const browser = new Browser(api);
  const request = await authorizationRequest(config, { login_hint: '+998901234567' });
  const interaction = await browser.start(request);
  await restart(`${OLD},${NEW}`);
  await browser.signIn();
  await restart(`${NEW},${OLD}`);
  const callback = await browser.confirm(interaction);
  await restart(NEW);
  const tokens = await openid.authorizationCodeGrant(config, callback, request.checks);
  expect(tokens.claims()?.sub).toBeDefined();
});

test('an interaction of a value that is listed no more has ended', async () => {
  await restart(OLD);
  const browser = new Browser(api);
  const interaction = await browser.start(await authorizationRequest(await addRelyingParty(api)));
  await restart(NEW);
  expect(await browser.call(`/oidc/interactions/${interaction}/show/`)).toMatchObject({ status: 410 });
});

test('two processes that need the first key at once have the same', async () => {
  await restart('a-secret-key-that-is-used-for-the-first-time');
  const opened = connectDatabase({ url: state.url });
  const config = testConfig(state.url, { SECRET_KEY: 'a-secret-key-that-is-used-for-the-first-time' });
  const other = await buildApp({ config, db: opened, version: '1.2.3', logger: false });
  other.addHook('onClose', () => opened.close());
  const [one, two] = await Promise.all([listKeys(), other.inject('/oidc/jwks')]);
  await other.close();
  expect(two.json().keys.map(({ kid }: { kid: string }) => kid)).toEqual(one);
});
