import { uz as uzApi } from '@raqam/shared/messages/uz';
import { act, screen, waitFor } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { uz } from '../src/messages/uz.ts';
import { descriptionOf } from './description-of.ts';
import { type Answer, type FakeApi, startFakeApi } from './fake-api.ts';
import { openPage } from './open-page.tsx';
import { askForCode, button, codeField, dialog, openSmsOf, phoneField, receiveCodeOf, refusal } from './sms-dialog.tsx';

const SMS = '/api/v1/users/auth/';
const PHONE = '+998901234567';
let api: FakeApi;

beforeAll(async () => {
  api = await startFakeApi();
});
beforeEach(() => {
  api.endSessions();
  api.requests.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
afterAll(() => api.stop());

const openSms = () => openSmsOf(api);
const receiveCode = () => receiveCodeOf(api);

test('number, code, signed in: the dialog goes, the page greets, and the device is sent with the code', async () => {
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(
    '(Linux; Android 10; K) Chrome/140.0.0.0 Mobile Safari/537.36',
  );
  const user = await receiveCode();
  expect(dialog().getByText(uz.sms.enterCodeFor('+998 90 123 45 67')).getAttribute('role')).toBe('status');
  expect(document.activeElement).toBe(codeField());
  await user.paste('042 137');
  await user.click(button(uz.sms.submit));
  const title = await screen.findByRole('heading', { level: 1, name: uz.account.titleNew });
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(document.activeElement).toBe(title);
  expect(screen.queryByText(uz.account.leadNew)).toBeNull();
  expect(api.requests.map(({ path, body }) => [path, body])).toEqual([
    [SMS, { phone: PHONE }],
    [
      SMS,
      {
        phone: PHONE,
        code: '042137',
        device_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        device_name: 'Chrome, Android',
      },
    ],
  ]);
});

test('the session of an SMS is kept over a reload', async () => {
  const user = await receiveCode();
  await user.type(codeField(), '042137{Enter}');
  await screen.findByRole('heading', { level: 1, name: uz.account.titleNew });
  await openPage(api);
  await screen.findByRole('heading', { level: 1, name: uz.account.titleRestored });
});

test('phones and keyboards are told what the code field is for', async () => {
  await receiveCode();
  expect(codeField().getAttribute('autocomplete')).toBe('one-time-code');
  expect(codeField().getAttribute('inputmode')).toBe('numeric');
});

test('a number that can’t be right is refused beside the field, and nothing is sent', async () => {
  const user = await openSms();
  await askForCode(user, '90 12');
  expect(descriptionOf(phoneField())).toBe(dialog().getByRole('alert').textContent);
  expect(dialog().getByRole('alert').textContent).toBe(uzApi.fields.phone_too_short);
  expect(document.activeElement).toBe(phoneField());
  expect(phoneField()).toHaveProperty('value', '+998 90 12');
  expect(api.requests).toEqual([]);
});

test.for([
  ['', uz.sms.codeEmpty],
  ['123', uz.signUp.codeShape],
] as const)('the code %j is refused beside the field, and nothing is sent', async ([code, text]) => {
  const user = await receiveCode();
  if (code) await user.type(codeField(), code);
  await user.click(button(uz.sms.submit));
  expect(dialog().getByRole('alert').textContent).toBe(text);
  expect(document.activeElement).toBe(codeField());
  expect(api.requests).toHaveLength(1);
});

test.for([
  ['code_incorrect', 'API matni'],
  // The API’s own text sends people to the bot.
  ['code_expired', uz.sms.codeExpired],
] as const)('%s stands beside the code, which stays', async ([code, text]) => {
  const user = await receiveCode();
  api.answerNext(SMS, refusal(400, code));
  await user.type(codeField(), '111111{Enter}');
  const alert = await dialog().findByText(text);
  expect(descriptionOf(codeField())).toBe(alert.textContent);
  expect(document.activeElement).toBe(codeField());
  expect(codeField()).toHaveProperty('value', '111111');
});

test('no answer is said above the form, nothing typed is lost, and the same press then works', async () => {
  const user = await openSms();
  await api.stop();
  await askForCode(user);
  const alert = await dialog().findByText(uz.failures.unreachable);
  expect(document.activeElement).toBe(alert);
  expect(phoneField()).toHaveProperty('value', '+998 90 123 45 67');
  await api.start();
  await user.click(button(uz.sms.send));
  await dialog().findByLabelText(uz.sms.code);
});

describe('where SMS does not help, Telegram is offered', () => {
  test('sms_unavailable: above the form, and the number comes along to the other way', async () => {
    const user = await openSms();
    api.answerNext(SMS, refusal(503, 'sms_unavailable', 30));
    await askForCode(user);
    const alert = await dialog().findByRole('alert');
    expect(document.activeElement).toBe(alert);
    await user.click(button(uz.sms.useTelegram));
    expect(dialog().getByRole('tab', { name: uz.login.telegram }).getAttribute('aria-selected')).toBe('true');
    expect(dialog().getByLabelText(uz.signUp.code)).toBeTruthy();
    expect(phoneField()).toHaveProperty('value', '+998 90 123 45 67');
  });

  test('the number that was typed there before is not overwritten', async () => {
    const user = await openSms();
    await user.click(dialog().getByRole('tab', { name: uz.login.telegram }));
    await user.type(phoneField(), '911111111');
    await user.click(dialog().getByRole('tab', { name: uz.login.sms }));
    api.answerNext(SMS, refusal(503, 'sms_unavailable', 30));
    await askForCode(user);
    await user.click(await dialog().findByRole('button', { name: uz.sms.useTelegram }));
    expect(phoneField()).toHaveProperty('value', '+998 91 111 11 11');
  });

  test('phone_not_supported: beside the number', async () => {
    const user = await openSms();
    api.answerNext(SMS, refusal(400, 'phone_not_supported'));
    await askForCode(user, '+1 415 555 2671');
    const alert = await dialog().findByRole('alert');
    expect(descriptionOf(phoneField())).toBe(alert.textContent);
    expect(button(uz.sms.useTelegram)).toBeTruthy();
    await user.type(phoneField(), '1');
    expect(dialog().queryByRole('button', { name: uz.sms.useTelegram })).toBeNull();
  });

  test('sms_unavailable for a further code: the earlier one can still be entered', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    const user = await receiveCode();
    act(() => vi.advanceTimersByTime(60_000));
    api.answerNext(SMS, refusal(503, 'sms_unavailable', 30));
    await user.type(codeField(), '042137');
    await user.click(button(uz.sms.resend));
    await dialog().findByRole('alert');
    expect(codeField()).toHaveProperty('value', '042137');
    expect(button(uz.sms.useTelegram)).toBeTruthy();
  });
});

describe('the wait for a further code', () => {
  const timer = () => dialog().getByRole('timer').textContent;
  const pass = (seconds: number) => act(() => vi.advanceTimersByTime(seconds * 1000));

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
  });

  test('counts down from what the API said, then a further code can be sent', async () => {
    const user = await receiveCode();
    expect(button(uz.sms.resend)).toHaveProperty('disabled', true);
    pass(18);
    expect(timer()).toBe('Yangi kodni 42 soniyadan so‘ng so‘rash mumkin.');
    pass(41);
    expect(timer()).toContain('1 soniya');
    expect(button(uz.sms.resend)).toHaveProperty('disabled', true);
    pass(1);
    expect(dialog().queryByRole('timer')).toBeNull();
    await user.type(codeField(), '111111');
    await user.click(button(uz.sms.resend));
    await waitFor(() => expect(codeField()).toHaveProperty('value', ''));
    expect(timer()).toContain('1 daqiqa');
    expect(document.activeElement).toBe(codeField());
    expect(api.requests.map(({ body }) => body)).toEqual([{ phone: PHONE }, { phone: PHONE }]);
  });

  test('code_cooldown on the first request: asks for the code that was sent before, and waits as told', async () => {
    const user = await openSms();
    api.answerNext(SMS, refusal(429, 'code_cooldown', 133));
    await askForCode(user);
    const alert = await dialog().findByText('API matni');
    expect(document.activeElement).toBe(alert);
    expect(codeField()).toBeTruthy();
    expect(timer()).toContain('2 daqiqa 13 soniya');
    expect(button(uz.sms.resend)).toHaveProperty('disabled', true);
  });

  test('code_limit keeps the number from being sent again, but not another one', async () => {
    const user = await openSms();
    api.answerNext(SMS, refusal(429, 'code_limit', 3000));
    await askForCode(user);
    await dialog().findByText('API matni');
    expect(timer()).toContain('50 daqiqa');
    expect(button(uz.sms.send)).toHaveProperty('disabled', true);
    await user.type(phoneField(), '{Enter}');
    expect(api.requests).toHaveLength(1);
    await user.clear(phoneField());
    await askForCode(user, '911111111');
    await dialog().findByLabelText(uz.sms.code);
    expect(api.requests.at(-1)?.body).toEqual({ phone: '+998911111111' });
  });

  test('ends with the dialog', async () => {
    const user = await receiveCode();
    expect(vi.getTimerCount()).toBe(1);
    await user.click(button(uz.login.close));
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a number that is refused for a further code is asked for again', async () => {
    const user = await receiveCode();
    pass(60);
    api.answerNext(SMS, refusal(400, 'phone_invalid'));
    await user.click(button(uz.sms.resend));
    const alert = await dialog().findByText('API matni');
    expect(descriptionOf(phoneField())).toBe(alert.textContent);
    expect(document.activeElement).toBe(phoneField());
  });

  test('belongs to its number: another number can have a code at once, the first one is still waited for', async () => {
    const user = await receiveCode();
    await user.click(button(uz.sms.changePhone));
    expect(document.activeElement).toBe(phoneField());
    expect(phoneField()).toHaveProperty('value', '+998 90 123 45 67');
    await user.type(phoneField(), '{Backspace}8');
    expect(button(uz.sms.send)).toHaveProperty('disabled', false);
  });

  test('who looked at the number finds the way back to its code, and nothing is sent', async () => {
    const user = await receiveCode();
    api.requests.length = 0;
    await user.click(button(uz.sms.changePhone));
    await user.click(button(uz.sms.enterCode));
    expect(document.activeElement).toBe(codeField());
    expect(api.requests).toEqual([]);
  });
});

test('two presses in the same moment send one SMS', async () => {
  const user = await openSms();
  await user.type(phoneField(), '901234567');
  const form = phoneField().closest('form');
  act(() => {
    for (let time = 0; time < 2; time += 1)
      form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  });
  await dialog().findByLabelText(uz.sms.code);
  expect(api.requests).toHaveLength(1);
});

test('while the SMS is being sent the button says so and does nothing more', async () => {
  const user = await openSms();
  const held = Promise.withResolvers<Answer>();
  api.answerNext(SMS, held.promise);
  await askForCode(user);
  expect(button(uz.sms.sending).getAttribute('aria-disabled')).toBe('true');
  held.resolve(refusal(500, 'internal_error'));
  await dialog().findByText('API matni');
});
