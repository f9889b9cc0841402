import { act, cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { uz } from '../../src/messages/uz.ts';
import { descriptionOf } from '../support/description-of.ts';
import { useFakeApi } from '../support/fake-api.ts';
import { openPage } from '../support/open-page.tsx';
import { askForCode, button, codeField, openSmsOf, refusal } from '../support/sms-journey.tsx';

const SEND = '/api/v1/auth/challenges/:id/send/';
const WAIT = '/api/v1/auth/challenges/:id/wait/';
const VERIFY = '/api/v1/auth/challenges/:id/verify/';
const PHONE = '+998 90 123 45 67';
const api = await useFakeApi();

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const { sentTo, sendBy } = uz.sms;
const status = () => document.querySelector('.rq-sent-to [role=status]')?.textContent?.replaceAll('\u00a0', ' ');
const bodies = (path: string) => api.challengeRequests.filter((each) => each.path === path).map(({ body }) => body);
/** The waits for the code, not those for the press. */
const waits = () => bodies(WAIT).filter((body) => 'channel' in Object(body));

/** Asks for a code on a site that sends it by Telegram Gateway first. */
async function receiveCode() {
  api.challenges.setRoute(['gateway', 'sms']);
  const user = await openSmsOf(api);
  await askForCode(user);
  await screen.findByLabelText(uz.sms.code);
  return user;
}

describe('a code in Telegram', () => {
  test('the page says in which chat it is, and signs in with it', async () => {
    const user = await receiveCode();
    expect(status()).toBe(sentTo.gateway.sent(PHONE));
    expect(bodies(SEND)).toMatchObject([{ phone: '+998901234567' }]);
    expect(bodies(SEND)[0]).not.toHaveProperty('channel');
    await user.type(codeField(), '042137');
    await screen.findByRole('heading', { level: 1, name: uz.account.titleNew });
  });

  test('is sent by SMS at once when the person asks for it, with the same challenge', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    const user = await receiveCode();
    expect(screen.queryByRole('timer')).toBeNull();
    await user.click(button(sendBy.sms));
    await waitFor(() => expect(status()).toBe(sentTo.sms.sent(PHONE)));
    expect(document.activeElement).toBe(codeField());
    expect(screen.getByRole('timer').textContent).toBe(uz.sms.resendIn('1:00'));
    const [first, second] = bodies(SEND);
    expect(second).toEqual({ ...Object(first), channel: 'sms' });
    act(() => vi.advanceTimersByTime(60_000));
    await user.click(button(uz.sms.resend));
    await waitFor(() => expect(bodies(SEND)).toHaveLength(3));
    expect(bodies(SEND)[2]).toMatchObject({ channel: 'sms' });
  });

  test('that the API sent by SMS on its own: the text changes, what was typed and said stays', async () => {
    const user = await receiveCode();
    api.answerNext(VERIFY, refusal(400, 'code_incorrect', { attempts_left: 3 }));
    await user.type(codeField(), '111111');
    await screen.findByText('API matni');
    await waitFor(() => expect(waits()).toMatchObject([{ state: 'waiting', channel: 'gateway' }]));
    act(() => api.challenges.fallBack('sms'));
    await waitFor(() => expect(status()).toBe(sentTo.sms.sent(PHONE)));
    expect(codeField()).toHaveProperty('value', '111111');
    expect(descriptionOf(codeField())).toContain('API matni');
    expect(screen.queryByRole('button', { name: sendBy.sms })).toBeNull();
    await user.clear(codeField());
    await user.type(codeField(), '042137');
    await screen.findByRole('heading', { level: 1, name: uz.account.titleNew });
    expect(waits()).toHaveLength(1);
  });

  test('of unknown outcome: the page still asks for it, and offers the SMS', async () => {
    const sent = { channel: 'gateway', next_channel: 'sms', delivery: 'unknown', phone: '+998901234567' };
    const times = { expires_at: '2026-01-15T09:00:00.000Z', resend_after_seconds: 60 };
    api.answerNext(SEND, { status: 200, body: { ...sent, ...times } });
    await receiveCode();
    expect(status()).toBe(sentTo.gateway.unknown(PHONE));
    expect(button(sendBy.sms)).toBeTruthy();
  });

  test('over a reload: nothing is sent, and the page goes on to wait', async () => {
    await receiveCode();
    await waitFor(() => expect(waits()).toHaveLength(1));
    cleanup();
    api.challengeRequests.length = 0;
    await openPage(api);
    await screen.findByLabelText(uz.sms.code);
    expect(status()).toBe(sentTo.gateway.sent(PHONE));
    await waitFor(() => expect(waits()).toHaveLength(1));
    act(() => api.challenges.fallBack('sms'));
    await waitFor(() => expect(status()).toBe(sentTo.sms.sent(PHONE)));
    expect(bodies(SEND)).toEqual([]);
  });

  test('a hidden phone does not wait; it asks when the person is back', async () => {
    const hide = (isHidden: boolean) => {
      vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden);
      document.dispatchEvent(new Event('visibilitychange'));
    };
    const user = await openSmsOf(api);
    api.challenges.setRoute(['gateway', 'sms']);
    hide(true);
    await askForCode(user);
    await screen.findByLabelText(uz.sms.code);
    expect(waits()).toEqual([]);
    act(() => api.challenges.fallBack('sms'));
    act(() => hide(false));
    await waitFor(() => expect(status()).toBe(sentTo.sms.sent(PHONE)));
  });

  test('no answer, then one: the page asks again', async () => {
    api.answerNext(WAIT, new Promise(() => {})); // of the press
    const user = await openSmsOf(api);
    await waitFor(() => expect(bodies(WAIT)).toHaveLength(1));
    api.challenges.setRoute(['gateway', 'sms']);
    api.answerNext(WAIT, refusal(503, 'not_ready', { retry_after: 0 }));
    await askForCode(user);
    await waitFor(() => expect(waits()).toHaveLength(1));
    act(() => api.challenges.fallBack('sms'));
    act(() => void window.dispatchEvent(new Event('online')));
    await waitFor(() => expect(status()).toBe(sentTo.sms.sent(PHONE)));
  });

  test('that is right but not enough: one sentence, one button, and a new code by SMS', async () => {
    const user = await receiveCode();
    api.answerNext(VERIFY, refusal(409, 'sms_required'));
    await user.type(codeField(), '042137');
    const alert = await screen.findByText(uz.sms.smsRequired);
    expect(document.activeElement).toBe(alert);
    expect(screen.queryByLabelText(uz.sms.code)).toBeNull();
    cleanup();
    const page = await openPage(api);
    expect(await screen.findByText(uz.sms.smsRequired)).toBeTruthy();
    await page.user.click(button(sendBy.sms));
    await screen.findByLabelText(uz.sms.code);
    expect(status()).toBe(sentTo.sms.sent(PHONE));
    expect(bodies(SEND).at(-1)).toMatchObject({ channel: 'sms' });
    await page.user.type(codeField(), '731240');
    await screen.findByRole('heading', { level: 1, name: uz.account.titleNew });
  });
});

