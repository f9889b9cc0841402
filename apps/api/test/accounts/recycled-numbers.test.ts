import { describe, expect, test } from 'vitest';
import { eventsWith } from '../support/events.ts';
import { usePress, withBot } from '../support/press.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import {
  type Answer,
  expectError,
  fromElsewhere,
  type Person,
  somebody,
  useApi,
  WEB_ORIGIN,
} from '../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => ({ ...withBot, ...gateway.environment() }));
const press = usePress(api);
const sms = smsCalls(api);
const NEW_NUMBER = { claim: 'new_number' };

/** Nobody has used the account for so long. */
async function leaveIdle(userId: string, interval: string): Promise<void> {
  await api.sql.query(
    `UPDATE users SET date_joined = date_joined - $2::interval, phone_proved_at = phone_proved_at - $2::interval
     WHERE id = $1`,
    [userId, interval],
  );
  await api.sql.query(
    `UPDATE sessions SET last_used_at = last_used_at - $2::interval, rotated_at = rotated_at - $2::interval,
       created_at = created_at - $2::interval WHERE user_id = $1`,
    [userId, interval],
  );
}

/** A person whose account nobody has used for so long, with their name, their postal address and a device. */
async function holder(interval: string, more: Partial<Person> = {}) {
  const person = { ...somebody(), ...more };
  const signedIn = await api.signIn(person, { device_id: `of-${person.telegramId}` });
  await api.sql.query("UPDATE users SET first_name = 'Aziza', address = 'Samarqand' WHERE id = $1", [signedIn.user.id]);
  await leaveIdle(signedIn.user.id, interval);
  await api.pass('1 minute');
  return { ...person, ...signedIn, userId: signedIn.user.id };
}

/** The same without Telegram. */
async function holderWithoutTelegram(interval: string) {
  const { phone } = somebody();
  await sms.ask(phone);
  const { user } = (await sms.enter(phone, gateway.code(phone), { device_id: 'of-the-holder' })).json();
  await leaveIdle(user.id, interval);
  await api.pass('3 minutes');
  return { phone, userId: user.id as string };
}

const userOf = async (id: string) => (await api.sql.query('SELECT * FROM users WHERE id = $1', [id])).rows[0];
const ownerOf = async (phone: string) =>
  (await api.sql.query('SELECT id FROM users WHERE phone = $1', [phone])).rows.map(({ id }) => id);
const sessionsOf = async (id: string) =>
  (await api.sql.query('SELECT id FROM sessions WHERE user_id = $1 AND ended_at IS NULL', [id])).rowCount;

async function alertsOf({ telegramId }: { telegramId: number }) {
  const { alerts } = (await press.alerts({ limit: 100 })).json();
  await press.acknowledge(alerts.map(({ id }: { id: string }) => id));
  return alerts.filter(({ telegram_id }: { telegram_id: number }) => telegram_id === telegramId);
}

/** A browser that got an SMS to this number. */
async function browserWithCode(phone: string) {
  const browser = await press.start({ device_id: 'of-the-claimant' }, fromElsewhere());
  const sent = await press.send(browser, phone);
  expect(sent.statusCode, sent.body).toBe(200);
  return { ...browser, code: gateway.code(phone) };
}

/** A browser that proved the number of an idle account, and was asked whether it is new. */
async function questionedBrowser(phone: string) {
  const browser = await browserWithCode(phone);
  expectError(await press.verify(browser, browser.code), 409, 'number_recycled');
  return browser;
}

const verifyAsNew = (browser: Awaited<ReturnType<typeof browserWithCode>>, code = browser.code) =>
  press.verify(browser, code, fromElsewhere(), NEW_NUMBER);

function expectNew(answer: Answer, phone: string, oldUserId: string): void {
  expect(answer.statusCode, answer.body).toBe(201);
  expect(answer.json()).toMatchObject({ is_new: true, user: { phone, is_verified: true, full_name: '' } });
  expect(answer.json().user.id).not.toBe(oldUserId);
}

/** The account of a number that went to somebody else: only the number is gone. */
async function expectKept(userId: string): Promise<void> {
  expect(await userOf(userId)).toMatchObject({
    phone: null,
    phone_proved_at: null,
    first_name: 'Aziza',
    address: 'Samarqand',
  });
  expect(await sessionsOf(userId)).toBe(1);
}

