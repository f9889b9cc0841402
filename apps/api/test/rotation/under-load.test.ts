import { createPublicKey, type JsonWebKey, randomInt, verify } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { connectDatabase } from '../../src/database/database.ts';
import { reencrypt } from '../../src/encryption/reencrypt.ts';
import { listSealedData } from '../../src/sealed-data.ts';
import { withBot } from '../support/press.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { BOT_SECRET, SECRET_KEY, somebody, testConfig, useApi } from '../support/test-api.ts';

const FERNET_KEY = 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=';
const REPLICAS = 3;

const gateway = useGateway();
const environment = () => ({
  ...withBot,
  ...gateway.environment(),
  FERNET_KEY,
  TRUSTED_PROXIES: '127.0.0.1',
  SMS_DAILY_LIMIT: '1000000',
});
const api = useApi(environment);

interface Replica {
  url: string;
  /** The requests that it has not answered yet. */
  pending: Set<Promise<unknown>>;
  stop(): Promise<void>;
}

/** An api that serves HTTP on a port and on connections of its own. */
async function startReplica(variables: Record<string, string>): Promise<Replica> {
  const db = connectDatabase({ url: databaseUrl(), connections: 5 });
  const app = await buildApp({
    config: testConfig(databaseUrl(), { ...environment(), ...variables }),
    db,
    version: '0',
    logger: undefined,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo; // of TCP
  const stop = () => app.close().then(() => db.close());
  return { url: `http://127.0.0.1:${port}`, pending: new Set(), stop };
}

const databaseUrl = () => api.sql.options.connectionString ?? '';

/** The replicas behind a load balancer: each request goes to another one. */
class Deployment {
  readonly replicas: Replica[] = [];
  /** The secret that the bot sends. */
  botSecret = BOT_SECRET;

  /** Replaces one replica after the other, and lets clients use the mixture. The new one takes requests before the old one stops. */
  async roll(variables: Record<string, string>, use = async () => {}): Promise<void> {
    for (let number = 0; number < REPLICAS; number++) {
      const old = this.replicas[number];
      this.replicas[number] = await startReplica(variables);
      await Promise.allSettled(old?.pending ?? []);
      await old?.stop();
      await use();
    }
  }

  async stop(): Promise<void> {
    for (const replica of this.replicas) await replica.stop();
  }

  /** Sends a request to any replica, from an IP of its own. @throws when the answer is another one */
  async ask(expected: number[], path: string, body?: object, more: { bearer?: string; method?: string } = {}) {
    const replica = this.replicas[randomInt(this.replicas.length)];
    if (replica === undefined) throw new Error('The replicas are started before the first request');
    const { bearer, method = body ? 'POST' : 'GET' } = more;
    const asked = fetch(replica.url + path, {
      method,
      headers: {
        connection: 'close', // a kept one may be cut off by the end of its replica
        'x-real-ip': `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`,
        ...(body && { 'content-type': 'application/json' }),
        ...(bearer && { authorization: `Bearer ${bearer}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    }).then(async (response) => ({ status: response.status, text: await response.text() }));
    replica.pending.add(asked);
    const { status, text } = await asked.finally(() => replica.pending.delete(asked));
    if (!expected.includes(status)) throw new Error(`${method} ${path}: ${status} ${text}`);
    return JSON.parse(text);
  }
}

/** Another service: it fetches the public keys after each step and keeps them, as their Cache-Control allows. */
class Verifier {
  keys: ({ kid: string } & JsonWebKey)[] = [];
  verified = 0;

  async fetchKeys(deployment: Deployment): Promise<void> {
    ({ keys: this.keys } = await deployment.ask([200], '/.well-known/jwks.json'));
  }

  check(token: string): void {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
    const jwk = this.keys.find((key) => key.kid === kid);
    if (jwk === undefined) throw new Error('A token was signed by a key that verifiers do not know yet');
    const key = { key: createPublicKey({ format: 'jwk', key: jwk }), dsaEncoding: 'ieee-p1363' as const };
    expect(verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
    this.verified += 1;
  }
}

interface Tokens {
  access: string;
  refresh: string;
}

type SignIn = (deployment: Deployment) => Promise<Tokens>;

const byCode: SignIn = async (deployment) => {
  const { phone, telegramId } = somebody();
  const request = { telegram_id: telegramId, phone_number: phone, proof: 'contact', request_id: `of-${telegramId}` };
  const create = () =>
    deployment.ask([200], '/api/v1/auth/telegram/otp/create/', { secret_key: deployment.botSecret, ...request });
  const { code } = await create();
  expect((await create()).code).toBe(code);
  return (await deployment.ask([201], '/api/v1/auth/register/telegram/', { phone, code })).tokens;
};

const byPress: SignIn = async (deployment) => {
  const { phone, telegramId: telegram_id } = somebody();
  const bot = (call: string, body: object) =>
    deployment.ask([200], `/api/v1/bot/challenges/${call}/`, body, { bearer: deployment.botSecret });
  const { id, secret, telegram } = await deployment.ask([201], '/api/v1/auth/challenges/', {});
  const { ref, choices } = await bot('open', { start: new URL(telegram.url).searchParams.get('start'), telegram_id });
  expect(choices).toContain(telegram.number);
  expect((await bot('contact', { ref, telegram_id, phone_number: phone })).choices).toEqual(choices);
  expect(await bot('decide', { ref, telegram_id, choice: telegram.number })).toEqual({ state: 'approved' });
  return (await deployment.ask([201], `/api/v1/auth/challenges/${id}/collect/`, { secret })).tokens;
};

const bySms: SignIn = async (deployment) => {
  const { phone } = somebody();
  await deployment.ask([200], '/api/users/auth/', { phone });
  return deployment.ask([200], '/api/users/auth/', { phone, code: gateway.code(phone) });
};

const bySmsOfBrowser: SignIn = async (deployment) => {
  const { phone } = somebody();
  const { id, secret } = await deployment.ask([201], '/api/v1/auth/challenges/', {});
  await deployment.ask([200], `/api/v1/auth/challenges/${id}/send/`, { secret, phone });
  const verified = { secret, code: gateway.code(phone) };
  return (await deployment.ask([201], `/api/v1/auth/challenges/${id}/verify/`, verified)).tokens;
};

const PASSPORT_ID = 'AA1234567';
const ME = '/api/v1/auth/me/';

/** Uses the session of one sign-in until the end. */
async function staySignedIn(deployment: Deployment, verifier: Verifier, first: Tokens, clock: Clock): Promise<void> {
  let { access, refresh } = first;
  while (!clock.isOver) {
    await deployment.ask([200], ME, { passport_id: PASSPORT_ID }, { bearer: access, method: 'PATCH' });
    expect((await deployment.ask([200], ME, undefined, { bearer: access })).passport_id).toBe(PASSPORT_ID);
    verifier.check(access);
    ({ access, refresh } = await deployment.ask([200], '/api/v1/auth/token/refresh/', { refresh }));
    verifier.check(access);
    clock.tick();
  }
}

/** Signs people in until the end. */
async function signPeopleIn(deployment: Deployment, verifier: Verifier, signIn: SignIn, clock: Clock): Promise<void> {
  while (!clock.isOver) {
    const { access } = await signIn(deployment);
    await deployment.ask([200], ME, undefined, { bearer: access });
    verifier.check(access);
    clock.tick();
  }
}

/** Counts the rounds of a client, so that each step lasts until every client has begun and ended a round in it. */
class Clock {
  isOver = false;
  #rounds = 0;
  #waiting: { until: number; resolve(): void }[] = [];

  tick(): void {
    this.#rounds += 1;
    for (const { until, resolve } of this.#waiting) if (this.#rounds >= until) resolve();
  }

  afterRounds(rounds: number): Promise<void> {
    return new Promise((resolve) => void this.#waiting.push({ until: this.#rounds + rounds, resolve }));
  }
}

const NEXT = {
  SECRET_KEY: [SECRET_KEY, 'next-secret-key-of-the-tests-0123456789abcdef'],
  TELEGRAM_BOT_SECRET: [BOT_SECRET, 'next-bot-secret-of-the-tests-0123456789abcdef'],
  FERNET_KEY: [FERNET_KEY, 'bmV4dC1mZXJuZXQta2V5LW9mLXRoZS10ZXN0cy0wMTI='],
} as const;

test.for(['SECRET_KEY', 'TELEGRAM_BOT_SECRET', 'FERNET_KEY'] as const)(
  '%s is replaced, one replica after the other: nobody is signed out, and no sign-in fails',
  { timeout: 600_000 },
  async (variable) => {
    const [old, next] = NEXT[variable];
    const deployment = new Deployment();
    const verifier = new Verifier();
    await deployment.roll({ [variable]: old });
    await verifier.fetchKeys(deployment);

    const clocks: Clock[] = [];
    const run = (client: (clock: Clock) => Promise<void>) => {
      const clock = new Clock();
      clocks.push(clock);
      return client(clock);
    };
    const ways = [byCode, byPress, bySms, bySmsOfBrowser];
    const signedIn = await Promise.all(ways.map((signIn) => signIn(deployment)));
    const clients = [
      ...ways.map((signIn) => run((clock) => signPeopleIn(deployment, verifier, signIn, clock))),
      ...signedIn.map((tokens) => run((clock) => staySignedIn(deployment, verifier, tokens, clock))),
    ];
    const failed = Promise.all(clients);

    const rotation = async () => {
      // a round that began before may end now, so two
      const everybody = async () => void (await Promise.all(clocks.map((clock) => clock.afterRounds(2))));
      for (const value of [`${old},${next}`, `${next},${old}`]) {
        await deployment.roll({ [variable]: value }, everybody);
        await verifier.fetchKeys(deployment);
        if (variable === 'TELEGRAM_BOT_SECRET') deployment.botSecret = next;
      }
      const { secretKeys, fernetKeys } = testConfig(databaseUrl(), {
        ...environment(),
        [variable]: `${next},${old}`,
      });
      for (const mayFinish of [false, true])
        for (const data of listSealedData({ secretKeys, fernetKeys })) await reencrypt(api.db, data, { mayFinish });
      await deployment.roll({ [variable]: next }, everybody);
    };
    try {
      await Promise.race([rotation(), failed]);
    } finally {
      for (const clock of clocks) clock.isOver = true;
      await failed.finally(() => deployment.stop());
    }
    expect(verifier.verified).toBeGreaterThan(clocks.length * 6);
  },
);
