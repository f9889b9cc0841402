import { expect, test } from 'vitest';
import { eventsWith } from '../support/events.ts';
import { usePress, withBot } from '../support/press.ts';
import { useGateway } from '../support/sms/gateway.ts';
import { expectError, fromElsewhere, type Person, somebody, useApi } from '../support/test-api.ts';

const gateway = useGateway();
const api = useApi(() => ({ ...withBot, ...gateway.environment() }));
const press = usePress(api);

/** The alerts of a person, each acknowledged. */
async function alertsOf({ telegramId }: Person) {
  const { alerts } = (await press.alerts({ limit: 100 })).json();
  await press.acknowledge(alerts.map(({ id }: { id: string }) => id));
  return alerts.filter(({ telegram_id }: { telegram_id: number }) => telegram_id === telegramId);
}

test('a sign-in on a device that the account has not used is told once, with device, site and number', async () => {
  const person = somebody();
  await api.signIn(person, { device_id: 'phone' });
  expect(await alertsOf(person)).toEqual([]);
  await api.pass('1 minute');
  await api.signIn(person, { device_id: 'phone' });
  expect(await alertsOf(person)).toEqual([]);
  await api.pass('1 minute');
  const code = await api.issue(person);
  const headers = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0' };
  await api.register(person.phone, code, { device_id: 'laptop' }, { headers, remoteAddress: '213.230.100.1' });
  const [alert] = await alertsOf(person);
  expect(alert).toEqual({
    id: expect.any(String),
    telegram_id: person.telegramId,
    kind: 'new_device',
    at: expect.any(String),
    site: 'localhost:5173',
    browser: 'Firefox',
    system: 'Windows',
    place: 'UZ',
    account: expect.stringMatching(/^\+998 90 ••• \d\d \d\d$/),
  });
  await api.sql.query("UPDATE alerts SET due_at = due_at - interval '1 hour'");
  expect(await alertsOf(person)).toEqual([]);
});

test('codes, cards and alerts name the site, and the page names the account once it is in', async () => {
  const person = somebody();
  await api.signIn(person, { device_id: 'phone' });
  await api.pass('1 minute');
  const browser = await press.start({ device_id: 'laptop' }, fromElsewhere());
  await press.send(browser, person.phone);
  expect(gateway.sms(person.phone)[0]).toContain('localhost');
  expect(await press.wait(browser).then(({ body }) => body)).not.toContain(person.phone);
  const verified = await press.verify(browser, gateway.code(person.phone));
  expect(verified.json().user).toMatchObject({ phone: person.phone, telegram_id: person.telegramId });
  expect(await alertsOf(person)).toMatchObject([{ kind: 'new_device', site: 'localhost:5173' }]);

  const another = await press.start({}, fromElsewhere());
  const card = await press.open(another.nonce, person.telegramId);
  expect(card.json()).toMatchObject({ site: 'localhost:5173' });
  await press.decide(another.id, person.telegramId, { choice: another.number });
  expect((await press.collect(another)).json().user).toMatchObject({ phone: person.phone });
});

test('an alert that is not acknowledged comes again', async () => {
  const person = somebody();
  await api.signIn(person, { device_id: 'phone' });
  await api.pass('1 minute');
  await api.signIn(person, { device_id: 'laptop' });
  const [first] = (await press.alerts()).json().alerts;
  expect((await press.alerts()).json().alerts).toEqual([]);
  await api.sql.query("UPDATE alerts SET due_at = due_at - interval '1 minute'");
  expect((await press.alerts()).json().alerts).toEqual([first]);
});

test('the bot waits for the next alert', async () => {
  const person = somebody();
  await alertsOf(person);
  await api.signIn(person, { device_id: 'phone' });
  await api.pass('1 minute');
  const waiting = press.alerts({ seconds: 25 });
  await api.signIn(person, { device_id: 'laptop' });
  expect((await waiting).json().alerts).toMatchObject([{ telegram_id: person.telegramId }]);
});

test('the bot goes on waiting when it is woken and there is no alert', async () => {
  const person = somebody();
  await alertsOf(person);
  await api.signIn(person, { device_id: 'phone' });
  await api.pass('1 minute');
  const waiting = press.alerts({ seconds: 25 });
  await api.sql.query('NOTIFY raqam_alerts');
  await api.signIn(person, { device_id: 'laptop' });
  expect((await waiting).json().alerts).toMatchObject([{ telegram_id: person.telegramId }]);
});

