import { describe, expect, test } from 'vitest';
import { createAuthenticator } from '../support/authenticator.ts';
import { eventsWith } from '../support/events.ts';
import { usePasskeys } from '../support/passkeys.ts';
import { usePress, withBot } from '../support/press.ts';
import { expectError, type Person, SECRET_KEY, somebody, useApi, WEB_ORIGIN } from '../support/test-api.ts';

const api = useApi(withBot);
const press = usePress(api);
const passkeys = usePasskeys(api, press);

const signUp = (person: Person = somebody()) => api.signIn(person, { device_id: 'phone' });

async function alerts() {
  const answer = (await press.alerts({ limit: 100 })).json();
  await press.acknowledge(answer.alerts.map(({ id }: { id: string }) => id));
  return answer.alerts;
}

describe('a passkey', () => {
  test('signs in to the account that made it, by one touch', async () => {
    const person = somebody();
    const { access, user } = await signUp(person);
    await alerts();
    const prepared = (await passkeys.prepare(access)).json();
    expect(prepared).toMatchObject({
      rp: { id: 'localhost' },
      user: { name: expect.stringMatching(/^\+998 90 ••• \d\d \d\d$/) },
      excludeCredentials: [],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    expect(Buffer.from(prepared.user.id, 'base64url').toString('hex')).toBe(user.id.replaceAll('-', ''));
    const authenticator = createAuthenticator({ counts: true });
    const added = await passkeys.add(access, authenticator.create(prepared));
    expect(added.json()).toMatchObject({ is_backed_up: false, last_used_at: null });

    const browser = await passkeys.start({ device_id: 'phone' });
    const offered = (await passkeys.offer(browser)).json();
    expect(offered).toEqual({
      challenge: expect.any(String),
      rpId: 'localhost',
      timeout: 120_000,
      userVerification: 'required',
    });
    const answer = await passkeys.use(browser, authenticator.get(offered));
    expect(answer.json()).toMatchObject({ is_new: false, user: { id: user.id, phone: person.phone } });
    expect(answer.cookies.map(({ name }) => name)).toEqual(['access_token', 'refresh_token', 'remembered_device']);
    expect((await passkeys.list(access)).statusCode).toBe(401); // the same device: its session was replaced
    const [listed] = (await passkeys.list(answer.json().tokens.access)).json();
    expect(listed).toEqual({ ...added.json(), last_used_at: expect.any(String) });
    const events = await eventsWith(api, { user_id: user.id });
    expect(events.filter(({ type }) => type === 'user.signed_in').at(-1)).toMatchObject({
      channel: null,
      data: { way: 'passkey', challenge: browser.id },
    });
    expect((await alerts()).map(({ kind }: { kind: string }) => kind)).toEqual(['new_passkey']);
  });

  test('on a device that the account has not used is told in Telegram', async () => {
    const { access } = await signUp();
    const authenticator = await passkeys.make(access);
    await alerts();
    await passkeys.signIn(authenticator, { device_id: 'laptop' });
    expect(await alerts()).toMatchObject([{ kind: 'new_device' }]);
  });

  test('also while the link of the same sign-in is open in somebody’s Telegram, whose account stays apart', async () => {
    const { access, user } = await signUp();
    await api.sql.query('UPDATE users SET telegram_id = NULL WHERE id = $1', [user.id]);
    const authenticator = await passkeys.make(access);
    const browser = await passkeys.start();
    await press.open(browser.nonce, somebody().telegramId);
    const answer = await passkeys.use(browser, authenticator.get((await passkeys.offer(browser)).json()));
    expect(answer.json()).toMatchObject({ is_new: false, user: { id: user.id, telegram_id: null } });
  });

  test('that was removed signs in no more', async () => {
    const { access, user } = await signUp();
    const authenticator = await passkeys.make(access);
    const [{ id }] = (await passkeys.list(access)).json();
    const other = await signUp();
    expectError(await passkeys.remove(other.access, id), 404, 'not_found');
    expectError(await passkeys.remove(access, 'none'), 404, 'not_found');
    expect((await passkeys.remove(access, id)).statusCode).toBe(204);
    expectError(await passkeys.signIn(authenticator), 400, 'passkey_invalid');
    const types = (await eventsWith(api, { user_id: user.id })).map(({ type }) => type);
    expect(types.slice(-2)).toEqual(['passkey.added', 'passkey.removed']);
  });

  test('of a disabled account opens nothing, and the attempt is over', async () => {
    const { access, user } = await signUp();
    const authenticator = await passkeys.make(access);
    await api.sql.query('UPDATE users SET disabled_at = now() WHERE id = $1', [user.id]);
    const browser = await passkeys.start();
    const credential = authenticator.get((await passkeys.offer(browser)).json());
    expectError(await passkeys.use(browser, credential), 403, 'account_disabled');
    await api.sql.query('UPDATE users SET disabled_at = NULL WHERE id = $1', [user.id]);
    expectError(await passkeys.use(browser, credential), 410, 'challenge_ended');
  });

  test('goes with the account', async () => {
    const { access } = await signUp();
    const authenticator = await passkeys.make(access);
    const headers = { authorization: `Bearer ${access}` };
    await api.app.inject({ method: 'DELETE', url: '/api/v1/auth/me/', headers });
    expectError(await passkeys.signIn(authenticator), 400, 'passkey_invalid');
  });

  test('is removed by “it was not me”, with every other one', async () => {
    const person = somebody();
    const { access, user } = await signUp(person);
    await alerts();
    const [first, second] = [await passkeys.make(access), await passkeys.make(access)];
    const [alert] = await alerts();
    expect((await press.disown(alert.id, person.telegramId)).statusCode).toBe(204);
    expectError(await api.me(access), 401, 'session_invalid');
    for (const authenticator of [first, second])
      expectError(await passkeys.signIn(authenticator), 400, 'passkey_invalid');
    const events = await eventsWith(api, { user_id: user.id });
    expect(events.filter(({ type }) => type === 'passkey.removed')).toMatchObject([
      { data: { reason: 'not_me' } },
      { data: { reason: 'not_me' } },
    ]);
  });

  test('is removed when a change of number is undone: whoever made the change may have made it', async () => {
    const person = somebody();
    const { access } = await signUp(person);
    const authenticator = await passkeys.make(access);
    await alerts();
    const asSession = { headers: { authorization: `Bearer ${access}` } };
    const changed = await press.start({ purpose: 'change_phone' }, asSession);
    await press.open(changed.nonce, person.telegramId);
    await press.contact(person.telegramId, somebody().phone);
    await press.decide(changed.id, person.telegramId, { choice: changed.number });
    expect((await press.collect(changed, asSession)).statusCode).toBe(200);
    const [alert] = await alerts();
    expect((await press.undo(alert.id, person.telegramId)).statusCode).toBe(200);
    expectError(await passkeys.signIn(authenticator), 400, 'passkey_invalid');
  });

  test('keeps working while SECRET_KEY is replaced, also in a sign-in that has begun', async () => {
    const { access } = await signUp();
    const authenticator = await passkeys.make(access);
    const browser = await passkeys.start();
    const credential = authenticator.get((await passkeys.offer(browser)).json());
    await api.deploy({ SECRET_KEY: `the-next-secret-key-of-the-tests-0123456789,${SECRET_KEY}` });
    expect((await passkeys.use(browser, credential)).statusCode).toBe(200);
    expect((await passkeys.signIn(authenticator)).statusCode).toBe(200);
    await api.deploy({});
  });
});

describe('a passkey is not made', () => {
  test('for a number that is not verified', async () => {
    const { access, user } = await signUp();
    await api.sql.query('UPDATE users SET phone_proved_at = NULL WHERE id = $1', [user.id]);
    expectError(await passkeys.prepare(access), 409, 'phone_not_verified');
  });

  test('in a session that signed in more than 15 minutes ago', async () => {
    const person = somebody();
    const { access } = await signUp(person);
    await api.sql.query("UPDATE sessions SET created_at = now() - interval '16 minutes'");
    expectError(await passkeys.prepare(access), 403, 'proof_required');
    await api.pass('1 minute');
    expect((await passkeys.prepare((await signUp(person)).access)).statusCode).toBe(200);
  });

  test('beyond the tenth', async () => {
    const { access } = await signUp();
    for (let i = 0; i < 9; i++) await passkeys.make(access);
    const [tenth, eleventh] = [await passkeys.prepare(access), createAuthenticator()];
    await passkeys.make(access);
    expectError(await passkeys.prepare(access), 409, 'passkey_limit');
    expectError(await passkeys.add(access, eleventh.create(tenth.json())), 400, 'passkey_invalid');
    expect((await passkeys.list(access)).json()).toHaveLength(10);
  });

  test('twice by one offer, nor once a newer offer was made, nor after five minutes', async () => {
    const { access } = await signUp();
    const offer = (await passkeys.prepare(access)).json();
    expect((await passkeys.add(access, createAuthenticator().create(offer))).statusCode).toBe(201);
    expectError(await passkeys.add(access, createAuthenticator().create(offer)), 400, 'passkey_invalid');
    const older = (await passkeys.prepare(access)).json();
    const newer = (await passkeys.prepare(access)).json();
    expectError(await passkeys.add(access, createAuthenticator().create(older)), 400, 'passkey_invalid');
    await api.sql.query("UPDATE sessions SET passkey_challenge_until = passkey_challenge_until - interval '5 minutes'");
    expectError(await passkeys.add(access, createAuthenticator().create(newer)), 400, 'passkey_invalid');
  });

  test('by the offer to another session, on another page, or without its check of the person', async () => {
    const [own, other] = [await signUp(), await signUp()];
    const offer = async () => (await passkeys.prepare(own.access)).json();
    for (const credential of [
      createAuthenticator().create((await passkeys.prepare(other.access)).json()),
      createAuthenticator().create(await offer(), { origin: 'https://evil.example' }),
      createAuthenticator().create(await offer(), { rpId: 'evil.example' }),
      createAuthenticator({ verifies: false }).create(await offer()),
    ])
      expectError(await passkeys.add(own.access, credential), 400, 'passkey_invalid');
    for (const origin of ['https://evil.example', 'null'])
      expectError(await passkeys.prepare(own.access, origin), 403, 'origin_forbidden');
  });

  test('with a transport that can’t be stored', async () => {
    const { access } = await api.signIn(somebody());
    const credential = createAuthenticator().create((await passkeys.prepare(access)).json());
    const response = { ...credential.response, transports: ['internal\u0000'] };
    expectError(await passkeys.add(access, { ...credential, response }), 400, 'validation_failed');
  });

  test('for two accounts', async () => {
    const [own, other] = [await signUp(), await signUp()];
    const authenticator = await passkeys.make(own.access);
    const again = authenticator.create((await passkeys.prepare(other.access)).json());
    expectError(await passkeys.add(other.access, again), 400, 'passkey_invalid');
    authenticator.state.userHandle = Buffer.from(own.user.id.replaceAll('-', ''), 'hex').toString('base64url');
    expect((await passkeys.signIn(authenticator)).json().user.id).toBe(own.user.id);
  });
});

describe('nobody signs in', () => {
  const begin = async () => {
    const { access, user } = await signUp();
    const authenticator = await passkeys.make(access);
    const browser = await passkeys.start();
    return { access, user, authenticator, browser, offered: (await passkeys.offer(browser)).json() };
  };

  test('by an answer to another sign-in', async () => {
    const { authenticator, browser } = await begin();
    const other = await begin();
    expectError(await passkeys.use(browser, authenticator.get(other.offered)), 400, 'passkey_invalid');
    expect(await press.state(browser)).toBe('waiting');
  });

  test('a replayed answer of a passkey: the same browser gets the same session for a minute, nobody else one', async () => {
    const { authenticator, browser, offered } = await begin();
    const credential = authenticator.get(offered);
    const [first, again] = [await passkeys.use(browser, credential), await passkeys.use(browser, credential)];
    expect(again.json().tokens.refresh).toBe(first.json().tokens.refresh);
    expectError(await passkeys.use(await passkeys.start(), credential), 400, 'passkey_invalid');
    await api.pass('1 minute');
    expectError(await passkeys.use(browser, credential), 410, 'challenge_ended');
  });

  test('without the secret of the browser, or at another site', async () => {
    const { authenticator, browser, offered } = await begin();
    const credential = authenticator.get(offered);
    const other = await passkeys.start();
    expectError(await passkeys.use({ ...browser, secret: other.secret }, credential), 404, 'not_found');
    expectError(await passkeys.use(browser, credential, 'https://evil.example'), 403, 'origin_forbidden');
    expectError(await passkeys.offer(browser, 'https://evil.example'), 403, 'origin_forbidden');
  });

  test('a passkey’s answer for a page of another site, or without a check of the person', async () => {
    const { authenticator, browser, offered } = await begin();
    for (const page of [{ origin: 'https://evil.example' }, { rpId: 'evil.example' }])
      expectError(await passkeys.use(browser, authenticator.get(offered, page)), 400, 'passkey_invalid');
    authenticator.state.verifies = false;
    expectError(await passkeys.use(browser, authenticator.get(offered)), 400, 'passkey_invalid');
  });

  test('a passkey of somebody else that names the account', async () => {
    const [own, thief] = [await begin(), await begin()];
    thief.authenticator.state.userHandle = own.authenticator.state.userHandle;
    expectError(await passkeys.use(thief.browser, thief.authenticator.get(thief.offered)), 400, 'passkey_invalid');
    const renamed = {
      ...thief.authenticator.get(thief.offered),
      id: own.authenticator.id,
      rawId: own.authenticator.id,
    };
    expectError(await passkeys.use(thief.browser, renamed), 400, 'passkey_invalid');
  });

  test('by a passkey that nobody has added', async () => {
    const { browser, offered } = await begin();
    expectError(await passkeys.use(browser, createAuthenticator().get(offered)), 400, 'passkey_invalid');
  });

  test('by a copy of an authenticator that counts its uses', async () => {
    const { access } = await signUp();
    const authenticator = await passkeys.make(access, createAuthenticator({ counts: true }));
    const copied = authenticator.state.counter;
    expect((await passkeys.signIn(authenticator)).statusCode).toBe(200);
    authenticator.state.counter = copied;
    expectError(await passkeys.signIn(authenticator), 400, 'passkey_invalid');
  });

  test('five minutes after the sign-in was started, although its link is over sooner', async () => {
    const { authenticator, browser, offered } = await begin();
    await api.sql.query("UPDATE challenges SET expires_at = now() - interval '1 minute' WHERE id = $1", [browser.id]);
    const late = await begin();
    await api.sql.query("UPDATE challenges SET started_at = started_at - interval '5 minutes' WHERE id = $1", [
      late.browser.id,
    ]);
    expect((await passkeys.use(browser, authenticator.get(offered))).statusCode).toBe(200);
    expectError(await passkeys.use(late.browser, late.authenticator.get(late.offered)), 410, 'challenge_ended');
  });

  test('of 16 answers at once more than once', async () => {
    const { user, authenticator, browser, offered } = await begin();
    const credential = authenticator.get(offered);
    const answers = await Promise.all(Array.from({ length: 16 }, () => passkeys.use(browser, credential)));
    expect(new Set(answers.map((answer) => answer.json().tokens?.refresh)).size).toBe(1);
    const { rows } = await api.sql.query('SELECT FROM sessions WHERE user_id = $1', [user.id]);
    expect(rows).toHaveLength(2); // the other one made the passkey
  });

  test('by a proof of a number', async () => {
    const { authenticator } = await begin();
    const proof = await passkeys.start({ purpose: 'prove_number' });
    const credential = authenticator.get((await passkeys.offer(proof)).json());
    expectError(await passkeys.use(proof, credential), 410, 'challenge_ended');
  });
});

test('passkeys of the main site work on its subdomains, and those of any other origin only there', async () => {
  const origins = { CORS_ALLOWED_ORIGINS: 'https://shop.uz,https://app.shop.uz,https://other.uz,https://notshop.uz' };
  await api.deploy(origins);
  const ids = [];
  for (const origin of origins.CORS_ALLOWED_ORIGINS.split(',')) {
    const browser = await press.start({}, { headers: { origin } });
    ids.push((await passkeys.offer(browser, origin)).json().rpId);
  }
  expect(ids).toEqual(['shop.uz', 'shop.uz', 'other.uz', 'notshop.uz']);
  await api.deploy({ CORS_ALLOWED_ORIGINS: WEB_ORIGIN });
});
