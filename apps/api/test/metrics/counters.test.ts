import { expect, test } from 'vitest';
import { fieldsOf, signInitData, withMiniApp } from '../support/mini-app.ts';
import { signUp, usePress, withBot } from '../support/press.ts';
import { counted } from '../support/read-metrics.ts';
import { useService } from '../support/service-keys.ts';
import { useHeldGateway } from '../support/sms/held-gateway.ts';
import { smsCalls } from '../support/sms/sms-calls.ts';
import { BOT_SECRET, fromElsewhere, type Person, somebody, useApi, wrong } from '../support/test-api.ts';

const gateway = useHeldGateway();
const api = useApi(() => ({ ...gateway.environment(), ...withBot, ...withMiniApp, PUBLIC_URL: 'https://shop.uz' }));
const press = usePress(api);
const service = useService(api);
const { ask, enter } = smsCalls(api);

const signInAgain = async (person: Person, device_id: string) => {
  await api.pass('7 minutes'); // ten codes an hour
  return api.signIn(person, { device_id });
};

/** An SMS whose gateway answers so. */
async function askSms(phone: string, outcome: 'accept' | 'refuse') {
  const asked = ask(phone);
  const sms = await gateway.next();
  sms[outcome]();
  await asked;
  return sms;
}

test('the code of the bot: issued, wrong, verified, and a new account; the repeated answer counts once', async () => {
  const person = somebody();
  const changes = await counted(api, async () => {
    const code = await api.issue(person, { request_id: 'one' });
    await api.issue(person, { request_id: 'one' });
    await api.create(person); // the cooldown
    await api.register(person.phone, wrong(code));
    await api.register(person.phone, code, { device_id: 'own' });
    await api.register(person.phone, code, { device_id: 'own' }); // the answer was lost
  });
  expect(changes).toEqual({
    'raqam_codes_issued_total{channel="telegram"}': 1,
    'raqam_code_requests_refused_total{channel="telegram",reason="code_cooldown"}': 1,
    'raqam_code_attempts_refused_total{channel="telegram",reason="code_incorrect"}': 1,
    'raqam_codes_verified_total{channel="telegram"}': 1,
    'raqam_sign_ins_total{way="code",new="true"}': 1,
  });
});

test('the bot checks its key every minute: no request for a code that was refused', async () => {
  const check = (phone_number: string) =>
    api.post('/api/v1/auth/telegram/otp/create/', { secret_key: BOT_SECRET, telegram_id: 1, phone_number });
  expect(await counted(api, () => check('raqam-bot'))).toEqual({});
  expect(await counted(api, () => check('12'))).toEqual({
    'raqam_code_requests_refused_total{channel="telegram",reason="phone_invalid"}': 1,
  });
});

test('the code by SMS: failed, sent, reported, wrong and verified', async () => {
  const { phone } = somebody();
  const changes = await counted(api, async () => {
    await askSms(phone, 'refuse');
    const sms = await askSms(phone, 'accept');
    await api.post(new URL(sms.callbackUrl ?? '').pathname, { request_id: sms.id, status: 'DELIVRD' });
    await ask(phone); // the cooldown
    await enter(phone, wrong(sms.code));
    await enter(phone, sms.code);
  });
  expect(changes).toEqual({
    'raqam_codes_issued_total{channel="sms"}': 2,
    'raqam_codes_sent_total{channel="sms",outcome="failed"}': 1,
    'raqam_codes_sent_total{channel="sms",outcome="sent"}': 1,
    'raqam_sms_reports_total{status="delivered"}': 1,
    'raqam_code_requests_refused_total{channel="sms",reason="sms_unavailable"}': 1,
    'raqam_code_requests_refused_total{channel="sms",reason="code_cooldown"}': 1,
    'raqam_code_attempts_refused_total{channel="sms",reason="code_incorrect"}': 1,
    'raqam_codes_verified_total{channel="sms"}': 1,
    'raqam_sign_ins_total{way="sms",new="true"}': 1,
  });
});