describe('the number of an account that nobody used for 60 days', () => {
  test('by SMS: the person is asked and shown nothing; “new for me” makes a new account, and the holder is told', async () => {
    const old = await holder('60 days');
    const browser = await browserWithCode(old.phone);
    const answer = await press.verify(browser, browser.code);
    expectError(answer, 409, 'number_recycled');
    expect(Object.keys(answer.json())).toEqual(['error', 'detail']);
    for (const secret of [old.userId, 'Aziza', 'Samarqand', String(old.telegramId)])
      expect(answer.body).not.toContain(secret);
    expect(answer.cookies.map(({ name }) => name)).not.toContain('access_token');
    expect(await sessionsOf(old.userId)).toBe(1);

    await api.pass('4 minutes'); // longer than a code lives
    expectNew(await verifyAsNew(browser), old.phone, old.userId);
    await expectKept(old.userId);
    expect(await alertsOf(old)).toMatchObject([
      { kind: 'number_lost', account_stays: true, account: expect.stringContaining('•••') },
    ]);
    const events = await eventsWith(api, { user_id: old.userId });
    expect(events.slice(-2)).toMatchObject([
      { type: 'code.refused', data: { reason: 'number_recycled', challenge: browser.id } },
      { type: 'user.phone_lost', data: { account_stays: true } },
    ]);
    // the holder signs in by Telegram as before, and has no number
    const collected = await press.collect(await press.approve(old));
    expect(collected.json()).toMatchObject({
      is_new: false,
      user: { id: old.userId, phone: null, is_verified: false },
    });
  });

  test('a day less: the account is opened', async () => {
    const old = await holder('59 days 23 hours');
    const browser = await browserWithCode(old.phone);
    expect((await press.verify(browser, browser.code)).json()).toMatchObject({ user: { id: old.userId } });
  });

  test('without Telegram: the same', async () => {
    const old = await holderWithoutTelegram('61 days');
    expectNew(await verifyAsNew(await questionedBrowser(old.phone)), old.phone, old.userId);
    expect(await userOf(old.userId)).toMatchObject({ phone: null });
  });

  test('180 days: a new account without asking', async () => {
    const old = await holder('180 days');
    const browser = await browserWithCode(old.phone);
    expectNew(await press.verify(browser, browser.code), old.phone, old.userId);
    await expectKept(old.userId);
    expect(await alertsOf(old)).toMatchObject([{ kind: 'number_lost', account_stays: true }]);
  });

  test('by the endpoints that know only number and code, SMS and bot', async () => {
    const [bySms, byBot] = [await holder('70 days'), await holder('70 days')];
    await sms.ask(bySms.phone);
    const code = gateway.code(bySms.phone);
    expectError(await sms.enter(bySms.phone, code), 409, 'number_recycled');
    expect((await sms.enter(bySms.phone, code, NEW_NUMBER)).json().user.id).not.toBe(bySms.userId);
    await expectKept(bySms.userId);

    const newcomer = { ...somebody(), phone: byBot.phone };
    const contact = await api.issue(newcomer);
    expectError(await api.register(byBot.phone, contact), 409, 'number_recycled');
    expectNew(await api.register(byBot.phone, contact, NEW_NUMBER), byBot.phone, byBot.userId);
    await expectKept(byBot.userId);
    expect(await alertsOf(byBot)).toMatchObject([{ kind: 'number_lost', account_stays: true }]);
  });

  test('by the press of a newcomer', async () => {
    const old = await holder('70 days');
    const browser = await press.approve({ ...somebody(), phone: old.phone });
    expectError(await press.collect(browser), 409, 'number_recycled');
    await api.pass('4 minutes');
    expectNew(await press.collect(browser, {}, NEW_NUMBER), old.phone, old.userId);
    await expectKept(old.userId);
  });

  test('of a person who has an account: it gets the number', async () => {
    const old = await holder('70 days');
    const person = somebody();
    const { user } = await api.signIn(person);
    await api.pass('1 minute');
    const code = await api.issue({ ...person, phone: old.phone });
    expectError(await api.register(old.phone, code), 409, 'number_recycled');
    const answer = await api.register(old.phone, code, NEW_NUMBER);
    expect(answer.json()).toMatchObject({ is_new: false, user: { id: user.id, phone: old.phone } });
    await expectKept(old.userId);
  });

  test('its own Telegram account opens it as ever, by code and by press', async () => {
    const old = await holder('200 days');
    expect((await press.collect(await press.approve(old))).json().user.id).toBe(old.userId);
    await leaveIdle(old.userId, '200 days');
    expect((await api.register(old.phone, await api.issue(old))).json().user.id).toBe(old.userId);
  });

  test('a typed number is refused as ever', async () => {
    const old = await holder('200 days');
    const typed = { proof: 'typed' };
    expectError(await api.create({ ...somebody(), phone: old.phone }, typed), 409, 'contact_required');
  });
});

