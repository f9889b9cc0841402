import { describe, expect, test } from 'vitest';
import { eventsWith } from '../../support/events.ts';
import { otherThan, signUp, usePress, withBot } from '../../support/press.ts';
import { expectError, fromElsewhere, type Person, somebody, useApi, WEB_ORIGIN } from '../../support/test-api.ts';

const api = useApi(withBot);
const press = usePress(api);
const start = () => press.start({}, fromElsewhere());

const known = () => signUp(api);

const sessionsOf = async ({ telegramId }: Person) =>
  (
    await api.sql.query(
      `SELECT 1 FROM sessions JOIN users ON users.id = user_id
       WHERE telegram_id = $1 AND ended_at IS NULL AND proof = 'approval'`,
      [telegramId],
    )
  ).rowCount;

describe('link sent to a victim: it opens nothing', () => {
  test('when the victim presses “It is not me”', async () => {
    const victim = await known();
    const attacker = await start();
    const { ref } = (await press.open(attacker.nonce, victim.telegramId)).json();
    expect((await press.decide(ref, victim.telegramId, { decline: true })).json()).toEqual({ state: 'declined' });
    expect(await press.state(attacker)).toBe('declined');
    expectError(await press.collect(attacker), 410, 'challenge_ended');
    // not even if the victim presses the right number afterwards
    const late = await press.decide(ref, victim.telegramId, { choice: attacker.number });
    expect(late.json()).toEqual({ state: 'declined' });
    expectError(await press.collect(attacker), 410, 'challenge_ended');
    expect(await sessionsOf(victim)).toBe(0);
    expect(await eventsWith(api, { challenge: attacker.id })).toMatchObject([
      { type: 'challenge.declined', actor: 'user', user_id: expect.any(String), channel: 'telegram' },
    ]);
  });

  test('when the victim presses a wrong number', async () => {
    const victim = await known();
    const attacker = await start();
    const { ref, choices } = (await press.open(attacker.nonce, victim.telegramId)).json();
    await press.decide(ref, victim.telegramId, { choice: otherThan(attacker.number, choices) });
    expectError(await press.collect(attacker), 410, 'challenge_ended');
    expect(await sessionsOf(victim)).toBe(0);
    expect(await eventsWith(api, { challenge: attacker.id })).toMatchObject([{ type: 'challenge.wrong_number' }]);
  });

  test('when the victim presses nothing', async () => {
    const victim = await known();
    const attacker = await start();
    const { ref } = (await press.open(attacker.nonce, victim.telegramId)).json();
    expectError(await press.collect(attacker), 409, 'challenge_pending');
    await api.pass('3 minutes 1 second');
    expectError(await press.collect(attacker), 410, 'challenge_ended');
    // nor if the victim finds the old card later
    const late = await press.decide(ref, victim.telegramId, { choice: attacker.number });
    expect(late.json()).toEqual({ state: 'expired' });
    expectError(await press.collect(attacker), 410, 'challenge_ended');
    expect(await sessionsOf(victim)).toBe(0);
  });

  test('when the victim does not open it: two minutes later the link is dead', async () => {
    const victim = await known();
    const attacker = await start();
    await api.pass('2 minutes 1 second');
    expectError(await press.open(attacker.nonce, victim.telegramId), 410, 'challenge_ended');
    expect(await press.state(attacker)).toBe('expired');
  });
});