test('the press in Telegram: each outcome once, however often it is asked for', async () => {
  const person = await signUp(api);
  const approved = await counted(api, async () => {
    const browser = await press.approve(person);
    await press.decide(browser.id, person.telegramId, { decline: true }); // it was decided
    await press.collect(browser);
    await press.collect(browser);
  });
  expect(approved).toEqual({
    'raqam_challenges_total{outcome="started"}': 1,
    'raqam_challenges_total{outcome="opened"}': 1,
    'raqam_challenges_total{outcome="approved"}': 1,
    'raqam_challenges_total{outcome="collected"}': 1,
    'raqam_sign_ins_total{way="press",new="false"}': 1,
  });
  const refused = await counted(api, async () => {
    const one = await press.start({}, fromElsewhere());
    await press.open(one.nonce, person.telegramId);
    await press.decide(one.id, person.telegramId, { decline: true });
    const other = await press.start({}, fromElsewhere());
    await press.open(other.nonce, person.telegramId);
    await press.open(other.nonce, somebody().telegramId);
  });
  expect(refused).toMatchObject({
    'raqam_challenges_total{outcome="declined"}': 1,
    'raqam_challenges_total{outcome="taken"}': 1,
  });
});

test('the Mini App is a way of its own', async () => {
  const person = await signUp(api);
  const init_data = signInitData(fieldsOf({ id: person.telegramId, first_name: 'Aziza' }));
  const changes = await counted(api, () => api.post('/api/v1/auth/telegram/mini-app/', { init_data }, fromElsewhere()));
  expect(changes).toEqual({ 'raqam_sign_ins_total{way="mini_app",new="false"}': 1 });
});

test('a number that is proved for another site counts, and is no sign-in', async () => {
  const person = await signUp(api);
  const browser = await press.approve(person, { purpose: 'prove_number' });
  const changes = await counted(api, () => press.collect(browser));
  expect(changes).toEqual({
    'raqam_challenges_total{outcome="collected"}': 1,
    'raqam_numbers_proved_total{way="press"}': 1,
  });
});

test('sessions end for a reason, each once', async () => {
  const person = somebody();
  const { access, refresh } = await api.signIn(person, { device_id: 'first' });
  const other = await signInAgain(person, 'second');
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  const ended = async (work: () => Promise<unknown>) => {
    const changes = Object.entries(await counted(api, work));
    return Object.fromEntries(changes.filter(([series]) => series.startsWith('raqam_sessions_ended')));
  };

  expect(await ended(() => signInAgain(person, 'second'))).toEqual({
    'raqam_sessions_ended_total{reason="replaced"}': 1,
  });
  expect(await ended(() => api.me(other.access))).toEqual({});
  expect(
    await ended(() => api.app.inject({ method: 'DELETE', url: '/api/v1/auth/sessions/', ...bearer(access) })),
  ).toEqual({ 'raqam_sessions_ended_total{reason="revoked"}': 1 });
  expect(
    await ended(async () => {
      await api.post('/api/v1/auth/logout/', '', bearer(access));
      await api.post('/api/v1/auth/logout/', { refresh });
    }),
  ).toEqual({ 'raqam_sessions_ended_total{reason="logout"}': 1 });

  for (let device = 0; device < 10; device += 1) await signInAgain(person, `device-${device}`);
  expect(await ended(() => signInAgain(person, 'one-more'))).toEqual({
    'raqam_sessions_ended_total{reason="limit"}': 1,
  });

  const { user } = await signInAgain(person, 'last');
  expect(await ended(() => service.call('DELETE', `users/${user.id}/sessions/`))).toEqual({
    'raqam_sessions_ended_total{reason="admin"}': 10,
  });
  await signInAgain(person, 'after');
  expect(await ended(() => service.call('POST', `users/${user.id}/disable/`))).toEqual({
    'raqam_sessions_ended_total{reason="admin"}': 1,
  });
});

test('“it was not me” counts the session that it ends', async () => {
  const person = await signUp(api);
  const browser = await press.approve(person, { device_id: 'a-strangers' });
  await press.collect(browser);
  const changes = await counted(api, async () => {
    await press.disown(browser.id, person.telegramId);
    await press.disown(browser.id, person.telegramId);
  });
  expect(changes).toEqual({ 'raqam_sessions_ended_total{reason="not_me"}': 1 });
});
