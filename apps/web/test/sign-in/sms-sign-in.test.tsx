import { uz as uzApi } from '@raqam/shared/messages/uz';
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { uz } from '../../src/messages/uz.ts';
import { descriptionOf } from '../support/description-of.ts';
import { type Answer, useFakeApi } from '../support/fake-api.ts';
import { openPage } from '../support/open-page.tsx';
import {
  askForCode,
  button,
  codeField,
  openSmsOf,
  phoneField,
  receiveCodeOf,
  refusal,
} from '../support/sms-journey.tsx';

const SEND = '/api/v1/auth/challenges/:id/send/';
const VERIFY = '/api/v1/auth/challenges/:id/verify/';
const PHONE = '+998901234567';
const api = await useFakeApi();

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const openSms = () => openSmsOf(api);
const receiveCode = () => receiveCodeOf(api);
/** The requests for a code, and those with one. */
const smsRequests = () => api.challengeRequests.filter(({ path }) => path === SEND || path === VERIFY);
const back = () => screen.getByRole('button', { name: new RegExp(uz.signUp.back) });

test('number, code, signed in: the page greets, and both calls are of one challenge, which is not that of the link', async () => {
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(
    '(Linux; Android 10; K) Chrome/140.0.0.0 Mobile Safari/537.36',
  );
  const user = await receiveCode();
  expect(screen.getByText(uz.sms.sentTo.sms.sent('+998 90 123 45 67')).getAttribute('role')).toBe('status');
  expect(document.activeElement).toBe(codeField());
  await user.paste('042 137');
  const title = await screen.findByRole('heading', { level: 1, name: uz.account.titleNew });
  expect(document.activeElement).toBe(title);
  const device = { device_id: expect.stringMatching(/^[0-9a-f-]{36}$/), device_name: 'Chrome, Android' };
  const { secret } = api.challenges.all.at(-1) ?? {};
  expect(api.challengeRequests.filter(({ path }) => !path.endsWith('/wait/'))).toMatchObject([
    { body: device }, // of the link
    { body: device },
    { path: SEND, body: { phone: PHONE, secret } },
    { path: VERIFY, body: { code: '042137', secret } },
  ]);
});

test('where the IP has started too many challenges, the code is bound to the number alone', async () => {
  const limit = refusal(429, 'challenge_limit', { retry_after: 600 });
  api.answerNext('/api/v1/auth/challenges/', limit); // of the link
  api.answerNext('/api/v1/auth/challenges/', limit);
  const sent = { message: 'SMS code sent', phone: PHONE, detail: '', expires_at: '2026-01-15T09:00:00.000Z' };
  api.answerNext('/api/v1/users/auth/', { status: 200, body: { ...sent, resend_after_seconds: 60 } });
  const user = await receiveCode();
  api.answerNext('/api/v1/users/auth/', refusal(400, 'code_incorrect', { attempts_left: 4 }));
  await user.type(codeField(), '042137');
  await waitFor(() => expect(descriptionOf(codeField())).toContain('API matni'));
  expect(api.requests).toMatchObject([
    { path: '/api/v1/users/auth/', body: { phone: PHONE } },
    { path: '/api/v1/users/auth/', body: { phone: PHONE, code: '042137' } },
  ]);
});

test('a browser that may fill in a passkey says nothing when it can’t be asked for', async () => {
  vi.stubGlobal('PublicKeyCredential', { isConditionalMediationAvailable: () => Promise.resolve(true) });
  const user = await openSms();
  const offers = '/api/v1/auth/challenges/:id/passkey/options/';
  await waitFor(() => expect(api.challengeRequests.map(({ path }) => path)).toContain(offers)); // refused
  await user.type(phoneField(), 'tel 90');
  expect(screen.getByRole('alert').textContent).toBe(uzApi.fields.phone_characters);
});

test('a letter in the number is refused before anything is sent', async () => {
  const user = await openSms();
  await user.type(phoneField(), 'tel 90');
  expect(screen.getByRole('alert').textContent).toBe(uzApi.fields.phone_characters);
  expect(document.activeElement).toBe(phoneField());
  expect(smsRequests()).toEqual([]);
});

test('the session of an SMS is kept over a reload', async () => {
  const user = await receiveCode();
  await user.type(codeField(), '042137');
  await screen.findByRole('heading', { level: 1, name: uz.account.titleNew });
  await openPage(api);
  await screen.findByRole('heading', { level: 1, name: uz.account.titleRestored });
});

