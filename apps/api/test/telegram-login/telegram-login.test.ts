import { expect, test } from 'vitest';
import { besideTransaction, untilLocked } from '../support/database/locks.ts';
import { usePress, withBot } from '../support/press.ts';
import { beginFor, useTelegramLogin } from '../support/telegram-login.ts';
import { expectError, fromElsewhere, lockNumber, somebody, useApi, WEB_ORIGIN } from '../support/test-api.ts';

const login = useTelegramLogin();
const api = useApi(() => ({ ...withBot, ...login.environment() }));
const press = usePress(api);

const eventsOf = async (id: string) => {
  const sql = `SELECT type, channel, data->>'way' AS way FROM events WHERE data->>'challenge' = $1 ORDER BY type`;
  return (await api.sql.query(sql, [id])).rows;
};

test('a newcomer logs in at Telegram, comes back to their page, and collects a new account with a proved number', async () => {
  const person = somebody();
  const { back, ...browser } = await login.approve(api, person);
  expect(back.statusCode, back.body).toBe(303);
  expect(back.headers.location).toBe(`${WEB_ORIGIN}/register?next=%2Fcart`);
  // nobody is signed in by the return itself
  expect(back.cookies.every(({ value }) => value === '')).toBe(true);

  expect((await press.wait(browser)).json()).toMatchObject({ state: 'approved', channel: 'telegram_login' });
  const collected = await press.collect(browser);
  expect(collected.statusCode, collected.body).toBe(201);
  expect(collected.json().user).toMatchObject({
    phone: person.phone,
    telegram_id: person.telegramId,
    is_verified: true,
    first_name: 'Aziza',
    last_name: 'Karimova',
  });
  expect(await eventsOf(browser.id)).toEqual([
    { type: 'user.created', channel: 'telegram_login', way: 'telegram_login' },
    { type: 'user.signed_in', channel: 'telegram_login', way: 'telegram_login' },
  ]);
});

test('the channel is offered, and Telegram’s page gets no nonce and no secret', async () => {
  const started = await api.post('/api/v1/auth/challenges/', {}, fromElsewhere());
  expect(started.json().channels).toEqual(['telegram', 'telegram_login']);
  const { url, secret } = await login.begin(api);
  const { searchParams } = new URL(url);
  expect(Object.fromEntries(searchParams)).toMatchObject({
    response_type: 'code',
    scope: 'openid profile phone',
    code_challenge_method: 'S256',
  });
  expect(searchParams.has('nonce')).toBe(false);
  expect(url).not.toContain(secret);
});

test('without a shared number the account of that Telegram account opens, and its number stays', async () => {
  const person = somebody();
  await api.signIn(person);
  const { back, ...browser } = await login.approve(api, person, { sharesPhone: false });
  expect(back.headers.location).toBe(`${WEB_ORIGIN}/register?next=%2Fcart`);
  const collected = await press.collect(browser);
  expect(collected.statusCode).toBe(200);
  expect(collected.json().user).toMatchObject({ phone: person.phone, telegram_id: person.telegramId });
});

test('without a number and an account the page is told, and the challenge still serves every other way', async () => {
  const person = somebody();
  const { back, ...browser } = await login.approve(api, person, { sharesPhone: false });
  expect(back.headers.location).toBe(`${WEB_ORIGIN}/register?next=%2Fcart#telegram-login=contact_required`);
  expect((await press.wait(browser)).json().state).toBe('waiting');
  // the second try shares it
  const begun = await beginFor(api, browser);
  const returned = await login.decide(begun.json().url, person);
  await login.comeBack(api, returned, browser.cookie);
  expect((await press.collect(browser)).statusCode).toBe(201);
});

test('who cancels at Telegram ends the challenge, with an event', async () => {
  const { back, ...browser } = await login.approve(api, somebody(), { accept: false });
  expect(back.headers.location).toBe(`${WEB_ORIGIN}/register?next=%2Fcart#telegram-login=declined`);
  expect((await press.wait(browser)).json().state).toBe('declined');
  expectError(await press.collect(browser), 410, 'challenge_ended');
  expect(await eventsOf(browser.id)).toEqual([{ type: 'challenge.declined', channel: 'telegram_login', way: null }]);
});

test('a browser that loads the return twice at once finds the login approved, or declined, both times', async () => {
  for (const [accept, hash, state] of [
    [true, '', 'approved'],
    [false, '#telegram-login=declined', 'declined'],
  ] as const) {
    const browser = await login.begin(api);
    const returned = await login.decide(browser.url, somebody(), { accept });
    const backs = await Promise.all([1, 2].map(() => login.comeBack(api, returned, browser.cookie)));
    for (const { headers } of backs) expect(headers.location).toBe(`${WEB_ORIGIN}/register?next=%2Fcart${hash}`);
    expect((await press.wait(browser)).json().state).toBe(state);
  }
});

