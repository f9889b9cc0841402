import { randomUUID } from 'node:crypto';
import { findFreePort } from '@raqam/local-stack/free-port';
import { contract } from '@raqam/shared/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { recordEvents } from '../../src/features/webhooks/record-events.queries.ts';
import { deriveKeys } from '../../src/keys.ts';
import { withMiniApp } from '../support/mini-app.ts';
import { withBot } from '../support/press.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { useHeldGateway } from '../support/sms/held-gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { CLIENT, useTelegramLogin } from '../support/telegram-login.ts';
import { BOT_SECRET, type Person, SECRET_KEY, somebody, useApi, WEB_ORIGIN, wrong } from '../support/test-api.ts';
import { raqam } from '../support/webhooks.ts';
import { travelByAdmin } from './travel-by-admin.ts';
import { travelByClient } from './travel-by-client.ts';
import { travelByPress } from './travel-by-press.ts';
import { travelByService } from './travel-by-service.ts';

const PASSWORD = 'gateway-password-of-the-tests';
const FERNET_KEY = 'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=';
const PASSPORT = 'AB7654321';
const ADDRESS = 'Toshkent, Amir Temur 108';

const slow = useHeldGateway();
const telegram = useGateway();
const site = { url: '' };
beforeAll(async () => {
  site.url = `http://localhost:${await findFreePort()}`;
});
const login = useTelegramLogin(() => site.url);
const api = useApi(() => ({
  ...telegram.withTelegram(),
  ...slow.environment(),
  ...login.environment(),
  CODE_CHANNELS: '*:sms+gateway',
  ...withBot,
  ...withMiniApp,
  FERNET_KEY,
  PUBLIC_URL: site.url,
}));
const { ask, enter } = smsCalls(api);

const people: Person[] = [];
const codes: string[] = [];
const tokens: string[] = [];
/** Of the press in Telegram, and of Mini Apps. */
const secrets: string[] = [];
const called = new Set<string>();

/** Numbers of these kinds are not codes: ids, times, durations and addresses. */
const OTHER_NUMBERS = [
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g,
  /\d\d:\d\d:\d\d(?:\.\d+)?/g,
  /\d+\.\d+/g,
  /"(?:time|pid)":\d+/g,
];
const withoutOtherNumbers = (text: string) =>
  OTHER_NUMBERS.reduce((rest, numbers) => rest.replaceAll(numbers, ''), text);

const person = () => {
  const made = somebody();
  people.push(made);
  return made;
};
const issue = async (asker: Person, more?: object) => {
  const code = await api.issue(asker, more);
  codes.push(code);
  return code;
};
const keep = (pair: { access: string; refresh: string }) => {
  tokens.push(pair.access, pair.refresh);
  return pair;
};
const signIn = async (asker: Person, device_id: string) => {
  await api.pass('31 seconds');
  return keep((await api.register(asker.phone, await issue(asker), { device_id })).json().tokens);
};
const refresh = async (token: string) => {
  const answer = await api.post('/api/v1/auth/token/refresh/', { refresh: token });
  return answer.statusCode === 200 ? keep(answer.json()) : undefined;
};
const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, access: string, payload?: object) => {
  const headers = { authorization: `Bearer ${access}` };
  const answer = await api.app.inject({ method, url, headers, ...(payload && { payload }) });
  expect(answer.statusCode, `${method} ${url} ${answer.body}`).toBeLessThan(300);
  return answer;
};

/** An SMS that the gateway takes or refuses. */
async function askSms(phone: string, outcome: 'accept' | 'refuse', reported?: string): Promise<string> {
  const asked = ask(phone);
  const sms = await slow.next();
  codes.push(sms.code);
  sms[outcome]();
  await asked;
  if (reported) {
    await api.post(new URL(sms.callbackUrl ?? '').pathname, { request_id: sms.id, status: reported });
  }
  return sms.code;
}