test('the code field tells phones and keyboards that it takes an SMS code', async () => {
  await receiveCode();
  expect(codeField().getAttribute('autocomplete')).toBe('one-time-code');
  expect(codeField().getAttribute('inputmode')).toBe('numeric');
});

test('an invalid number is refused beside the field, and nothing is sent', async () => {
  const user = await openSms();
  await askForCode(user, '90 12');
  expect(descriptionOf(phoneField())).toBe(screen.getByRole('alert').textContent);
  expect(screen.getByRole('alert').textContent).toBe(uzApi.fields.phone_too_short);
  expect(document.activeElement).toBe(phoneField());
  expect(phoneField()).toHaveProperty('value', '+998 90 12');
  expect(smsRequests()).toEqual([]);
});

test.for([
  ['', uz.sms.codeEmpty],
  ['123', uz.signUp.codeShape],
] as const)('the code %j is refused beside the field, and nothing is sent', async ([code, text]) => {
  const user = await receiveCode();
  if (code) await user.type(codeField(), code);
  await user.click(button(uz.sms.submit));
  expect(screen.getByRole('alert').textContent).toBe(text);
  expect(document.activeElement).toBe(codeField());
  expect(smsRequests()).toHaveLength(1);
});

test.for([
  ['code_incorrect', 'API matni', '111111'],
  // An expired code is of no use
  ['code_expired', 'API matni', ''],
] as const)('%s stands beside the code', async ([code, text, kept]) => {
  const user = await receiveCode();
  api.answerNext(VERIFY, refusal(400, code));
  await user.type(codeField(), '111111');
  const alert = await screen.findByText(text);
  expect(descriptionOf(codeField())).toBe(alert.textContent);
  expect(document.activeElement).toBe(codeField());
  expect(codeField()).toHaveProperty('value', kept);
});

test('a missing answer is reported above the form, the typed values stay, and the same button then works', async () => {
  const user = await openSms();
  await api.stop();
  await askForCode(user);
  const alert = await screen.findByText(uz.failures.unreachable);
  expect(document.activeElement).toBe(alert);
  expect(phoneField()).toHaveProperty('value', '+998 90 123 45 67');
  await api.start();
  await user.click(button(uz.sms.send));
  await screen.findByLabelText(uz.sms.code);
});

describe('if SMS does not work, the page offers Telegram', () => {
  test('sms_unavailable: above the form, and the number is kept for Telegram', async () => {
    const user = await openSms();
    api.answerNext(SEND, refusal(503, 'sms_unavailable', { retry_after: 30 }));
    await askForCode(user);
    const alert = await screen.findByRole('alert');
    expect(document.activeElement).toBe(alert);
    expect(screen.queryByRole('button', { name: uz.sms.byTelegram })).toBeNull(); // offered once
    await user.click(button(uz.sms.useTelegram));
    expect(screen.getByLabelText(uz.signUp.code)).toBeTruthy();
    expect(phoneField()).toHaveProperty('value', '+998 90 123 45 67');
  });

  test('phone_not_supported: beside the number', async () => {
    const user = await openSms();
    api.answerNext(SEND, refusal(400, 'phone_not_supported'));
    await askForCode(user, '+1 415 555 2671');
    const alert = await screen.findByRole('alert');
    expect(descriptionOf(phoneField())).toBe(alert.textContent);
    expect(button(uz.sms.useTelegram)).toBeTruthy();
    await user.type(phoneField(), '1');
    expect(screen.queryByRole('button', { name: uz.sms.useTelegram })).toBeNull();
  });

  test('sms_unavailable for a further code: the earlier one can still be entered', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    const user = await receiveCode();
    act(() => vi.advanceTimersByTime(60_000));
    api.answerNext(SEND, refusal(503, 'sms_unavailable', { retry_after: 30 }));
    await user.type(codeField(), '0421');
    await user.click(button(uz.sms.resend));
    await screen.findByRole('alert');
    expect(codeField()).toHaveProperty('value', '0421');
    expect(button(uz.sms.useTelegram)).toBeTruthy();
  });
});

