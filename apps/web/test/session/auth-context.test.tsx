import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { uz } from '../../src/messages/uz.ts';
import { type Answer, errorAnswer, useFakeApi } from '../support/fake-api.ts';
import { type OpenPage, openPage, openTelegram } from '../support/open-page.tsx';

const REGISTER = '/api/v1/auth/register/telegram/';
const REFRESH = '/api/v1/auth/token/refresh/';
const ME = '/api/v1/auth/me/';
const LOGOUT = '/api/v1/auth/logout/';
const api = await useFakeApi();

async function signIn(): Promise<OpenPage> {
  const page = await openTelegram(api);
  await page.enter('901234567', '042137');
  await screen.findByRole('heading', { name: uz.account.titleNew });
  return page;
}

/** Signs in and reloads: the page starts with only the cookie and the browser's storage. */
async function reload(): Promise<OpenPage> {
  (await signIn()).close();
  api.requests.length = 0;
  return openPage(api);
}

const paths = () => api.requests.map(({ path }) => path);
const signOutButton = () => screen.getByRole('button', { name: uz.account.signOut });
const restoredTitle = () => screen.findByRole('heading', { name: uz.account.titleRestored });
const formTitle = () => screen.findByRole('heading', { name: uz.signUp.title });

test('a new account is greeted, with name, number and whether it is confirmed', async () => {
  await signIn();
  expect(screen.getByText('Aziza Karimova')).toBeTruthy();
  expect(screen.getByText('+998 90 123 45 67')).toBeTruthy();
  expect(screen.getByText(uz.account.verified)).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: uz.account.titleNew }));
});

test('a name made of direction marks, NUL, newlines, 10,000 characters: text on the page, never markup', async () => {
  const page = await openTelegram(api);
  const full_name = `\u202e\u0000<img src=x onerror="alert(1)">\n${'x'.repeat(10_000)}`; // as if the API had not cleaned it
  const user = {
    id: '1',
    full_name,
    phone: '+998901234567',
    telegram_id: 5,
    first_name: full_name,
    last_name: '',
    role: 'user',
    is_verified: true,
  };
  const body = { user, tokens: { access: 'a', refresh: 'r' }, is_new: true };
  api.answerNext(REGISTER, { status: 201, body });
  await page.enter('901234567', '042137');
  await screen.findByRole('heading', { name: uz.account.titleNew });
  expect(document.body.textContent).toContain(full_name);
  expect(document.querySelector('img[src="x"]')).toBeNull();
});

test('an account without name, number and proof is shown as such', async () => {
  const page = await openTelegram(api);
  const user = {
    id: '1',
    full_name: '',
    phone: null,
    telegram_id: 5,
    first_name: '',
    last_name: '',
    role: 'user',
    is_verified: false,
  };
  const body = { user, tokens: { access: 'a', refresh: 'r' }, is_new: false };
  api.answerNext(REGISTER, { status: 200, body });
  await page.enter('901234567', '042137');
  await screen.findByRole('heading', { name: uz.account.titleExisting });
  await page.user.click(await screen.findByRole('button', { name: uz.welcome.skip }));
  expect(screen.getByText(uz.account.noPhone)).toBeTruthy();
  expect(screen.queryByText(uz.account.name)).toBeNull();
});

test.for([
  ['+998901234567', false],
  ['+998935550199', true],
] as const)(
  'who enters 90 123 45 67 into the account of %s is told that its number stays: %s',
  async ([phone, isTold]) => {
    const page = await openTelegram(api);
    const name = { full_name: 'Aziza', first_name: 'Aziza', last_name: '' };
    const user = { id: '1', ...name, phone, telegram_id: 5, role: 'user', is_verified: true };
    api.answerNext(REGISTER, { status: 200, body: { user, tokens: { access: 'a', refresh: 'r' }, is_new: false } });
    await page.enter('901234567', '042137');
    await screen.findByRole('heading', { name: uz.account.titleExisting });
    expect(screen.queryByText(uz.account.leadNumberStays) !== null).toBe(isTold);
  },
);

