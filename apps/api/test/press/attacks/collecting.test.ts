import { describe, expect, inject, test } from 'vitest';
import { buildApp } from '../../../src/app.ts';
import { connectDatabase } from '../../../src/database/database.ts';
import { startLossyProxy } from '../../support/database/lossy-proxy.ts';
import { databaseUrl } from '../../support/database/postgres.ts';
import { usePress, withBot } from '../../support/press.ts';
import {
  type Answer,
  expectError,
  fromElsewhere,
  type Person,
  somebody,
  testConfig,
  useApi,
} from '../../support/test-api.ts';

const SHOP = 'https://shop.uz';
const MARKET = 'https://market.uz';
const withSites = { ...withBot, CORS_ALLOWED_ORIGINS: `${SHOP},${MARKET}` };

const api = useApi(withSites);
const press = usePress(api);
const start = (origin?: string) => press.start({}, { ...fromElsewhere(), ...(origin && { headers: { origin } }) });
type Browser = Awaited<ReturnType<typeof start>>;

/** A browser that a person with an account has approved. */
async function approved(origin?: string, person?: Person) {
  const by = person ?? somebody();
  if (person === undefined) await api.signIn(by);
  const browser = await start(origin);
  await press.open(browser.nonce, by.telegramId);
  const { state } = (await press.decide(browser.id, by.telegramId, { choice: browser.number })).json();
  expect(state).toBe('approved');
  return { browser, person: by };
}

const sessionsOf = async ({ id }: Browser) =>
  (await api.sql.query('SELECT id FROM sessions WHERE challenge_id = $1', [id])).rows;

const expectNoCookies = (answer: Answer) => expect(answer.headers).not.toHaveProperty('set-cookie');

describe('replayed, expired, foreign collect', () => {
  test('replayed: a minute later, after a refresh, or after a logout opens nothing', async () => {
    const replays: [string, (tokens: { access: string; refresh: string }) => unknown][] = [
      ['a minute later', () => api.pass('61 seconds')],
      ['after a refresh', ({ refresh }) => api.post('/api/v1/auth/token/refresh/', { refresh })],
      [
        'after a logout',
        ({ access }) => api.post('/api/v1/auth/logout/', '', { headers: { authorization: `Bearer ${access}` } }),
      ],
    ];
    for (const [when, change] of replays) {
      const { browser } = await approved();
      await change((await press.collect(browser)).json().tokens);
      const replayed = await press.collect(browser);
      expect(replayed.statusCode, when).toBe(410);
      expectNoCookies(replayed);
      expect(await sessionsOf(browser)).toHaveLength(1);
    }
  });

  test('expired: a minute after the approval nothing is opened', async () => {
    const { browser } = await approved();
    await api.pass('61 seconds');
    expectError(await press.collect(browser), 410, 'challenge_ended');
    expect(await press.state(browser)).toBe('expired');
    expect(await sessionsOf(browser)).toEqual([]);
  });

  test('foreign: with no secret, a wrong one, or that of another challenge it is not found', async () => {
    const [{ browser }, other] = [await approved(), await start()];
    for (const secret of [undefined, '', other.secret, browser.secret.slice(1), `${browser.secret}a`, browser.number]) {
      const answer = await press.collect({ id: browser.id, secret: secret as string }); // as a stranger may send it
      expectError(answer, 404, 'not_found');
      expectNoCookies(answer);
    }
    expectError(await press.collect({ id: other.id, secret: browser.secret }), 404, 'not_found');
    expect((await press.collect(browser)).statusCode).toBe(200);
  });

  test('before the approval opens nothing', async () => {
    const browser = await start();
    expectError(await press.collect(browser), 409, 'challenge_pending');
    await press.open(browser.nonce, somebody().telegramId);
    expectError(await press.collect(browser), 409, 'challenge_pending');
  });
});

describe('collect raced by 16', () => {
  test('opens one session, for a newcomer one account', async () => {
    const newcomer = somebody();
    const browser = await start();
    await press.open(browser.nonce, newcomer.telegramId);
    await press.contact(newcomer.telegramId, newcomer.phone);
    await press.decide(browser.id, newcomer.telegramId, { choice: browser.number });
    const answers = await Promise.all(Array.from({ length: 16 }, () => press.collect(browser)));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.json().tokens.refresh)).size).toBe(1);
    expect(await sessionsOf(browser)).toHaveLength(1);
    const { rows } = await api.sql.query('SELECT 1 FROM users WHERE phone = $1', [newcomer.phone]);
    expect(rows).toHaveLength(1);
  });

  test('with the expiry, the disowning and a scanner opens one session or none', async () => {
    await Promise.all(
      Array.from({ length: 6 }, async () => {
        const { browser, person } = await approved();
        const answers = await Promise.all([
          ...Array.from({ length: 14 }, () => press.collect(browser)),
          press.disown(browser.id, person.telegramId),
          press.open(browser.nonce, somebody().telegramId),
        ]);
        const disowned = answers.at(-2);
        expect(disowned?.statusCode, disowned?.body).toBe(204);
        for (const { statusCode } of answers.slice(0, 14)) expect([200, 410]).toContain(statusCode);
        const { rows } = await api.sql.query('SELECT 1 FROM sessions WHERE challenge_id = $1 AND ended_at IS NULL', [
          browser.id,
        ]);
        expect(rows, 'disowned').toEqual([]);
      }),
    );
  });
});