async function travelByTelegram(): Promise<void> {
  const own = person();
  const first = await issue(own, { request_id: 'a-request', full_name: 'Aziza Karimova' });
  await issue(own, { request_id: 'a-request' });
  await api.register(own.phone, wrong(first));
  await api.post('/api/v1/auth/telegram/otp/create/', { secret_key: wrong('1'), phone_number: own.phone });
  keep((await api.register(own.phone, first, { device_id: 'old' })).json().tokens);
  await api.register(own.phone, first); // used up
  await api.create({ ...person(), phone: own.phone }, { proof: 'typed' }); // refused
  await issue(person(), { proof: 'typed' });

  const here = await signIn(own, 'here');
  const there = await signIn(own, 'there');
  await signIn(own, 'third');
  await call('GET', '/api/v1/auth/me/', here.access);
  await call('PATCH', '/api/v1/auth/me/', here.access, { address: ADDRESS, passport_id: PASSPORT });
  const sessions = (await call('GET', '/api/v1/auth/sessions/', here.access)).json();
  const { id } = sessions.find(({ device_id }: { device_id: string }) => device_id === 'old');
  await call('DELETE', `/api/v1/auth/sessions/${id}/`, here.access);
  await call('POST', '/api/users/logout-device/', here.access, { device_id: 'third' });
  await call('DELETE', '/api/v1/auth/sessions/', here.access);
  const second = await refresh(here.refresh);
  const third = await refresh(second?.refresh ?? '');
  expect(await refresh(here.refresh)).toBeUndefined(); // reuse
  await api.me(third?.access ?? '');
  await api.me(there.access);

  const last = await signIn(own, 'last');
  await call('POST', '/api/v1/auth/logout/', last.access);
  const cookie = `refresh_token=${(await signIn(own, 'by-cookie')).refresh}`;
  for (const origin of [WEB_ORIGIN, 'https://evil.example']) {
    const answer = await api.post('/api/v1/auth/token/refresh/', '', { headers: { cookie, origin } });
    if (answer.statusCode === 200) keep(answer.json());
  }
  const gone = await signIn(own, 'gone');
  await call('DELETE', '/api/v1/auth/me/', gone.access);
}

async function travelByBot(): Promise<void> {
  const headers = { authorization: `Bearer ${BOT_SECRET}` };
  const { telegramId: telegram_id } = person();
  await api.post('/api/v1/bot/chats/save/', { telegram_id, language: 'ru' }, { headers });
  await api.post('/api/v1/bot/chats/find/', { telegram_id }, { headers });
  const update = { update: '777-1-1790000000', holder: randomUUID() };
  await api.post('/api/v1/bot/updates/claim/', update, { headers });
  await api.post('/api/v1/bot/updates/release/', { ...update, is_answered: true }, { headers });
}

async function travelBySms(): Promise<void> {
  const { phone } = person();
  const code = await askSms(phone, 'accept', 'DELIVRD');
  for (let i = 0; i < 5; i++) await enter(phone, wrong(code));
  await enter(phone, code); // void
  for (let i = 0; i < 4; i++) {
    await api.pass('5 minutes 1 second');
    await askSms(phone, 'refuse');
    const next = await askSms(phone, 'accept', 'UNDELIV');
    if (i === 0) for (let n = 0; n < 4; n++) await enter(phone, wrong(next));
    const answer = await enter(phone, next, { device_id: 'own', device_name: 'Redmi 12' });
    expect(answer.statusCode, answer.body).toBe(200);
    keep(answer.json());
  }
  const squatter = person();
  keep((await api.register(squatter.phone, await issue(squatter, { proof: 'typed' }))).json().tokens);
  keep((await enter(squatter.phone, await askSms(squatter.phone, 'accept'))).json()); // takes the number
  await signIn({ ...person(), telegramId: squatter.telegramId }, 'the-squatters'); // brings another one
}

/** Telegram Login: approved and collected, cancelled, in another browser, and while Telegram is away. */
async function travelByLogin(): Promise<string[]> {
  const seen: string[] = [];
  const own = person();
  for (const decision of [{ accept: true }, { sharesPhone: false }, { accept: false }]) {
    const { secret, url, cookie, id } = await login.begin(api);
    const returned = await login.decide(url, own, decision);
    seen.push(secret, cookie, ...['code', 'state'].flatMap((name) => new URL(returned).searchParams.get(name) ?? []));
    await login.comeBack(api, returned, '');
    await login.comeBack(api, returned, cookie);
    const collected = await api.post(`/api/v1/auth/challenges/${id}/collect/`, { secret });
    if (collected.statusCode < 300) keep(collected.json().tokens);
  }
  const late = await login.begin(api);
  await login.fail({ method: 'token', kind: 'status', status: 500 });
  await login.comeBack(api, await login.decide(late.url, own), late.cookie);
  return [...seen, late.secret];
}

/** Requests while a table is missing, and one that fails unexpectedly. */
async function travelInTrouble(): Promise<void> {
  const own = person();
  const code = await issue(own);
  await api.sql.query('ALTER TABLE sessions RENAME TO away');
  for (const answer of [
    await api.register(own.phone, code),
    await enter(own.phone, code),
    await api.me(tokens[0] ?? ''),
  ])
    expect(answer.statusCode).toBeGreaterThan(399);
  await api.sql.query('ALTER TABLE away RENAME TO sessions');
}