test('a person who never signed in here sees the form at once, without a call to the API', async () => {
  await openPage(api);
  expect(screen.getByRole('heading', { name: uz.signUp.title })).toBeTruthy();
  expect(api.requests).toEqual([]);
});

test('the user is kept over a reload by the cookie', async () => {
  await reload();
  await restoredTitle();
  expect(api.requests).toMatchObject([
    { path: REFRESH, body: {}, language: 'uz' },
    { path: ME, authorization: expect.stringMatching(/^Bearer ./) },
  ]);
});

test('no token is ever in storage or in a cookie that scripts can read', async () => {
  const page = await signIn();
  expect(Object.keys(localStorage).sort()).toEqual(['raqam.account', 'raqam.device-id', 'raqam.signed-in']);
  expect(localStorage.getItem('raqam.account')).toBe('["+998 90 ••• 45 67",true]');
  expect(localStorage.getItem('raqam.signed-in')).toBe('1');
  expect(sessionStorage).toHaveLength(0);
  await waitFor(() => expect(document.cookie).toBe('raqam-signed-in=1'));
  page.close();
});

test('a cookie tells the web server that somebody is signed in, until they sign out', async () => {
  const first = await openPage(api);
  await formTitle();
  expect(document.cookie).toBe('');
  first.close();
  await reload();
  await waitFor(() => expect(document.cookie).toBe('raqam-signed-in=1'));
  await restoredTitle();
  await userEvent.click(signOutButton());
  await formTitle();
  await waitFor(() => expect(document.cookie).toBe(''));
});

test('a session that ended elsewhere ends the cookie too', async () => {
  (await signIn()).close();
  api.endSessions();
  await openPage(api);
  await formTitle();
  await waitFor(() => expect(document.cookie).toBe(''));
});

test('without storage the API is asked every time', async () => {
  (await signIn()).close();
  api.requests.length = 0;
  const refuse = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  const spies = (['getItem', 'setItem', 'removeItem'] as const).map((name) =>
    vi.spyOn(Storage.prototype, name).mockImplementation(refuse),
  );
  await openPage(api);
  await restoredTitle();
  expect(paths()).toEqual([REFRESH, ME]);
  for (const spy of spies) spy.mockRestore();
});

test('an ended session is forgotten: the page shows the form, and does not ask the API next time', async () => {
  (await signIn()).close();
  api.endSessions();
  (await openPage(api)).close();
  const page = await openPage(api);
  await formTitle();
  page.close();
  api.requests.length = 0;
  await openPage(api);
  expect(api.requests).toEqual([]);
});

test('an unreachable API is no sign-out: the page says so and asks again', async () => {
  (await signIn()).close();
  await api.stop();
  const page = await openPage(api);
  expect((await screen.findByRole('alert')).textContent).toContain(uz.failures.unreachable);
  await api.start();
  await page.user.click(screen.getByRole('button', { name: uz.session.retry }));
  await restoredTitle();
});

test('when the phone is online again the page asks by itself', async () => {
  (await signIn()).close();
  await api.stop();
  await openPage(api);
  await screen.findByRole('button', { name: uz.session.retry });
  await api.start();
  await act(async () => {}); // the page listens from an effect, which runs after the button shows
  window.dispatchEvent(new Event('online'));
  await restoredTitle();
});

test.for(['not_ready', 'overloaded'] as const)('an API that answers %s is no sign-out either', async (code) => {
  (await signIn()).close();
  api.answerNext(REFRESH, errorAnswer(503, { code, message: 'API matni', retry_after: 5 }));
  await openPage(api);
  expect((await screen.findByRole('alert')).textContent).toContain('API matni 5 soniyadan so‘ng');
});

test('signing out ends the session at the API and shows the form', async () => {
  const page = await signIn();
  await page.user.click(signOutButton());
  const title = await formTitle();
  expect(document.activeElement).toBe(title);
  expect(paths()).toEqual([REGISTER, LOGOUT]);
  expect(localStorage.getItem('raqam.signed-in')).toBeNull();
});