test('two replicas that get the return at once both find the login declined', async () => {
  const browser = await login.begin(api);
  const returned = await login.decide(browser.url, somebody(), { accept: false });
  const row = `SELECT FROM challenges WHERE id = '${browser.id}' FOR UPDATE`;
  const backs = await besideTransaction(api, row, async (commit) => {
    // as on two replicas: a process handles another query by itself
    const loads = [1, 2].map((replica) => login.comeBack(api, `${returned}&replica=${replica}`, browser.cookie));
    await untilLocked(api, loads.length);
    await commit();
    return Promise.all(loads);
  });
  for (const { headers } of backs)
    expect(headers.location).toBe(`${WEB_ORIGIN}/register?next=%2Fcart#telegram-login=declined`);
});

test('a number that another Telegram account has proved opens nothing: phone_conflict, with an event of this channel', async () => {
  const owner = somebody();
  await api.signIn(owner);
  const { back: _, ...browser } = await login.approve(api, { ...somebody(), phone: owner.phone });
  expectError(await press.collect(browser), 409, 'phone_conflict');
  expect(await eventsOf(browser.id)).toEqual([{ type: 'code.refused', channel: 'telegram_login', way: null }]);
});

test('a locked number still logs in at Telegram', async () => {
  const person = somebody();
  await api.signIn(person);
  await lockNumber(api, person.phone);
  const { back: _, ...browser } = await login.approve(api, person);
  expect((await press.collect(browser)).statusCode).toBe(200);
});

test('a login on a device that the account has not used is told in Telegram', async () => {
  const person = somebody();
  await api.signIn(person, { device_id: 'known' });
  const { back: _, ...browser } = await login.approve(api, person);
  await press.collect(browser);
  const { rows } = await api.sql.query('SELECT due_at IS NOT NULL AS is_due FROM alerts WHERE id = $1', [browser.id]);
  expect(rows).toEqual([{ is_due: true }]);
});

test('a number is proved without an account', async () => {
  const person = somebody();
  const begun = await login.begin(api, { purpose: 'prove_number' });
  await login.comeBack(api, await login.decide(begun.url, person), begun.cookie);
  const proved = await press.collect(begun);
  expect(proved.statusCode, proved.body).toBe(200);
  expect(proved.json().phone).toBe(person.phone);
  const { rowCount } = await api.sql.query('SELECT FROM users WHERE phone = $1', [person.phone]);
  expect(rowCount).toBe(0);
});

test('the person who leaves for Telegram has seven minutes from the start, however often the page asks', async () => {
  const browser = await login.begin(api);
  await beginFor(api, browser);
  const sql = `SELECT expires_at - started_at = interval '7 minutes' AS is_seven FROM challenges WHERE id = $1`;
  expect((await api.sql.query(sql, [browser.id])).rows).toEqual([{ is_seven: true }]);
  await api.pass('8 minutes');
  expectError(await beginFor(api, browser), 410, 'challenge_ended');
});

test('the login goes on after the api was replaced in between', async () => {
  const person = somebody();
  const begun = await login.begin(api);
  const returned = await login.decide(begun.url, person);
  await api.deploy({});
  await login.comeBack(api, returned, begun.cookie);
  expect((await press.collect(begun)).statusCode).toBe(201);
});

test('while Telegram is unreachable the api answers at once after the first try, and the other ways stay', async () => {
  await api.deploy({ TELEGRAM_LOGIN_ISSUER: 'http://127.0.0.1:9/telegram-login' });
  const started = await api.post('/api/v1/auth/challenges/', {}, fromElsewhere());
  const browser = started.json();
  expect((await api.get('/readyz')).json().telegram_login).toBe('unknown');
  expectError(await beginFor(api, browser), 503, 'telegram_login_unavailable');
  expect((await api.get('/readyz')).json().telegram_login).toBe('unreachable');
  expect((await press.wait(browser)).json().state).toBe('waiting');
  expect((await press.open(new URL(browser.telegram.url).searchParams.get('start') ?? '', 1)).statusCode).toBe(200);
  await api.deploy({});
});

test.each([
  { method: 'token', kind: 'status', status: 500 },
  { method: 'token', kind: 'drop' },
  { method: 'jwks', kind: 'status', status: 503 },
])('a failure of Telegram after the login leaves the challenge as it was: $method $kind', async (fault) => {
  await api.deploy({}); // knows no keys yet
  const person = somebody();
  const begun = await login.begin(api);
  const returned = await login.decide(begun.url, person);
  await login.fail(fault);
  const back = await login.comeBack(api, returned, begun.cookie);
  expect(back.headers.location).toBe(`${WEB_ORIGIN}/register?next=%2Fcart#telegram-login=unavailable`);
  expect((await press.wait(begun)).json().state).toBe('waiting');
});

test('without a client the way is neither offered nor served', async () => {
  await api.deploy({ TELEGRAM_LOGIN_CLIENT_ID: '', TELEGRAM_LOGIN_CLIENT_SECRET: '' });
  const browser = (await api.post('/api/v1/auth/challenges/', {}, fromElsewhere())).json();
  expect(browser.channels).toEqual(['telegram']);
  expectError(await beginFor(api, browser), 404, 'not_found');
  expectError(await api.get('/api/v1/auth/telegram-login/callback?state=x'), 404, 'not_found');
  expect((await api.get('/readyz')).json().telegram_login).toBe('off');
  await api.deploy({});
});