describe('in the browser that remembers the holder', () => {
  test('an SMS opens the account, however long idle, and the Telegram of somebody else does not', async () => {
    const person = somebody();
    const registered = await api.register(person.phone, await api.issue(person));
    const cookie = registered.cookies.find(({ name }) => name === 'remembered_device')?.value ?? '';
    const { tokens, user } = registered.json();
    await api.post('/api/v1/auth/logout/', { refresh: tokens.refresh });
    await leaveIdle(user.id, '200 days');
    await api.pass('1 minute');
    const own = () => ({ headers: { cookie: `remembered_device=${cookie}`, origin: WEB_ORIGIN }, ...fromElsewhere() });

    const other = await press.approve({ ...somebody(), phone: person.phone });
    expectError(await press.collect(other, own()), 409, 'phone_conflict');
    const browser = await browserWithCode(person.phone);
    const answer = await press.verify(browser, browser.code, own());
    expect(answer.json()).toMatchObject({ is_new: false, user: { id: user.id, telegram_id: person.telegramId } });
  });

  test('a forged cookie, that of another account and a forgotten one open nothing', async () => {
    const [old, forgotten] = [await holder('70 days'), await holder('70 days')];
    const cookieOf = async ({ telegramId }: Person) => {
      const collected = await press.collect(await press.approve({ ...somebody(), telegramId }));
      return collected.cookies.find(({ name }) => name === 'remembered_device')?.value ?? '';
    };
    const [cookie, another, former] = [await cookieOf(old), await cookieOf(somebody()), await cookieOf(forgotten)];
    await api.sql.query('UPDATE sessions SET is_forgotten = true WHERE user_id = $1', [forgotten.userId]);
    for (const { userId } of [old, forgotten]) await leaveIdle(userId, '70 days');
    for (const [{ phone }, value] of [
      [old, `${cookie.slice(0, 36)}.${another.slice(37)}`],
      [old, another],
      [forgotten, former],
    ] as const) {
      const browser = await browserWithCode(phone);
      const options = { headers: { cookie: `remembered_device=${value}`, origin: WEB_ORIGIN }, ...fromElsewhere() };
      expectError(await press.verify(browser, browser.code, options), 409, 'number_recycled');
      await api.pass('5 minutes');
    }
  });
});

