import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PROOF_OF_WORK } from '../../src/policy.ts';
import { untilHourLasts } from '../support/hour.ts';
import { readProof, solve } from '../support/pay.ts';
import { usePress, withBot } from '../support/press.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { smsWebhook } from '../support/sms/providers.ts';
import { type Answer, expectError, fromElsewhere, SECRET_KEY, somebody, useApi, wrong } from '../support/test-api.ts';

const TEST_NUMBER = '+998771111111';
const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

const gateway = useGateway();
const api = useApi(() => ({
  ...gateway.environment(),
  ...withBot,
  ABUSE_RULES: 'enforce',
  TEST_NUMBERS: `${TEST_NUMBER}:042137@${tomorrow}`,
}));
const press = usePress(api);

const ask = (phone: string, from: object = fromElsewhere(), more: object = {}): Promise<Answer> =>
  api.post('/api/users/auth/', { phone, ...more }, from);

let blocks = 0;
/** A number without neighbours. */
const lonely = () => {
  blocks += 1;
  return `+99897${String(blocks).padStart(3, '0')}0001`;
};

/** Numbers that differ in their last digits only. */
function neighboursOf(prefix: string): () => string {
  let last = 0;
  return () => {
    last += 1;
    return `${prefix}${String(last).padStart(4, '0')}`;
  };
}

/** Sends codes that nobody enters. */
async function send(count: number, number: () => string, from?: object): Promise<void> {
  for (let i = 0; i < count; i++) {
    const answer = await ask(number(), from);
    expect(answer.statusCode, answer.body).toBe(200);
  }
}

/** Sets what the replicas have counted. */
const count = (subject: string, count: number, verified = 0, before = '0 days') =>
  api.sql.query(
    `INSERT INTO abuse_counts SELECT $1, date_trunc($2, now(), 'UTC') - $3::interval, $4, $5
     ON CONFLICT (subject, begins) DO UPDATE SET (count, verified) = (excluded.count, excluded.verified)`,
    [subject, subject.startsWith('country') ? 'day' : 'hour', before, count, verified],
  );

beforeAll(() => untilHourLasts(90_000));
beforeEach(async () => {
  await api.deploy({}); // writes what it has counted, and forgets the IPs
  await api.sql.query('TRUNCATE abuse_counts');
  await count('country:UZ', 900, 900, '1 day'); // 270 unverified ones are usual
});