describe('the wait for a further code', () => {
  const timer = () => screen.getByRole('timer').textContent;
  const pass = (seconds: number) => act(() => vi.advanceTimersByTime(seconds * 1000));

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  });

  test('counts down from the API’s wait, then a new code can be requested', async () => {
    const user = await receiveCode();
    expect(screen.queryByRole('button', { name: uz.sms.resend })).toBeNull();
    pass(18);
    expect(timer()).toBe(uz.sms.resendIn('0:42'));
    pass(41);
    expect(timer()).toBe(uz.sms.resendIn('0:01'));
    pass(1);
    expect(screen.queryByRole('timer')).toBeNull();
    await user.type(codeField(), '1111');
    await user.click(button(uz.sms.resend));
    await waitFor(() => expect(codeField()).toHaveProperty('value', ''));
    expect(timer()).toBe(uz.sms.resendIn('1:00'));
    expect(document.activeElement).toBe(codeField());
    expect(smsRequests().map(({ body }) => body)).toMatchObject([{ phone: PHONE }, { phone: PHONE }]);
  });

  test('code_cooldown of a further code: the one that was sent can still be entered, and the page waits as told', async () => {
    const user = await receiveCode();
    pass(60);
    api.answerNext(SEND, refusal(429, 'code_cooldown', { retry_after: 133 }));
    await user.click(button(uz.sms.resend));
    await screen.findByText('API matni');
    expect(timer()).toBe(uz.sms.resendIn('2:13'));
    await user.type(codeField(), '042137');
    await screen.findByRole('heading', { level: 1, name: uz.account.titleNew });
  });

  test('code_cooldown of a code that this page did not send: the page waits as told and stays at the number', async () => {
    const user = await openSms();
    api.answerNext(SEND, refusal(429, 'code_cooldown', { retry_after: 50 }));
    await askForCode(user);
    await screen.findByText('API matni');
    expect(timer()).toBe(uz.sms.resendIn('0:50'));
    pass(50);
    await user.click(button(uz.sms.send));
    await screen.findByLabelText(uz.sms.code);
    expect(api.challenges.all).toHaveLength(2); // the one of the link, and one for both attempts
  });

  test('an SMS of unknown outcome may still arrive: the page asks for its code', async () => {
    const user = await openSms();
    const sent = { channel: 'sms', delivery: 'unknown', phone: PHONE, expires_at: '2026-01-15T09:00:00.000Z' };
    api.answerNext(SEND, { status: 200, body: { ...sent, resend_after_seconds: 60 } });
    await askForCode(user);
    await screen.findByText(uz.sms.sentTo.sms.unknown('+998 90 123 45 67'));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(timer()).toBe(uz.sms.resendIn('1:00'));
    await user.type(codeField(), '042137');
    await screen.findByRole('heading', { level: 1, name: uz.account.titleNew });
  });

  test('code_limit keeps the number from being sent again, but not another one', async () => {
    const user = await openSms();
    api.answerNext(SEND, refusal(429, 'code_limit', { retry_after: 3000 }));
    await askForCode(user);
    await screen.findByText('API matni');
    expect(timer()).toBe(uz.sms.resendIn('50:00'));
    expect(button(uz.sms.send)).toHaveProperty('disabled', true);
    await user.type(phoneField(), '{Enter}');
    expect(smsRequests()).toHaveLength(1);
    await user.clear(phoneField());
    await askForCode(user, '911111111');
    await screen.findByLabelText(uz.sms.code);
    expect(smsRequests().at(-1)?.body).toMatchObject({ phone: '+998911111111' });
  });

  test('if the number is refused for a new code, the page asks for another number', async () => {
    const user = await receiveCode();
    pass(60);
    api.answerNext(SEND, refusal(400, 'phone_invalid'));
    await user.click(button(uz.sms.resend));
    const alert = await screen.findByText('API matni');
    expect(descriptionOf(phoneField())).toBe(alert.textContent);
    expect(document.activeElement).toBe(phoneField());
  });

  test('belongs to its number: another number can have a code at once', async () => {
    const user = await receiveCode();
    await user.click(back());
    await waitFor(() => expect(document.activeElement).toBe(phoneField()));
    expect(phoneField()).toHaveProperty('value', '+998 90 123 45 67');
    await user.type(phoneField(), '{Backspace}8');
    expect(button(uz.sms.send)).toHaveProperty('disabled', false);
  });

  test('a link leads from the number back to its code without sending anything', async () => {
    const user = await receiveCode();
    api.challengeRequests.length = 0;
    await user.click(back());
    await user.click(await screen.findByRole('button', { name: uz.sms.enterCode }));
    expect(document.activeElement).toBe(codeField());
    expect(smsRequests()).toEqual([]);
  });
});