describe('challenge of one site at another', () => {
  test('it is shown on the card, and not found at another', async () => {
    const { browser, person } = await approved(MARKET);
    const card = await press.open((await start(MARKET)).nonce, person.telegramId);
    expect(card.json().site).toBe('market.uz');
    const at = (origin: string) => press.collect(browser, { headers: { origin } });
    for (const origin of [SHOP, 'https://evil.example', 'null', 'https://market.uz.evil.example']) {
      const answer = await at(origin);
      expectError(answer, 404, 'not_found');
      expectNoCookies(answer);
    }
    expect((await at(MARKET)).statusCode).toBe(200);
  });

  test('it is not found at a foreign origin either if it is the first site’s', async () => {
    const { browser } = await approved(SHOP);
    for (const origin of ['https://evil.example', 'null'])
      expectError(await press.collect(browser, { headers: { origin } }), 404, 'not_found');
    expect((await press.collect(browser, { headers: { origin: SHOP } })).statusCode).toBe(200);
  });
});

describe('the cookie', () => {
  const withCookie = (id: string, secret: string | undefined, origin: string | undefined = SHOP) =>
    api.post(
      `/api/v1/auth/challenges/${id}/collect/`,
      {},
      { headers: { origin, ...(secret && { cookie: `challenge_secret=${secret}` }) } },
    );

  test('of one challenge opens nothing at another', async () => {
    const [{ browser }, own] = [await approved(SHOP), await start(SHOP)];
    expectError(await withCookie(browser.id, own.secret), 404, 'not_found');
    expect((await withCookie(browser.id, browser.secret)).statusCode).toBe(200);
  });

  test('is sent to its own challenge alone, never read by scripts, and goes with the last repeated answer', async () => {
    const answer = await api.post('/api/v1/auth/challenges/', {}, { ...fromElsewhere(), headers: { origin: SHOP } });
    const { id } = answer.json();
    expect(answer.headers['set-cookie']).toMatch(
      new RegExp(`; Path=/api/v1/auth/challenges/${id}; HttpOnly; Secure; SameSite=Lax$`),
    );
  });

  test('lost: the browser starts anew, and the old challenge opens nothing without its secret', async () => {
    const { browser, person } = await approved(SHOP);
    expectError(await withCookie(browser.id, undefined), 404, 'not_found');
    const wait = `/api/v1/auth/challenges/${browser.id}/wait/`;
    expectError(await api.post(wait, { seconds: 12 }, { headers: { origin: SHOP } }), 404, 'not_found');
    const { browser: anew } = await approved(SHOP, person);
    expect((await press.collect(anew)).statusCode).toBe(200);
    expect(await sessionsOf(browser)).toEqual([]);
  });

  test('of a request from a foreign, a null or no origin is refused (CSRF)', async () => {
    const { browser } = await approved(SHOP);
    for (const origin of ['https://evil.example', 'null', '']) {
      const headers = { cookie: `challenge_secret=${browser.secret}`, ...(origin && { origin }) };
      const answer = await api.post(`/api/v1/auth/challenges/${browser.id}/collect/`, {}, { headers });
      expectError(answer, 403, 'origin_forbidden');
      expectNoCookies(answer);
    }
    expect(await sessionsOf(browser)).toEqual([]);
  });
});

test('login CSRF by approving somebody else’s browser: the answer names who approved, and only that browser gets cookies', async () => {
  const [victim, attacker] = [somebody(), somebody()];
  const { user } = await api.signIn(attacker);
  await api.signIn(victim);
  const browser = await start(SHOP); // the victim's
  await press.open(browser.nonce, attacker.telegramId);
  await press.decide(browser.id, attacker.telegramId, { choice: browser.number });
  const waited = await press.wait(browser);
  expectNoCookies(waited);
  expect(waited.body).not.toContain(attacker.phone);
  const collected = await press.collect(browser);
  expect(collected.json().user).toMatchObject({ id: user.id, phone: attacker.phone, telegram_id: attacker.telegramId });
  expect(collected.headers['set-cookie']).toHaveLength(3);
});

test('the answer of a redeem is lost after its commit: the browser collects again, and has the same session', async () => {
  const { browser, person } = await approved();
  const { rows } = await api.sql.query('SELECT current_database() AS name');
  const url = new URL(databaseUrl(inject('postgresUrl'), rows[0].name));
  const proxy = await startLossyProxy(Number(url.port), (sent) => sent.includes('redeem-approved'));
  url.port = String(proxy.port);
  const db = connectDatabase({ url: url.href });
  const app = await buildApp({ config: testConfig(url.href, withSites), db, version: 'lossy', logger: false });
  const collect = () =>
    app.inject({
      method: 'POST',
      url: `/api/v1/auth/challenges/${browser.id}/collect/`,
      payload: { secret: browser.secret },
    });
  expectError(await collect(), 503, 'not_ready');
  expect(proxy.lost()).toBe(1);
  const again = await collect();
  expect(again.statusCode, again.body).toBe(200);
  expect(again.json().user.telegram_id).toBe(person.telegramId);
  expect(await sessionsOf(browser)).toHaveLength(1);
  expect((await press.collect(browser)).json().tokens.refresh).toBe(again.json().tokens.refresh);
  await app.close();
  await db.close();
});