describe('the sixth code of an IP within an hour', () => {
  const from = { remoteAddress: '203.0.113.1' };

  test('costs a proof of work, which pays for one code to that number alone', async () => {
    await send(5, lonely, from);
    const [phone, other] = [lonely(), lonely()];
    const asked = await ask(phone, from);
    expect(gateway.sms(phone)).toEqual([]);
    const captcha = await solve(asked);
    expectError(await ask(other, from, { captcha }), 403, 'captcha_required');
    const cheap = Buffer.from(captcha, 'base64').toString().replace('"cost":2000', '"cost":1');
    for (const forged of [Buffer.from(cheap).toString('base64'), 'e30=', 'no base64', '']) {
      expectError(await ask(phone, from, { captcha: forged }), 403, 'captcha_required');
    }
    const paid = await Promise.all([1, 2, 3].map(() => ask(phone, from, { captcha })));
    expect(paid.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    expect(gateway.sms(phone)).toHaveLength(1);
    await api.pass('61 seconds');
    expectError(await ask(phone, from, { captcha }), 403, 'captcha_required');
  });

  test('costs more work the further the count is above the threshold', async () => {
    await count('numbers:+99897999', 100);
    const far = readProof(await solve(await ask('+998979990001')));
    await send(5, lonely, from);
    const near = readProof(await solve(await ask(lonely(), from)));
    const [least, most] = PROOF_OF_WORK.derivations;
    expect(near.solution.counter).toBeGreaterThanOrEqual(least);
    expect(near.solution.counter).toBeLessThanOrEqual(most * 1.2);
    expect(far.solution.counter).toBeGreaterThanOrEqual(least * PROOF_OF_WORK.mostTimes);
  });

  test('in a browser is paid for its challenge alone, by a proof that says nothing about the number', async () => {
    await send(5, lonely, from);
    const phone = lonely();
    const [browser, other] = [await press.start(), await press.start()];
    const sendBy = ({ id, secret }: typeof browser, captcha?: string) =>
      api.post(`/api/v1/auth/challenges/${id}/send/`, { secret, phone, captcha }, from);
    const captcha = await solve(await sendBy(browser));
    expectError(await sendBy(other, captcha), 403, 'captcha_required');
    // SECRET_KEY is being replaced meanwhile
    await api.deploy({ SECRET_KEY: `another-secret-key-0123456789abcdefghij,${SECRET_KEY}` });
    await count(`numbers:${phone.slice(0, -4)}`, 11);
    expect((await sendBy(browser, captcha)).statusCode).toBe(200);
    const { parameters } = readProof(captcha).challenge;
    expect(parameters['expiresAt']).toBeLessThanOrEqual(Date.now() / 1000 + PROOF_OF_WORK.lifetime);
    expect(JSON.stringify(parameters)).not.toContain(phone.slice(4));
  });

  test('from all addresses of an IPv6 /64 together, and the fifty-first of a /48', async () => {
    await send(5, lonely, { remoteAddress: '2001:db8:1:1::1' });
    expectError(await ask(lonely(), { remoteAddress: '2001:db8:1:1::2' }), 403, 'captcha_required');
    for (let subnet = 2; subnet <= 10; subnet++) await send(5, lonely, { remoteAddress: `2001:db8:1:${subnet}::1` });
    expectError(await ask(lonely(), { remoteAddress: '2001:db8:1:99::1' }), 403, 'captcha_required');
    await send(1, lonely, { remoteAddress: '2001:db8:2:99::1' });
  });
});

test('codes to neighbouring numbers: the eleventh unverified one of an hour has a price, whatever its IP', async () => {
  const neighbour = neighboursOf('+99895000');
  await send(6, neighbour);
  await api.deploy({}); // the count is shared
  await count('numbers:+99895000', 9); // what is being written counts twice for a moment: no more codes up to here
  await send(1, neighbour);
  expectError(await ask(neighbour()), 403, 'captcha_required');
  const verified = '+998950000007';
  const entered = await ask(verified, fromElsewhere(), { code: gateway.code(verified) });
  expect(entered.statusCode, entered.body).toBe(200);
  await api.deploy({});
  await send(1, neighbour); // that one is unverified no more
  expectError(await ask(neighbour()), 403, 'captcha_required');
});

test('codes of a country: above 20, or 0.3 of the best verified day of 14, each unverified one has a price', async () => {
  await count('country:UZ', 269);
  await send(1, lonely);
  expectError(await ask(lonely()), 403, 'captcha_required');
  await count('country:UZ', 900, 900, '15 days');
  await api.sql.query("DELETE FROM abuse_counts WHERE begins > now() - interval '14 days'");
  await api.deploy({});
  await count('country:UZ', 19);
  await send(1, lonely);
  expectError(await ask(lonely()), 403, 'captcha_required');
});

test('codes to a fourth country from one IP within a day: each code to it has a price, those to the three have none', async () => {
  await api.deploy({ SMS_PROVIDER: 'webhook', ...smsWebhook(gateway), SMS_ALLOWED_COUNTRIES: 'UZ,KZ,KG,TJ' });
  const from = { remoteAddress: '203.0.113.5' };
  for (const phone of ['+998970000001', '+77012345678', '+996700123456']) await send(1, () => phone, from);
  const fourth = '+992917123456';
  expectError(await ask(fourth, from), 403, 'captcha_required');
  await send(1, () => '+77012345679', from);
  await send(1, () => fourth);
  expectError(await ask(fourth, from, { captcha: 'e30=' }), 403, 'captcha_required');
});

describe('what never has a price', () => {
  test('a known device, a test number, the press in Telegram and the bot’s code', async () => {
    const owner = somebody();
    const known = { device_id: 'the-owners-phone' };
    await api.signIn(owner, known);
    await count('country:UZ', 10_000);
    await count('wrong codes', 2_000);
    await learnWrongCodes();
    expectError(await ask(owner.phone), 403, 'captcha_required');
    expect((await ask(owner.phone, fromElsewhere(), known)).statusCode).toBe(200);
    const code = gateway.code(owner.phone);
    expectError(await ask(owner.phone, fromElsewhere(), { code }), 403, 'captcha_required');
    expect((await ask(owner.phone, fromElsewhere(), { code, ...known })).statusCode).toBe(200);
    expect((await ask(TEST_NUMBER)).statusCode).toBe(200);
    const browser = await press.approve(owner);
    expect((await press.collect(browser)).statusCode).toBe(200);
    await api.pass('31 seconds');
    expect((await api.register(owner.phone, await api.issue(owner), {}, fromElsewhere())).statusCode).toBe(200);
  });
});

/** Makes this process read how many wrong codes there were: it does so when it adds one. */
async function learnWrongCodes(): Promise<void> {
  const sum = async () =>
    Number((await api.sql.query("SELECT count FROM abuse_counts WHERE subject = 'wrong codes'")).rows[0]?.count ?? 0);
  const before = await sum();
  await api.register(somebody().phone, '123456', {}, fromElsewhere());
  await expect.poll(sum, { timeout: 60_000 }).toBe(before + 1);
}

test('more than 1,000 wrong codes in an hour: a check from an unknown device costs a proof of work, for that code', async () => {
  const { phone } = somebody();
  const browser = await press.start({}, fromElsewhere());
  await press.send(browser, phone);
  const code = gateway.code(phone);
  await count('wrong codes', 999);
  await learnWrongCodes();
  expectError(await press.verify(browser, wrong(code)), 400, 'code_incorrect'); // the 1,001st
  const check = (captcha?: string) =>
    api.post(
      `/api/v1/auth/challenges/${browser.id}/verify/`,
      { secret: browser.secret, code, captcha },
      fromElsewhere(),
    );
  const captcha = await solve(await check());
  expect((await check(captcha)).statusCode).toBe(201);
});

test('an event for each rule, once an hour or day over all replicas; with record nothing is refused', async () => {
  await api.deploy({ ABUSE_RULES: 'record' });
  await api.sql.query("DELETE FROM budgets WHERE subject LIKE 'reached:%'");
  await count('country:UZ', 10_000);
  await count('numbers:+99893000', 100);
  const begun = new Date();
  const from = { remoteAddress: '203.0.113.9' };
  const neighbour = neighboursOf('+99893000');
  await send(7, neighbour, from);
  await api.deploy({ ABUSE_RULES: 'record' });
  await send(7, neighbour, from);
  const { rows } = await api.sql.query(
    "SELECT data->>'limit' AS rule, data FROM events WHERE type = 'limit.reached' AND at >= $1 ORDER BY 1",
    [begun],
  );
  expect(rows.map(({ rule }) => rule)).toEqual([
    'codes per IP',
    'unverified codes per country',
    'unverified codes to neighbouring numbers',
  ]);
  expect(JSON.stringify(rows)).not.toMatch(/\+99893000\d/);
});