beforeAll(async () => {
  const [, secret = 'none'] =
    /whsec_(\S+)/.exec((await raqam(api, 'add', 'https://example.uz/', '--type', '*')).out) ?? [];
  secrets.push(secret);
  api.app.addHook('onResponse', async ({ routeOptions }) => {
    const { operationId } = (routeOptions.schema ?? {}) as { operationId?: string }; // for OpenAPI
    if (operationId) called.add(operationId.replace(/Compat\d+$/, ''));
  });
  await api.app.listen({ port: Number(new URL(site.url).port), host: 'localhost' });
  await travelByTelegram();
  await travelByBot();
  await travelBySms();
  const client = { db: api.db, issue: api.issue, issuer: `${site.url}/oidc` };
  for (const seen of [await travelByPress(api, { slow, telegram }, person), await travelByClient(client, person)]) {
    codes.push(...seen.codes);
    tokens.push(...seen.tokens);
    secrets.push(...seen.secrets);
  }
  secrets.push(CLIENT.clientSecret, ...(await travelByLogin()));
  secrets.push(...(await travelByService(api, person)));
  secrets.push(...(await travelByAdmin(api, person)));
  await travelInTrouble();
  await api.db.run(recordEvents, { size: 10_000 });
});

/** The rows of a table, each as PostgreSQL writes it but for the transaction, which has six digits at times, with the bytes of `bytea` and JSON as text. */
async function readTable(name: string): Promise<string> {
  const { rows } = await api.sql.query(`SELECT (to_jsonb(t) - 'xid')::text AS row FROM ${name} t`);
  return rows.map(({ row }) => row).join('\n');
}

test('the journey calls every endpoint and leaves every kind of event', async () => {
  expect([...called].sort()).toEqual(Object.keys(contract).sort());
  const { rows } = await api.sql.query('SELECT DISTINCT type FROM events ORDER BY type');
  expect(rows.map(({ type }) => type)).toEqual([
    'admin.client_added',
    'admin.client_disabled',
    'admin.client_enabled',
    'admin.client_removed',
    'admin.client_secret_rotated',
    'admin.key_created',
    'admin.key_revoked',
    'admin.user_exported',
    'admin.user_unlocked',
    'admin.webhook_added',
    'admin.webhook_disabled',
    'admin.webhook_enabled',
    'admin.webhook_removed',
    'admin.webhook_resent',
    'admin.webhook_secret_rotated',
    'admin.webhook_tested',
    'challenge.declined',
    'challenge.owner_asked',
    'challenge.taken',
    'challenge.wrong_number',
    'code.failed',
    'code.refused',
    'code.sent',
    'gateway.delivered',
    'gateway.undelivered',
    'limit.reached',
    'number.proved',
    'passkey.added',
    'passkey.removed',
    'session.ended',
    'sms.delivered',
    'sms.undelivered',
    'user.created',
    'user.deleted',
    'user.disabled',
    'user.enabled',
    'user.phone_changed',
    'user.phone_lost',
    'user.role_changed',
    'user.signed_in',
  ]);
});

describe.for(['events', 'webhook_deliveries', 'the log'])('in %s there is', (place) => {
  const read = async () => (place === 'the log' ? api.log.join('\n') : readTable(place));

  test('something', async () => {
    expect((await read()).length).toBeGreaterThan(1000);
  });

  test('no code', async () => {
    const text = withoutOtherNumbers(await read());
    for (const code of new Set(codes)) expect(text).not.toMatch(new RegExp(`(?<!\\d)${code}(?!\\d)`));
  });

  test('no token, nor a part of one that is secret', async () => {
    const text = await read();
    for (const token of tokens) expect(text).not.toContain(token.split('.').at(-1));
  });

  test('no secret', async () => {
    const text = await read();
    const [smsReports] = deriveKeys([SECRET_KEY]).smsReports;
    for (const secret of [...secrets, BOT_SECRET, SECRET_KEY, FERNET_KEY, PASSWORD, smsReports])
      expect(text).not.toContain(secret);
  });

  test('no whole phone number, in any spelling', async () => {
    const text = (await read()).replaceAll(/(?<=\d)[ ()-](?=\d)/g, '');
    for (const { phone } of people) expect(text).not.toContain(phone.slice('+998'.length));
  });

  test('nothing of what people entered', async () => {
    const text = await read();
    for (const entered of [PASSPORT, ADDRESS, 'Karimova']) expect(text).not.toContain(entered);
  });
});

test('a code, token or secret in a table: none in any', async () => {
  const { rows } = await api.sql.query(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')",
  );
  const text = (await Promise.all(rows.map(({ name }) => readTable(name)))).join('\n');
  for (const code of new Set(codes))
    expect(withoutOtherNumbers(text)).not.toMatch(new RegExp(`(?<![\\w+])${code}(?!\\w)`));
  const ends = tokens.map((token) => token.split('.').at(-1) ?? '');
  for (const secret of [...ends, ...secrets, BOT_SECRET, SECRET_KEY, FERNET_KEY, PASSWORD, PASSPORT])
    expect(text).not.toContain(secret);
  // nor their bytes, as PostgreSQL writes them
  for (const secret of secrets) expect(text).not.toContain(Buffer.from(secret, 'base64url').toString('hex'));
});
