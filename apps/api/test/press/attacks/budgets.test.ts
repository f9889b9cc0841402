import { describe, expect, test } from 'vitest';
import { eventsWith } from '../../support/events.ts';
import { usePress, withBot } from '../../support/press.ts';
import { useGateway } from '../../support/sms/gateway.ts';
import { expectError, somebody, useApi } from '../../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => ({ ...withBot, ...gateway.environment() }));
const press = usePress(api);

const START = '/api/v1/auth/challenges/';
const from = (remoteAddress: string) => api.post(START, {}, { remoteAddress });

/** How many of so many starts at once succeed. The others are refused by the limit. */
async function startAtOnce(count: number, ip: (n: number) => string): Promise<number> {
  const answers = await Promise.all(Array.from({ length: count }, (_, n) => from(ip(n))));
  const refused = answers.filter(({ statusCode }) => statusCode !== 201);
  for (const answer of refused) expectError(answer, 429, 'challenge_limit');
  return answers.length - refused.length;
}

test('an IP starts 20 challenges in 10 minutes, however many it asks for at once', async () => {
  expect(await startAtOnce(40, () => '192.0.2.1')).toBe(20);
  const refused = await from('192.0.2.1');
  expectError(refused, 429, 'challenge_limit');
  expect(refused.json().error.retry_after).toBeLessThanOrEqual(600);
  expect(refused.headers).not.toHaveProperty('set-cookie');
  expect((await from('192.0.2.2')).statusCode).toBe(201);
  const { rows } = await api.sql.query("SELECT 1 FROM challenges WHERE ip = '192.0.2.1'");
  expect(rows, 'a refused start writes nothing').toHaveLength(20);
});

test('an IPv6 /64 counts as one IP, and its /48 has ten times as many', async () => {
  expect(await startAtOnce(25, (n) => `2001:db8:1:1::${n.toString(16)}`)).toBe(20);
  for (let network = 2; network <= 10; network++)
    expect(await startAtOnce(20, (n) => `2001:db8:1:${network}::${n.toString(16)}`)).toBe(20);
  expectError(await from('2001:db8:1:ffff::1'), 429, 'challenge_limit');
  expect((await from('2001:db8:2:1::1')).statusCode).toBe(201);
});

test.for([
  ['192.0.2.10', '192.0.2.10'],
  ['2001:db8:10:1::a', '2001:db8:10:1::b'],
])('a declined card counts against %s, which sent its link, and not against the person', async ([ip, neighbour]) => {
  const remoteAddress = ip as string;
  const started = [];
  for (let i = 0; i < 10; i++) started.push(await press.start({}, { remoteAddress }));
  for (const { nonce, id } of started) {
    const { telegramId } = somebody();
    await press.open(nonce, telegramId);
    await press.contact(telegramId, somebody().phone);
    expect((await press.decide(id, telegramId, { decline: true })).json()).toEqual({ state: 'declined' });
    // repeated it counts no more
    await press.decide(id, telegramId, { decline: true });
  }
  expectError(await from(neighbour as string), 429, 'challenge_limit');
});

test('a declined card ends the challenge at once, counts against the address that started it, and is an event', async () => {
  const remoteAddress = '192.0.2.60';
  const browser = await press.start({}, { remoteAddress });
  const { telegramId, phone } = somebody();
  await press.open(browser.nonce, telegramId);
  await press.contact(telegramId, phone);
  await press.decide(browser.id, telegramId, { decline: true });
  expect(await press.state(browser)).toBe('declined');
  expectError(await press.collect(browser), 410, 'challenge_ended');
  expect(await startAtOnce(30, () => remoteAddress)).toBe(18);
  expect(await eventsWith(api, { challenge: browser.id })).toMatchObject([
    { type: 'challenge.declined', actor: 'user', channel: 'telegram', ip: remoteAddress },
  ]);
});

test('nine declined cards leave their IP one start less each', async () => {
  const remoteAddress = '192.0.2.20';
  const browser = await press.start({}, { remoteAddress });
  const { telegramId, phone } = somebody();
  await press.open(browser.nonce, telegramId);
  await press.contact(telegramId, phone);
  await press.decide(browser.id, telegramId, { choice: '00' });
  expect(await startAtOnce(30, () => remoteAddress)).toBe(18);
});

test('spoofed X-Forwarded-For: same bucket of starts, and by a spoofed X-Real-IP too', async () => {
  for (let n = 0; n < 20; n++)
    await api.post(START, {}, { remoteAddress: '192.0.2.30', headers: { 'x-forwarded-for': `203.0.113.${n}` } });
  for (const headers of [{ 'x-forwarded-for': '203.0.113.99' }, { 'x-real-ip': '203.0.113.99' }])
    expectError(await api.post(START, {}, { remoteAddress: '192.0.2.30', headers }), 429, 'challenge_limit');
});

test('pages of other sites, which need no body, use up no budget of their visitors’ IP', async () => {
  const remoteAddress = '192.0.2.50';
  for (const origin of ['https://evil.example', 'null', 'http://localhost:51730']) {
    const answer = await api.app.inject({ method: 'POST', url: START, remoteAddress, headers: { origin } });
    expectError(answer, 403, 'origin_forbidden');
    expect(answer.headers).not.toHaveProperty('set-cookie');
  }
  expect(await startAtOnce(30, () => remoteAddress)).toBe(20);
});

describe('behind an IP that has started too many', () => {
  const remoteAddress = '192.0.2.40';

  test('known people get in by the bot’s code, by SMS, and by a press that they have begun', async () => {
    const person = somebody();
    await api.signIn(person, { device_id: 'own' });
    await api.pass('31 seconds');
    const browser = await press.start({}, { remoteAddress });
    await startAtOnce(20, () => remoteAddress);
    expectError(await from(remoteAddress), 429, 'challenge_limit');

    const byCode = await api.register(person.phone, await api.issue(person), {}, { remoteAddress });
    expect(byCode.statusCode, byCode.body).toBe(200);
    const sms = (body: object) => api.post('/api/users/auth/', { phone: person.phone, ...body }, { remoteAddress });
    expect((await sms({})).statusCode).toBe(200);
    expect((await sms({ code: gateway.code(person.phone) })).statusCode).toBe(200);

    await press.open(browser.nonce, person.telegramId);
    await press.decide(browser.id, person.telegramId, { choice: browser.number });
    const { id, secret } = browser;
    const wait = await api.post(`${START}${id}/wait/`, { secret, seconds: 0 }, { remoteAddress });
    expect(wait.json().state).toBe('approved');
    expect((await press.collect(browser, { remoteAddress })).statusCode).toBe(200);
  });
});