describe('“it is my old account”', () => {
  test('the holder is shown the card and lets the person in', async () => {
    const old = await holder('70 days');
    const browser = await questionedBrowser(old.phone);
    const asked = await press.askOwner(browser);
    expect(asked.json()).toEqual({ state: 'opened', number: browser.number, expires_at: expect.any(String) });
    expect((await press.askOwner(browser)).json()).toEqual(asked.json()); // asked twice, told once
    const [alert, ...more] = await alertsOf(old);
    expect([alert, more]).toMatchObject([{ kind: 'card', card: { ref: browser.id, needs_contact: false } }, []]);
    await press.decide(browser.id, old.telegramId, { choice: browser.number });
    expect(await press.state(browser)).toBe('approved');
    expect((await press.collect(browser)).json()).toMatchObject({
      is_new: false,
      user: { id: old.userId, phone: old.phone, full_name: 'Aziza', is_verified: true },
    });
    const events = await eventsWith(api, { challenge: browser.id });
    expect(events.map(({ type }) => type)).toEqual([
      'code.sent',
      'code.refused',
      'challenge.owner_asked',
      'user.signed_in',
    ]);
    // number and account were proved together: an SMS is enough again
    await api.pass('3 minutes');
    const again = await browserWithCode(old.phone);
    expect((await press.verify(again, again.code)).json().user.id).toBe(old.userId);
  });

  test('the holder declines: the person is out, and the holder has lost nothing', async () => {
    const old = await holder('70 days');
    const browser = await questionedBrowser(old.phone);
    await press.askOwner(browser);
    await press.decide(browser.id, old.telegramId, { decline: true });
    expectError(await press.collect(browser), 410, 'challenge_ended');
    expectError(await verifyAsNew(browser), 410, 'challenge_ended');
    expect(await userOf(old.userId)).toMatchObject({ phone: old.phone });
  });

  test.for<[string, () => Promise<{ phone: string }>]>([
    ['has no Telegram', () => holderWithoutTelegram('70 days')],
    [
      'has blocked the bot',
      async () => {
        const old = await holder('70 days');
        await api.sql.query('INSERT INTO telegram_chats (telegram_id, blocked_at) VALUES ($1, now())', [
          old.telegramId,
        ]);
        return old;
      },
    ],
    [
      'has declined three cards in this hour',
      async () => {
        const old = await holder('70 days');
        for (let i = 0; i < 3; i++) {
          const browser = await press.start({}, fromElsewhere());
          await press.open(browser.nonce, old.telegramId);
          await press.decide(browser.id, old.telegramId, { decline: true });
        }
        return old;
      },
    ],
  ])('a holder who %s: the same answer, nobody is told, and the page waits', async ([, make]) => {
    const browser = await questionedBrowser((await make()).phone);
    await press.alerts({ limit: 100 });
    const asked = await press.askOwner(browser);
    expect(asked.json()).toEqual({ state: 'opened', number: browser.number, expires_at: expect.any(String) });
    expect((await press.alerts()).json().alerts).toEqual([]);
    expect((await press.askOwner(browser)).json()).toEqual(asked.json());
    expect(await press.state(browser)).toBe('opened');
    // by its link nobody approves it
    expectError(await press.open(browser.nonce, somebody().telegramId), 409, 'challenge_taken');
    expect(await press.state(browser)).toBe('taken');
  });

  test('of an approved press too: the holder’s Telegram decides, not that of the person', async () => {
    const old = await holder('70 days');
    const person = { ...somebody(), phone: old.phone };
    const browser = await press.approve(person);
    expectError(await press.collect(browser), 409, 'number_recycled');
    expect((await press.askOwner(browser)).statusCode).toBe(200);
    expectError(await press.decide(browser.id, person.telegramId, { choice: browser.number }), 404, 'not_found');
    await press.decide(browser.id, old.telegramId, { choice: browser.number });
    expect((await press.collect(browser)).json().user).toMatchObject({ id: old.userId, telegram_id: old.telegramId });
  });
});