describe('a challenge that is over', () => {
  test.for(['challenge_ended', 'not_found'] as const)('%s: the next code is of another one', async (code) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    const user = await receiveCode();
    const [, over] = api.challenges.all;
    api.answerNext(VERIFY, refusal(410, code));
    await user.type(codeField(), '111111');
    await screen.findByText(uz.sms.codeExpired);
    act(() => vi.advanceTimersByTime(60_000));
    api.answerNext(SEND, refusal(410, code));
    await user.click(button(uz.sms.resend));
    await waitFor(() => expect(button(uz.sms.submit)).toBeTruthy());
    await user.type(codeField(), '042137');
    await screen.findByRole('heading', { level: 1, name: uz.account.titleNew });
    const last = api.challenges.all.at(-1);
    expect(last).not.toBe(over);
    expect(smsRequests().at(-1)?.body).toMatchObject({ secret: last?.secret });
  });
});

describe('a code that is void', () => {
  test('is removed, and a new one can be requested once the wait is over', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    const user = await receiveCode();
    api.answerNext(VERIFY, refusal(400, 'code_incorrect', { attempts_left: 0 }));
    await user.type(codeField(), '111111');
    await screen.findByText('API matni');
    expect(codeField()).toHaveProperty('value', '');
    expect(screen.queryByRole('button', { name: uz.sms.submit })).toBeNull();
    act(() => vi.advanceTimersByTime(60_000));
    await user.click(button(uz.sms.resend));
    await waitFor(() => expect(button(uz.sms.submit)).toBeTruthy());
    expect(screen.queryByText('API matni')).toBeNull();
  });
});

describe('a reload, as when a phone unloaded the tab', () => {
  test('keeps the step, the number that got the code, and the wait', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    await receiveCode();
    cleanup();
    act(() => vi.advanceTimersByTime(18_000));
    const user = await openSms();
    expect(screen.getByText(uz.sms.sentTo.sms.sent('+998 90 123 45 67'))).toBeTruthy();
    expect(screen.getByRole('timer').textContent).toBe(uz.sms.resendIn('0:42'));
    api.challengeRequests.length = 0;
    await user.type(codeField(), '042137');
    await screen.findByRole('heading', { level: 1, name: uz.account.titleNew });
    expect(smsRequests()).toMatchObject([{ path: VERIFY, body: { code: '042137' } }]);
    expect(sessionStorage).toHaveLength(0);
  });

  test('after ten minutes starts over', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    await receiveCode();
    cleanup();
    vi.advanceTimersByTime(600_000);
    await openPage(api);
    expect(button(uz.signUp.withSms)).toBeTruthy();
    expect(sessionStorage).toHaveLength(0);
  });

  test('with an invalid stored attempt starts over', async () => {
    for (const value of ['{', 'null', '{"at":1}', `{"at":${Date.now()},"value":{"step":"admin","phone":1}}`]) {
      sessionStorage.setItem('raqam.sign-in.page', value);
      const page = await openPage(api);
      expect(button(uz.signUp.withSms), value).toBeTruthy();
      page.close();
    }
  });
});

test('the browser’s back button leads from the code to the number and to the choice, not off the site', async () => {
  await receiveCode();
  act(() => window.history.back());
  await screen.findByRole('button', { name: uz.sms.enterCode });
  expect(phoneField()).toHaveProperty('value', '+998 90 123 45 67');
  act(() => window.history.back());
  await screen.findByRole('button', { name: uz.signUp.withSms });
  act(() => window.history.forward());
  await screen.findByRole('button', { name: uz.sms.enterCode });
});

test('two clicks at the same moment send one SMS', async () => {
  const user = await openSms();
  await user.type(phoneField(), '901234567');
  const form = phoneField().closest('form');
  act(() => {
    for (let time = 0; time < 2; time += 1)
      form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  });
  await screen.findByLabelText(uz.sms.code);
  expect(smsRequests()).toHaveLength(1);
});

test('while the SMS is being sent the button says so and does nothing more', async () => {
  const user = await openSms();
  const held = Promise.withResolvers<Answer>();
  api.answerNext(SEND, held.promise);
  await askForCode(user);
  expect(button(uz.sms.sending).getAttribute('aria-disabled')).toBe('true');
  held.resolve(refusal(500, 'internal_error'));
  await screen.findByText('API matni');
});
