import { expect, test } from 'vitest';
import { otherThan, usePress, withBot } from '../support/press.ts';
import { expectError, fromElsewhere, somebody, useApi } from '../support/test-api.ts';

const api = useApi(withBot);
const press = usePress(api);

const start = (more: object = {}) => press.start(more, fromElsewhere());

test('proof approval opens the account of that telegram_id: a newcomer shares the contact first, and gets a new account', async () => {
  const { telegramId, phone } = somebody();
  const browser = await press.start(
    {},
    {
      ...fromElsewhere(),
      headers: { 'user-agent': 'Mozilla/5.0 (Linux; Android 14) Chrome/130.0', 'accept-language': 'ru' },
    },
  );
  expect(await press.state(browser)).toBe('waiting');

  const opened = await press.open(browser.nonce, telegramId, { full_name: 'Aziza Karimova' });
  expect(opened.json()).toMatchObject({
    site: 'localhost:5173',
    browser: 'Chrome',
    system: 'Android',
    account: null,
    needs_contact: true,
    language: 'ru',
  });
  expect(await press.state(browser)).toBe('opened');
  const { ref, choices } = opened.json();
  expect(new Set(choices).size).toBe(3);
  expect(choices).toContain(browser.number);
  expect((await press.decide(ref, telegramId, { choice: browser.number })).json()).toEqual({ state: 'opened' });

  const shared = await press.contact(telegramId, phone);
  expect(shared.json()).toMatchObject({ ref, needs_contact: false, choices });
  expect(shared.json().account).toMatch(/^\+998 90 ••• \d\d \d\d$/);
  expectError(await press.collect(browser), 409, 'challenge_pending');
  expect((await press.decide(ref, telegramId, { choice: browser.number })).json()).toEqual({ state: 'approved' });
  expect(await press.state(browser)).toBe('approved');

  const collected = await press.collect(browser);
  expect(collected.statusCode, collected.body).toBe(201);
  expect(collected.json()).toMatchObject({
    is_new: true,
    user: { phone, telegram_id: telegramId, full_name: 'Aziza Karimova', is_verified: true },
  });
  expect(await press.state(browser)).toBe('collected');
  const { access } = collected.json().tokens;
  expect((await api.me(access)).statusCode).toBe(200);
  const { rows } = await api.sql.query('SELECT proof FROM sessions WHERE challenge_id = $1', [browser.id]);
  expect(rows).toEqual([{ proof: 'approval' }]); // the card was approved after the contact
});

test('proof approval opens the account of that telegram_id: a person with an account presses the number', async () => {
  const person = somebody();
  const { user } = await api.signIn(person);
  const browser = await start({ device_id: 'a-tablet', device_name: 'Tablet' });
  const card = (await press.open(browser.nonce, person.telegramId)).json();
  expect(card).toMatchObject({ needs_contact: false, account: expect.stringMatching(/^\+998 90 •••/) });
  await press.decide(card.ref, person.telegramId, { choice: browser.number });
  const collected = await press.collect(browser);
  expect(collected.statusCode).toBe(200);
  expect(collected.json()).toMatchObject({ is_new: false, user: { id: user.id } });
  const { rows } = await api.sql.query('SELECT proof, device_id, device_name FROM sessions WHERE challenge_id = $1', [
    browser.id,
  ]);
  expect(rows).toEqual([{ proof: 'approval', device_id: 'a-tablet', device_name: 'Tablet' }]);
});

test('the secret may travel as a cookie of that challenge alone', async () => {
  const answer = await api.post('/api/v1/auth/challenges/', undefined as never, fromElsewhere());
  const { id, secret } = answer.json();
  expect(answer.headers['set-cookie']).toBe(
    `challenge_secret=${secret}; Max-Age=900; Path=/api/v1/auth/challenges/${id}; HttpOnly; SameSite=Lax`,
  );
  const cookie = { cookie: `challenge_secret=${secret}` };
  const wait = (headers: object) =>
    api.post(`/api/v1/auth/challenges/${id}/wait`, { seconds: 0 }, { headers: { ...headers } });
  expect((await wait({ ...cookie, origin: 'http://localhost:5173' })).statusCode).toBe(200);
  expectError(await wait({ ...cookie, origin: 'https://evil.example' }), 403, 'origin_forbidden');
  expectError(await wait(cookie), 403, 'origin_forbidden');
  expectError(await wait({ origin: 'http://localhost:5173' }), 404, 'not_found');
});

test('a wrong number ends the challenge on both sides', async () => {
  const person = somebody();
  await api.signIn(person);
  const browser = await start();
  const { ref, choices } = (await press.open(browser.nonce, person.telegramId)).json();
  const wrong = await press.decide(ref, person.telegramId, { choice: otherThan(browser.number, choices) });
  expect(wrong.json()).toEqual({ state: 'wrong_number' });
  expect((await press.decide(ref, person.telegramId, { choice: browser.number })).json()).toEqual({
    state: 'wrong_number',
  });
  expect(await press.state(browser)).toBe('wrong_number');
  expectError(await press.collect(browser), 410, 'challenge_ended');
});

test('a repeated collect of the same browser gets the same session for 60 s', async () => {
  const person = somebody();
  await api.signIn(person);
  const browser = await start();
  await press.open(browser.nonce, person.telegramId);
  await press.decide(browser.id, person.telegramId, { choice: browser.number });
  const answers = await Promise.all(Array.from({ length: 16 }, () => press.collect(browser)));
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  expect(new Set(answers.map((answer) => answer.json().tokens.refresh)).size).toBe(1);
  await api.pass('61 seconds');
  expectError(await press.collect(browser), 410, 'challenge_ended');
});
