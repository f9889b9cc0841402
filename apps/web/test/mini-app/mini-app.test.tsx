import { screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { uz } from '../../src/messages/uz.ts';
import { errorAnswer, useFakeApi } from '../support/fake-api.ts';
import { openPage } from '../support/open-page.tsx';
import { addressOf, initDataOf, insideTelegram } from '../support/telegram.ts';

const api = await useFakeApi();
const { ask, reopen, outside, signedOut, failedTitle } = uz.miniApp;

/** The telegram_id of the fake API's account. */
const OWN = 5;
const MINI_APP = '/api/v1/auth/telegram/mini-app/';
const signIns = () => api.requests.filter(({ path }) => path === MINI_APP);
const heading = (name: string) => screen.findByRole('heading', { name });
const button = (name: string) => screen.findByRole('button', { name });
const refuseNext = (status: number, code: Parameters<typeof errorAnswer>[1]['code']) =>
  api.answerNext(MINI_APP, errorAnswer(status, { code, message: 'API matni' }));

/** Opens the page as a person with an account, and waits until they are in. */
async function openSignedIn() {
  const telegram = insideTelegram();
  const page = await openPage({ ...api, address: addressOf(OWN) });
  await heading(uz.account.titleExisting);
  return { ...page, telegram };
}

describe('a person with an account', () => {
  test('is signed in without any step, and Telegram’s data leaves the URL', async () => {
    const { telegram } = await openSignedIn();
    expect(signIns()).toHaveLength(1);
    expect(signIns()[0]?.body).toMatchObject({ init_data: initDataOf(OWN), device_id: expect.any(String) });
    expect(window.location.href).not.toMatch(/tgWebApp|#/);
    expect(telegram.posted.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['web_app_ready', 'web_app_expand']),
    );
    expect(screen.getByText('+998 90 123 45 67')).toBeTruthy();
  });

  test('goes to the account on this page, and back by Telegram’s button', async () => {
    const { user, telegram } = await openSignedIn();
    await user.click(screen.getByRole('link', { name: uz.account.open }));
    await heading(uz.accountPage.title);
    await waitFor(() =>
      expect(telegram.posted.at(-1)).toEqual({ type: 'web_app_setup_back_button', data: { is_visible: true } }),
    );
    telegram.send('back_button_pressed', {});
    await heading(uz.account.titleExisting);
  });

  test('stays signed in after a reload, without Telegram’s data', async () => {
    const { close } = await openSignedIn();
    close();
    await openPage({ ...api, address: '/telegram' });
    await heading(uz.account.titleRestored);
    expect(signIns()).toHaveLength(1);
  });

  test('is signed in again after a reload that loses the cookie', async () => {
    const { close } = await openSignedIn();
    close();
    api.endSessions();
    await openPage({ ...api, address: '/telegram' });
    await heading(uz.account.titleExisting);
    expect(signIns().map(({ body }) => body)).toEqual([signIns()[0]?.body, signIns()[0]?.body]);
  });

  test('who was signed in before needs no new session', async () => {
    const { close } = await openSignedIn();
    close();
    await openPage({ ...api, address: addressOf(OWN) });
    await heading(uz.account.titleRestored);
    expect(signIns()).toHaveLength(1);
  });

  test('who signs out stays signed out, also after a reload', async () => {
    const { user, close } = await openSignedIn();
    await user.click(screen.getByRole('button', { name: uz.account.signOut }));
    await heading(signedOut);
    close();
    await openPage({ ...api, address: '/telegram' });
    await heading(reopen.title);
    expect(signIns()).toHaveLength(1);
  });
});

test('another person’s session is replaced by that of the person who opened the page', async () => {
  const { close } = await openSignedIn();
  close();
  api.answerNext(MINI_APP, new Promise(() => {})); // never answered
  await openPage({ ...api, address: addressOf(OWN + 1) });
  await waitFor(() => expect(signIns()).toHaveLength(2));
  expect(screen.queryByText('+998 90 123 45 67')).toBeNull();
  expect(await screen.findByText(uz.miniApp.signingIn)).toBeTruthy();
});

describe('a newcomer', () => {
  async function openAsNewcomer() {
    refuseNext(409, 'contact_required');
    const telegram = insideTelegram();
    const { user } = await openPage({ ...api, address: addressOf(OWN) });
    await heading(ask.title);
    return { user, telegram };
  }

  test('shares their number by one press, and is in once the bot has passed it on', async () => {
    const { user, telegram } = await openAsNewcomer();
    await user.click(await button(ask.share));
    expect(telegram.posted.at(-1)).toEqual({ type: 'web_app_request_phone', data: {} });
    refuseNext(409, 'contact_required');
    telegram.send('phone_requested', { status: 'sent' });
    await heading(uz.account.titleExisting);
    expect(signIns()).toHaveLength(3);
    expect(new Set(signIns().map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  test('who says no is told why it matters, and can press again', async () => {
    const { user, telegram } = await openAsNewcomer();
    await user.click(await button(ask.share));
    telegram.send('phone_requested', { status: 'cancelled' });
    expect((await screen.findByRole('alert')).textContent).toContain(ask.cancelled);
    await user.click(await button(ask.share));
    expect(telegram.posted.filter(({ type }) => type === 'web_app_request_phone')).toHaveLength(2);
    expect(signIns()).toHaveLength(1);
  });

  test('whose number belongs to another account is told so, and can go to the site', async () => {
    const { user, telegram } = await openAsNewcomer();
    await user.click(await button(ask.share));
    refuseNext(409, 'phone_conflict');
    telegram.send('phone_requested', { status: 'sent' });
    await heading(failedTitle);
    expect(screen.getByRole('alert').textContent).toContain('API matni');
    await user.click(await button(ask.onSite));
    expect(telegram.posted.at(-1)).toEqual({
      type: 'web_app_open_link',
      data: { url: `${window.location.origin}/register` },
    });
  });
});

test('data that is used up or too old: the page is to be opened again, and closes itself', async () => {
  refuseNext(400, 'init_data_invalid');
  const telegram = insideTelegram();
  const { user } = await openPage({ ...api, address: addressOf(OWN) });
  await heading(reopen.title);
  await user.click(await button(reopen.close));
  expect(telegram.posted.at(-1)?.type).toBe('web_app_close');
});

test('a failure of the API can be retried', async () => {
  refuseNext(503, 'not_ready');
  insideTelegram();
  const { user } = await openPage({ ...api, address: addressOf(OWN) });
  await heading(failedTitle);
  await user.click(await button(uz.session.retry));
  await heading(uz.account.titleExisting);
});

test('outside Telegram data in a link signs nobody in', async () => {
  await openPage({ ...api, address: addressOf(OWN).replace('#', '?return_to=%2Fcart#') });
  await heading(outside.title);
  expect(screen.getByRole('link', { name: outside.signIn }).getAttribute('href')).toBe('/register?return_to=%2Fcart');
  expect(window.location.href).not.toContain('tgWebApp');
  expect(signIns()).toEqual([]);
});

test('the page is light or dark as Telegram is, and keeps inside its safe areas', async () => {
  const telegram = insideTelegram();
  await openPage({ ...api, address: addressOf(OWN, { bg_color: '#17212b' }) });
  await heading(uz.account.titleExisting);
  const { style } = document.body;
  expect(style.colorScheme).toBe('dark');
  telegram.send('theme_changed', { theme_params: { bg_color: '#ffffff' } });
  expect(style.colorScheme).toBe('light');
  telegram.send('theme_changed', { theme_params: { bg_color: 'url(x)' } });
  expect(style.colorScheme).toBe('light');
  telegram.send('safe_area_changed', { top: 40, bottom: 20, left: 0, right: 0 });
  telegram.send('content_safe_area_changed', { top: 46, bottom: '1px; color: red' });
  expect(style.getPropertyValue('--rq-device-top')).toBe('40px');
  expect(style.getPropertyValue('--rq-content-top')).toBe('46px');
  expect(style.getPropertyValue('--rq-content-bottom')).toBe('');
});