describe('two scanners', () => {
  test('the second one ends the challenge for both', async () => {
    const [owner, thief] = [await known(), await known()];
    const browser = await start();
    const { ref } = (await press.open(browser.nonce, owner.telegramId)).json();
    expectError(await press.open(browser.nonce, thief.telegramId), 409, 'challenge_taken');
    expect(await press.state(browser)).toBe('taken');
    for (const { telegramId } of [owner, thief])
      expectError(await press.open(browser.nonce, telegramId), 410, 'challenge_ended');
    const late = await press.decide(ref, owner.telegramId, { choice: browser.number });
    expect(late.json()).toEqual({ state: 'taken' });
    expectError(await press.collect(browser), 410, 'challenge_ended');
    expect(await eventsWith(api, { challenge: browser.id })).toMatchObject([{ type: 'challenge.taken', actor: 'bot' }]);
  });

  test('when both scan at once, one of them gets a card, and nobody gets in', async () => {
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const [one, other, browser] = [somebody(), somebody(), await start()];
        const answers = await Promise.all([one, other].map((by) => press.open(browser.nonce, by.telegramId)));
        expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
        expect(await press.state(browser)).toBe('taken');
      }),
    );
  });

  test('a scan after the approval neither ends the sign-in nor takes it over', async () => {
    const [owner, thief] = [await known(), await known()];
    const browser = await start();
    await press.open(browser.nonce, owner.telegramId);
    await press.decide(browser.id, owner.telegramId, { choice: browser.number });
    expectError(await press.open(browser.nonce, thief.telegramId), 410, 'challenge_ended');
    expectError(await press.decide(browser.id, thief.telegramId, { decline: true }), 404, 'not_found');
    const collected = await press.collect(browser);
    expect(collected.json()).toMatchObject({ user: { telegram_id: owner.telegramId } });
    expectError(await press.open(browser.nonce, thief.telegramId), 410, 'challenge_ended');
    expect((await api.me(collected.json().tokens.access)).statusCode).toBe(200);
  });
});

test('relay of the number by a phisher: the card shows where from, and “It was not me” on it undoes the sign-in', async () => {
  const victim = await known();
  const phisher = await press.start(
    { device_id: 'the-phishers' },
    {
      remoteAddress: '1.1.1.1',
      headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', origin: WEB_ORIGIN },
    },
  );
  const card = (await press.open(phisher.nonce, victim.telegramId)).json();
  expect(card).toMatchObject({
    site: 'localhost:5173',
    browser: 'Firefox',
    system: 'Linux',
    place: expect.any(String),
  });
  expect(card.started_seconds_ago).toBeGreaterThanOrEqual(0);
  await press.decide(card.ref, victim.telegramId, { choice: phisher.number });
  const { tokens, user } = (await press.collect(phisher)).json();
  expect((await api.me(tokens.access)).statusCode).toBe(200);

  expect((await press.disown(card.ref, victim.telegramId)).statusCode).toBe(204);
  expectError(await api.me(tokens.access), 401, 'session_invalid');
  expectError(await api.post('/api/v1/auth/token/refresh/', { refresh: tokens.refresh }), 401, 'session_invalid');
  expectError(await press.collect(phisher), 410, 'challenge_ended');
  const { rows } = await api.sql.query("SELECT 1 FROM sessions WHERE device_id = 'the-phishers'");
  expect(rows, 'the device is known no longer').toEqual([]);
  expect((await eventsWith(api, { user_id: user.id })).at(-1)).toMatchObject({ data: { reason: 'not_me' } });
});

describe('nonce used as secret, secret as nonce', () => {
  test('the nonce collects nothing and waits for nothing, in the body or as a cookie', async () => {
    const person = await known();
    const browser = await start();
    await press.open(browser.nonce, person.telegramId);
    await press.decide(browser.id, person.telegramId, { choice: browser.number });
    const thief = { id: browser.id, secret: browser.nonce };
    expectError(await press.collect(thief), 404, 'not_found');
    expectError(await press.wait(thief), 404, 'not_found');
    const headers = { cookie: `challenge_secret=${browser.nonce}`, origin: WEB_ORIGIN };
    const byCookie = await api.post(`/api/v1/auth/challenges/${browser.id}/collect/`, {}, { headers });
    expectError(byCookie, 404, 'not_found');
    expect((await press.collect(browser)).statusCode).toBe(200);
  });

  test('the secret shows no card, and neither does the id', async () => {
    const { telegramId } = await known();
    const browser = await start();
    for (const start of [browser.secret, browser.id, browser.number, ''])
      expectError(await press.open(start, telegramId), 404, 'not_found');
    expect(await press.state(browser)).toBe('waiting');
  });
});