describe('attacks', () => {
  test('a claim to a recycled number without a right code: nobody is asked, nor the owner', async () => {
    const old = await holder('70 days');
    const browser = await browserWithCode(old.phone);
    const wrongCode = browser.code === '000000' ? '000001' : '000000';
    expectError(await verifyAsNew(browser, wrongCode), 400, 'code_incorrect');
    expectError(await press.askOwner(browser), 410, 'challenge_ended');
    expectError(await press.askOwner({ ...browser, secret: 'another' }), 404, 'not_found');
    expect(await ownerOf(old.phone)).toEqual([old.userId]);
  });

  test('a proof of one number asks the owner of no other', async () => {
    const [first, second] = [await holder('70 days'), await holder('70 days')];
    const browser = await questionedBrowser(first.phone);
    await press.send(browser, second.phone);
    expectError(await press.askOwner(browser), 410, 'challenge_ended');
    expectError(await press.verify(browser, browser.code), 400, 'code_incorrect');
  });

  test('the holder’s device_id opens nothing, and a session of the holder does', async () => {
    const old = await holder('70 days');
    const device_id = `of-${old.telegramId}`;
    const thief = await press.start({ device_id }, fromElsewhere());
    await press.send(thief, old.phone);
    expectError(await press.verify(thief, gateway.code(old.phone)), 409, 'number_recycled');
    // the holder comes back in Telegram, and then proves the number beside that session
    const { access } = (await press.collect(await press.approve(old))).json().tokens;
    await api.pass('3 minutes');
    await sms.ask(old.phone);
    const options = { ...fromElsewhere(), headers: { authorization: `Bearer ${access}` } };
    const answer = await api.post('/api/users/auth/', { phone: old.phone, code: gateway.code(old.phone) }, options);
    expect(answer.json()).toMatchObject({ user: { id: old.userId } });
  });

  test('a holder who comes back because of the question opens the account to nobody who asked', async () => {
    const old = await holder('70 days');
    const browser = await questionedBrowser(old.phone);
    await press.askOwner(browser);
    await press.decide(browser.id, old.telegramId, { decline: true });
    await press.collect(await press.approve(old));
    await api.pass('3 minutes');
    expectError(await sms.enter(old.phone, await askSms(old.phone)), 409, 'number_recycled');
    await api.pass('6 minutes');
    // once the holder has proved the number, it is theirs
    await api.register(old.phone, await api.issue(old));
    expect((await sms.enter(old.phone, await askSms(old.phone))).json().user.id).toBe(old.userId);
  });

  test('the holder proves the number while the person is asked: neither answer opens the account', async () => {
    const [first, second] = [await holder('70 days'), await holder('70 days')];
    for (const [old, more] of [
      [first, {}],
      [second, NEW_NUMBER],
    ] as const) {
      const browser = await questionedBrowser(old.phone);
      await api.register(old.phone, await api.issue(old));
      expectError(await press.verify(browser, browser.code, fromElsewhere(), more), 409, 'phone_conflict');
      expectError(await verifyAsNew(browser), 410, 'challenge_ended');
      expect(await ownerOf(old.phone)).toEqual([old.userId]);
    }
  });

  test('the answer is taken once, in time, from the browser that proved the number', async () => {
    const old = await holder('70 days');
    const browser = await questionedBrowser(old.phone);
    const other = await press.start({}, fromElsewhere());
    expectError(await verifyAsNew({ ...other, code: browser.code }), 410, 'challenge_ended');
    for (let i = 0; i < 3; i++) {
      expectError(await press.verify(browser, browser.code), 409, 'number_recycled'); // asking again gives no time
      await api.pass('1 minute 50 seconds');
    }
    expectError(await verifyAsNew(browser), 400, 'code_expired');
    expectError(await press.askOwner(browser), 410, 'challenge_ended');
    expect(await ownerOf(old.phone)).toEqual([old.userId]);

    const late = await questionedBrowser(old.phone);
    expectNew(await verifyAsNew(late), old.phone, old.userId);
    await api.pass('61 seconds');
    expectError(await verifyAsNew(late), 410, 'challenge_ended');
  });

  test('a disabled holder is neither asked nor replaced', async () => {
    const old = await holder('200 days');
    await api.sql.query('UPDATE users SET disabled_at = now() WHERE id = $1', [old.userId]);
    const browser = await browserWithCode(old.phone);
    expectError(await verifyAsNew(browser), 403, 'account_disabled');
  });
});

describe('races', () => {
  test('16 answers at once make one account', async () => {
    const old = await holder('70 days');
    const browser = await questionedBrowser(old.phone);
    const answers = await Promise.all(Array.from({ length: 16 }, () => verifyAsNew(browser)));
    const ids = new Set(answers.map((answer) => answer.json().user.id));
    expect([ids.size, ids.has(old.userId)]).toEqual([1, false]);
    await expectKept(old.userId);
  });

  test('two people claim the number at once: one account has it, and the holder loses it once', async () => {
    const old = await holder('70 days');
    const bySms = await questionedBrowser(old.phone);
    const byPress = await press.approve({ ...somebody(), phone: old.phone });
    expectError(await press.collect(byPress), 409, 'number_recycled');
    const answers = await Promise.all([verifyAsNew(bySms), press.collect(byPress, {}, NEW_NUMBER)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
    expect(await ownerOf(old.phone)).toHaveLength(1);
    const losses = await eventsWith(api, { user_id: old.userId });
    expect(losses.filter(({ type }) => type === 'user.phone_lost')).toHaveLength(1);
  });

  test('the holder’s sign-in and the claim at once: either order, the holder’s account is the holder’s', async () => {
    const holders = [
      await holder('70 days'),
      await holder('70 days'),
      await holder('70 days'),
      await holder('70 days'),
    ];
    await Promise.all(
      holders.map(async (old) => {
        const browser = await questionedBrowser(old.phone);
        const own = await press.approve(old);
        const [claimed, collected] = await Promise.all([verifyAsNew(browser), press.collect(own)]);
        expect(collected.json()).toMatchObject({ user: { id: old.userId } });
        expectNew(claimed, old.phone, old.userId);
        expect(await ownerOf(old.phone)).toEqual([claimed.json().user.id]);
      }),
    );
  });
});

async function askSms(phone: string): Promise<string> {
  const asked = await sms.ask(phone);
  expect(asked.statusCode, asked.body).toBe(200);
  return gateway.code(phone);
}