describe('the ways that the site does not have are not named', () => {
  test('no bot: neither on the first screen, nor at the number, nor at the code', async () => {
    api.challenges.setBot(false);
    const { user } = await openPage(api);
    await waitFor(() => expect(screen.queryByRole('button', { name: uz.press.byCode })).toBeNull());
    expect(document.body.textContent).not.toMatch(/Telegram|bot/i);
    await user.click(button(uz.signUp.withSms));
    await screen.findByRole('button', { name: uz.sms.send });
    expect(document.body.textContent).not.toMatch(/Telegram|\bbot/i);
    api.answerNext(SEND, refusal(503, 'sms_unavailable', { retry_after: 30 }));
    await askForCode(user);
    await screen.findByRole('alert');
    expect(screen.queryByRole('button', { name: uz.sms.useTelegram })).toBeNull();
    cleanup();
    sessionStorage.clear();
    const again = await openSmsOf(api);
    await askForCode(again);
    await screen.findByLabelText(uz.sms.code);
    expect(document.body.textContent).not.toMatch(/Telegram|\bbot/i);
    cleanup();
    await openPage(api);
    await screen.findByLabelText(uz.sms.code);
    expect(document.body.textContent).not.toMatch(/Telegram|\bbot/i);
  });

  test('no channel for codes: the first screen offers none', async () => {
    api.challenges.setRoute([]);
    await openPage(api);
    await waitFor(() => expect(screen.queryByRole('button', { name: uz.signUp.withSms })).toBeNull());
    expect(button(uz.press.byCode)).toBeTruthy();
  });
});