describe('the link’s nonce and the browser’s secret never meet', () => {
  test('128 and 256 bits, of which the database keeps a MAC alone', async () => {
    const browser = await start();
    expect(Buffer.from(browser.nonce, 'base64url')).toHaveLength(128 / 8);
    expect(Buffer.from(browser.secret, 'base64url')).toHaveLength(256 / 8);
    const { rows } = await api.sql.query('SELECT challenges::text AS row FROM challenges WHERE id = $1', [browser.id]);
    for (const text of [browser.nonce, browser.secret])
      for (const stored of [text, Buffer.from(text).toString('hex'), Buffer.from(text, 'base64url').toString('hex')])
        expect(rows[0].row).not.toContain(stored);
    // With a copy of the database and another key nobody finds the challenge by either of them.
    await api.deploy({ SECRET_KEY: 'another-secret-key-of-the-tests-0123456789' });
    expectError(await press.wait(browser), 404, 'not_found');
    expectError(await press.open(browser.nonce, somebody().telegramId), 404, 'not_found');
    await api.deploy({});
    expect(await press.state(browser)).toBe('waiting');
  });

  test('no answer to the browser holds the nonce but the link, and no card holds nonce, secret or the number alone', async () => {
    const person = await known();
    const browser = await start();
    const card = await press.open(browser.nonce, person.telegramId);
    const waited = await press.wait(browser);
    for (const text of [card.body, waited.body])
      for (const secret of [browser.secret, browser.nonce]) expect(text).not.toContain(secret);
    expect(waited.json()).not.toHaveProperty('number');
    expect(new Set(card.json().choices).size).toBe(3);
  });
});

describe('the first telegram_id that opens a link owns it', () => {
  test('the same person may open the link twice', async () => {
    const person = await known();
    const browser = await start();
    const [first, again] = [1, 2].map(() => press.open(browser.nonce, person.telegramId));
    const [card, second] = [(await first)?.json(), (await again)?.json()];
    expect(second).toMatchObject({ ref: card.ref, choices: card.choices });
  });

  test('a press by anybody else, late, twice or on an old card changes nothing', async () => {
    const [owner, other] = [await known(), await known()];
    const browser = await start();
    const { choices } = (await press.open(browser.nonce, owner.telegramId)).json();
    const wrong = { choice: otherThan(browser.number, choices) };
    expectError(await press.decide(browser.id, other.telegramId, wrong), 404, 'not_found');
    await press.decide(browser.id, owner.telegramId, { choice: browser.number });
    for (const twice of [wrong, { decline: true }, { choice: browser.number }])
      expect((await press.decide(browser.id, owner.telegramId, twice)).json()).toEqual({ state: 'approved' });
    const { access } = (await press.collect(browser)).json().tokens;
    for (const late of [wrong, { decline: true }, { choice: browser.number }])
      expect((await press.decide(browser.id, owner.telegramId, late)).json()).toEqual({ state: 'collected' });
    expect((await api.me(access)).statusCode).toBe(200);

    const old = await start();
    await press.open(old.nonce, owner.telegramId);
    await api.pass('3 minutes 1 second');
    const pressed = await press.decide(old.id, owner.telegramId, { choice: old.number });
    expect(pressed.json()).toEqual({ state: 'expired' });
    expectError(await press.collect(old), 410, 'challenge_ended');
  });
});

describe('approve by another Telegram user', () => {
  test('approves, declines and disowns nothing', async () => {
    const [owner, other] = [await known(), await known()];
    const browser = await start();
    const attempts = async (telegramId: number) => {
      for (const decision of [{ choice: browser.number }, { decline: true }, { choice: '00' }])
        expectError(await press.decide(browser.id, telegramId, decision), 404, 'not_found');
    };
    await attempts(owner.telegramId); // nobody has opened it
    await press.open(browser.nonce, owner.telegramId);
    await attempts(other.telegramId);
    expect(await press.state(browser)).toBe('opened');
    await press.decide(browser.id, owner.telegramId, { choice: browser.number });
    await attempts(other.telegramId);
    expectError(await press.disown(browser.id, other.telegramId), 404, 'not_found');
    const { access } = (await press.collect(browser)).json().tokens;
    expectError(await press.disown(browser.id, other.telegramId), 404, 'not_found');
    expect((await api.me(access)).statusCode).toBe(200);
  });
});

test('alert of another person: it ends no session', async () => {
  const [owner, other] = [await known(), await known()];
  await api.pass('1 minute');
  const { access } = await api.signIn(owner, { device_id: 'laptop' });
  const { alerts } = (await press.alerts({ limit: 100 })).json();
  const own = alerts.find((alert: { telegram_id: number }) => alert.telegram_id === owner.telegramId);
  expectError(await press.disown(own.id, other.telegramId), 404, 'not_found');
  expect((await api.me(access)).statusCode).toBe(200);
  await press.disown(own.id, owner.telegramId);
  expectError(await api.me(access), 401, 'session_invalid');
});