test('a session that somebody disowns ends on its next request, and every open challenge of that account with it', async () => {
  const person = somebody();
  await api.signIn(person, { device_id: 'phone' });
  await api.pass('1 minute');
  const { access, user } = await api.signIn(person, { device_id: 'laptop' });
  await api.pass('1 minute');
  // signed in again, the same device is known by then
  const again = await api.signIn(person, { device_id: 'laptop' });
  const [alert] = await alertsOf(person);
  expectError(await press.disown(alert.id, somebody().telegramId), 404, 'not_found');
  expect((await api.me(again.access)).statusCode).toBe(200);

  await api.pass('1 minute');
  const code = await api.issue(person);
  const browser = await press.start({}, fromElsewhere());
  await press.open(browser.nonce, person.telegramId);
  expect((await press.disown(alert.id, person.telegramId)).statusCode).toBe(204);
  expectError(await api.me(access), 401, 'session_invalid');
  expectError(await api.me(again.access), 401, 'session_invalid');
  expectError(await api.register(person.phone, code), 400, 'code_incorrect');
  expect(await press.state(browser)).toBe('declined');
  const events = await eventsWith(api, { user_id: user.id });
  expect(events.at(-1)).toMatchObject({ type: 'session.ended', actor: 'user', data: { reason: 'not_me' } });
});

test('“it was not me” ends the code that the person’s Telegram asked for with another number', async () => {
  const person = somebody();
  await api.signIn(person, { device_id: 'phone' });
  await api.pass('1 minute');
  await api.signIn(person, { device_id: 'laptop' });
  const [alert] = await alertsOf(person);
  const { phone } = somebody();
  const code = await api.issue({ ...person, phone });
  expect((await press.disown(alert.id, person.telegramId)).statusCode).toBe(204);
  expectError(await api.register(phone, code), 400, 'code_incorrect'); // it would have opened the same account
});

test('after a day an alert ends no session', async () => {
  const person = somebody();
  await api.signIn(person, { device_id: 'phone' });
  await api.pass('1 minute');
  const { access } = await api.signIn(person, { device_id: 'laptop' });
  const [alert] = await alertsOf(person);
  await api.sql.query("UPDATE alerts SET created_at = created_at - interval '24 hours'");
  expectError(await press.disown(alert.id, person.telegramId), 404, 'not_found');
  expect((await api.me(access)).statusCode).toBe(200);
});

test('a card disowns the session that it approved, and before that the approval', async () => {
  const person = somebody();
  await api.signIn(person);
  const approved = async () => {
    const browser = await press.start({ device_id: 'tablet' }, fromElsewhere());
    await press.open(browser.nonce, person.telegramId);
    await press.decide(browser.id, person.telegramId, { choice: browser.number });
    return browser;
  };
  const collected = await approved();
  const { access } = (await press.collect(collected)).json().tokens;
  expect(await alertsOf(person)).toEqual([]);
  expect((await press.disown(collected.id, person.telegramId)).statusCode).toBe(204);
  expectError(await api.me(access), 401, 'session_invalid');

  const uncollected = await approved();
  expectError(await press.disown(uncollected.id, somebody().telegramId), 404, 'not_found');
  expect((await press.disown(uncollected.id, person.telegramId)).statusCode).toBe(204);
  expect((await press.disown(uncollected.id, person.telegramId)).statusCode).toBe(204);
  expectError(await press.collect(uncollected), 410, 'challenge_ended');
});

test('a person who loses their number is told, without where the other one is', async () => {
  const typist = somebody();
  const { user } = await api.signIn(typist).then(async (signedIn) => {
    await api.sql.query('UPDATE users SET phone_proved_at = NULL WHERE id = $1', [signedIn.user.id]);
    return signedIn;
  });
  await api.pass('1 hour');
  await api.signIn({ ...somebody(), phone: typist.phone });
  expect(await alertsOf(typist)).toEqual([
    expect.objectContaining({
      kind: 'number_lost',
      browser: '',
      system: '',
      account: expect.stringMatching(/^\+998 90 ••• \d\d \d\d$/),
    }),
  ]);
  expect((await eventsWith(api, { user_id: user.id })).map(({ type }) => type)).toContain('user.phone_lost');
});
