import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { uz } from '../../src/messages/uz.ts';
import { type Answer, errorAnswer, useFakeApi } from '../support/fake-api.ts';
import { openAccountOf } from '../support/open-account.tsx';
import { openPage } from '../support/open-page.tsx';

const ME = '/api/v1/auth/me/';
const REFRESH = '/api/v1/auth/token/refresh/';
const api = await useFakeApi();

const openAccount = () => openAccountOf(api);
const asked = () => api.requests.map(({ method, path }) => `${method} ${path}`);
const button = (name: string) => screen.getByRole('button', { name });
const field = (name: string) => screen.getByLabelText(name);
const dialog = () => within(screen.getByRole('dialog'));

describe('a session that was ended on another device', () => {
  test('is a sign-out with a notice at the next call, after one attempt to renew it', async () => {
    const { user } = await openAccount();
    api.endSessions();
    await user.click(button(uz.profile.save));
    const notice = await screen.findByText(uz.notices.sessionEnded);
    expect(notice.closest('[role=alert]')).toBeTruthy();
    const next = screen.getByText(uz.accountPage.signedOut);
    expect(notice.compareDocumentPosition(next)).toBe(Node.DOCUMENT_POSITION_FOLLOWING); // the news first
    expect(asked()).toEqual([`PATCH ${ME}`, `POST ${REFRESH}`]);
    expect(localStorage.getItem('raqam.signed-in')).toBeNull();
  });

  test('shows the notice at the next visit too, once', async () => {
    (await openAccount()).close();
    api.endSessions();
    (
      await openPage(api).then(async (page) => {
        await screen.findByText(uz.notices.sessionEnded);
        return page;
      })
    ).close();
    await openPage(api);
    expect(screen.queryByText(uz.notices.sessionEnded)).toBeNull();
  });

  test('shows the notice until the person closes it', async () => {
    const { user } = await openAccount();
    api.endSessions();
    await user.click(button(uz.profile.save));
    await screen.findByText(uz.notices.sessionEnded);
    await user.click(button(uz.login.close));
    expect(screen.queryByText(uz.notices.sessionEnded)).toBeNull();
  });

  test.for([
    ['the account page', '/account', uz.accountPage.title],
    ['the sign-in', '/register', uz.signUp.title],
  ] as const)('on %s the focus goes to the title once the notice is closed', async ([, address, title]) => {
    localStorage.setItem('raqam.signed-in', '1');
    const { user } = await openPage({ ...api, address });
    await screen.findByText(uz.notices.sessionEnded);
    await user.click(button(uz.login.close));
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: title }));
  });

  test('of an API elsewhere whose cookie never worked says that the browser may have refused it', async () => {
    localStorage.setItem('raqam.signed-in', '1');
    await openPage({ baseUrl: api.baseUrl.replace('localhost', '127.0.0.1') });
    await screen.findByText(uz.notices.cookiesRefused);
  });

  test('a sign-out in another tab needs no notice', async () => {
    await openAccount();
    api.endSessions();
    localStorage.removeItem('raqam.signed-in');
    window.dispatchEvent(new StorageEvent('storage', { key: 'raqam.signed-in' }));
    await screen.findByText(uz.accountPage.signedOut);
    expect(screen.queryByText(uz.notices.sessionEnded)).toBeNull();
  });

  test('an expired token is renewed, and the typed values are saved', async () => {
    const { user } = await openAccount();
    api.expireAccessTokens();
    await user.type(field(uz.profile.firstName), 'xon');
    await user.click(button(uz.profile.save));
    await screen.findByText(uz.profile.saved);
    expect(asked()).toEqual([`PATCH ${ME}`, `POST ${REFRESH}`, `PATCH ${ME}`]);
  });

  test('a refusal from before another sign-in in this tab does not overrule it', async () => {
    const { user } = await openAccount();
    const held = Promise.withResolvers<Answer>();
    api.answerNext(ME, held.promise);
    await user.click(button(uz.profile.save));
    await user.click(button(uz.account.signOut));
    await screen.findByText(uz.accountPage.signedOut);
    await user.click(within(screen.getByRole('main')).getByRole('button', { name: uz.header.signIn }));
    await user.click(await dialog().findByRole('button', { name: uz.press.byCode }));
    await user.type(dialog().getByLabelText(uz.signUp.phone), '901234567');
    await user.type(dialog().getByLabelText(uz.signUp.code), '042137');
    await screen.findByText(uz.devices.thisOne);
    api.requests.length = 0;
    held.resolve(errorAnswer(401, { code: 'session_invalid', message: 'API matni' }));
    await user.click(button(uz.profile.save));
    await screen.findByText(uz.profile.saved);
    // Nor is that call made again: it might be for another person now.
    expect(asked()).toEqual([`PATCH ${ME}`]);
    expect(screen.queryByText(uz.notices.sessionEnded)).toBeNull();
    expect(screen.getByText(uz.devices.thisOne)).toBeTruthy();
  });
});