test('a sign-out while the API is unreachable keeps the person signed in, and says so', async () => {
  const page = await signIn();
  await api.stop();
  await page.user.click(signOutButton());
  expect((await screen.findByRole('alert')).textContent).toBe(uz.failures.unreachable);
  await api.start();
  await page.user.click(signOutButton());
  await formTitle();
});

test('an expired access token is renewed once, and the call is made again', async () => {
  const page = await signIn();
  api.expireAccessTokens();
  await page.user.click(signOutButton());
  await formTitle();
  expect(paths()).toEqual([REGISTER, LOGOUT, REFRESH, LOGOUT]);
});

test('a session that ended elsewhere is a sign-out at the next call, after one attempt to renew it', async () => {
  const page = await signIn();
  api.endSessions();
  await page.user.click(signOutButton());
  await formTitle();
  expect(paths()).toEqual([REGISTER, LOGOUT, REFRESH]);
});

test('a sign-in in another tab signs this one in, and a sign-out signs it out', async () => {
  await openPage(api);
  expect(await formTitle()).toBeTruthy();
  // The other tab: it shares the cookie and the storage.
  const other = await openPage(api);
  const [, choose] = screen.getAllByRole('button', { name: uz.signUp.withTelegram });
  if (!choose) throw new Error('two pages are open');
  await other.user.click(choose);
  await other.enter('901234567', '042137');
  await screen.findByRole('heading', { name: uz.account.titleNew });
  other.close();

  window.dispatchEvent(new StorageEvent('storage', { key: 'raqam.signed-in' }));
  await restoredTitle();
  api.endSessions();
  window.dispatchEvent(new StorageEvent('storage', { key: 'raqam.signed-in' }));
  await formTitle();
});

test('a failed session check does not disturb a person who fills in the form', async () => {
  const page = await openTelegram(api);
  await page.user.type(page.phone(), '901234567');
  api.answerNext(REFRESH, errorAnswer(503, { code: 'not_ready', message: 'API matni', retry_after: 5 }));
  window.dispatchEvent(new StorageEvent('storage', { key: 'raqam.signed-in' }));
  await waitFor(() => expect(paths()).toEqual([REFRESH]));
  await page.user.type(page.code(), '042137');
  await screen.findByRole('heading', { name: uz.account.titleNew });
});

test('the answer to a check from before a sign-in does not overrule it', async () => {
  const page = await openTelegram(api);
  const held = Promise.withResolvers<Answer>();
  api.answerNext(REFRESH, held.promise);
  window.dispatchEvent(new StorageEvent('storage', { key: 'raqam.signed-in' }));
  await page.enter('901234567', '042137');
  await screen.findByRole('heading', { name: uz.account.titleNew });
  held.resolve(errorAnswer(401, { code: 'session_invalid', message: 'API matni' }));
  await waitFor(() => expect(paths()).toContain(REFRESH));
  await page.user.click(signOutButton());
  await formTitle();
  expect(paths()).toEqual([REFRESH, REGISTER, LOGOUT]);
});

test('a tab whose cookie belongs to another person by now shows that person, and signs nobody out', async () => {
  const page = await signIn();
  const tokenOf = (sub: string) => `x.${btoa(JSON.stringify({ sub }))}.y`;
  const ended = errorAnswer(401, { code: 'session_invalid', message: 'API matni' });
  // The session of A, from a sign-in in this tab.
  api.expireAccessTokens();
  api.answerNext(REFRESH, { status: 200, body: { access: tokenOf('A'), refresh: 'r' } });
  api.answerNext(LOGOUT, ended);
  api.answerNext(LOGOUT, ended);
  api.answerNext(REFRESH, { status: 200, body: { access: tokenOf('B'), refresh: 'r' } });
  api.answerNext(ME, {
    status: 200,
    body: {
      id: 'B',
      full_name: 'Bobur',
      phone: '+998911111111',
      first_name: 'Bobur',
      last_name: '',
      is_verified: true,
    },
  });
  await page.user.click(signOutButton());
  await screen.findByText('Bobur');
  expect(localStorage.getItem('raqam.signed-in')).not.toBeNull();
});
