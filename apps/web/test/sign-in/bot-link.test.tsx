import { act, screen } from '@testing-library/react';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readBotLink } from '../../src/features/auth/sign-in/telegram/bot-link.ts';
import { uz } from '../../src/messages/uz.ts';
import { descriptionOf } from '../support/description-of.ts';
import { errorAnswer, useFakeApi } from '../support/fake-api.ts';
import { openPage } from '../support/open-page.tsx';

const REGISTER = '/api/v1/auth/register/telegram/';
const LINK = '/register#phone=%2B998901234567&code=042137';
const OTHER_LINK = '/register#phone=%2B998911111111&code=111111';
const api = await useFakeApi();

const confirmation = () => screen.findByRole('heading', { name: uz.confirm.title });
const yes = () => screen.getByRole('button', { name: uz.confirm.yes });

/** Opens a link in the open tab. */
async function follow(address: string): Promise<void> {
  await act(async () => {
    const arrived = new Promise((done) => window.addEventListener('hashchange', done, { once: true }));
    window.location.hash = new URL(address, window.location.href).hash;
    await arrived;
  });
}

describe('a fragment is read', () => {
  const claim = { phone: '+998901234567', code: '042137' };
  test.for([
    ['#phone=%2B998901234567&code=042137', claim],
    ['phone=%2B998901234567&code=042137', claim],
    ['#phone=+998901234567&code=042137', claim],
    ['#phone=998901234567&code=042137', claim],
    ['#code=042137&phone=%2B998901234567&utm_source=bot', claim],
    ['#phone=%2B14155552671&code=042137', { phone: '+14155552671', code: '042137' }],
    ['#phone=+14155552671&code=042137', { phone: '+14155552671', code: '042137' }],
    ['', undefined],
    ['#', undefined],
    ['#main', undefined],
    ['#phone=%2B998901234567', undefined],
    ['#code=042137', undefined],
    ['#phone=%2B998901234567&code=', undefined],
    ['#phone=%2B998901234567&code=04213', undefined],
    ['#phone=%2B998901234567&code=0421377', undefined],
    ['#phone=%2B998901234567&code=04213a', undefined],
    ['#phone=%2B998901234567&code=%D9%A0%D9%A4%D9%A2%D9%A1%D9%A3%D9%A7', undefined],
    ['#phone=%2B99890123456&code=042137', undefined],
    ['#phone=%2B998711234567&code=042137', undefined],
    ['#phone=%2B998901234567%3Bext%3D1&code=042137', undefined],
    ['#phone=%3Cscript%3E&code=042137', undefined],
    ['#phone=%E0%A4%A&code=042137', undefined],
  ] as const)('%s', ([fragment, expected]) => {
    expect(readBotLink(fragment)).toEqual(expected);
  });
});

test.for([LINK, '/signup?a=b#phone=%2B998901234567&code=042137', '/register#phone=1&code=042137'])(
  '%s leaves no code in the address',
  async (address) => {
    const before = window.history.length;
    await openPage({ ...api, address });
    expect(window.location.href).not.toMatch(/code|#/);
    expect(window.location.href).toContain(address.split('#')[0]);
    expect(window.history.length).toBe(before);
  },
);

test('a fragment of another kind stays, and the form is shown', async () => {
  await openPage({ ...api, address: '/register#main' });
  expect(window.location.hash).toBe('#main');
  expect(screen.getByRole('heading', { name: uz.signUp.title })).toBeTruthy();
});

test('the link shows the number and submits nothing by itself', async () => {
  const page = await openPage({ ...api, address: LINK });
  await confirmation();
  expect(screen.getByText('+998 90 123 45 67')).toBeTruthy();
  expect(api.requests).toEqual([]);
  await page.user.click(yes());
  await screen.findByRole('heading', { name: uz.account.titleNew });
  expect(api.requests).toMatchObject([{ path: REGISTER, body: { phone: '+998901234567', code: '042137' } }]);
});

test('“no, change” leads to the form with the values filled in', async () => {
  const page = await openPage({ ...api, address: LINK });
  await page.user.click(screen.getByRole('button', { name: uz.confirm.no }));
  expect(page.phone()).toHaveProperty('value', '+998 90 123 45 67');
  expect(page.code()).toHaveProperty('value', '042137');
  expect(document.activeElement).toBe(page.phone());
  expect(api.requests).toEqual([]);
});

test('a code that is refused leads to the form, with the error beside the code', async () => {
  const page = await openPage({ ...api, address: LINK });
  api.answerNext(REGISTER, errorAnswer(400, { code: 'code_expired', message: 'API matni' }));
  await page.user.click(yes());
  const alert = await screen.findByRole('alert');
  expect(descriptionOf(page.code())).toBe(alert.textContent);
  expect(page.phone()).toHaveProperty('value', '+998 90 123 45 67');
  expect(document.activeElement).toBe(page.code());
  await page.user.keyboard('042137');
  await screen.findByRole('heading', { name: uz.account.titleNew });
});

test('a code that is void leads to the form, which offers a new one', async () => {
  const page = await openPage({ ...api, address: LINK, bot: 'raqam_bot' });
  api.answerNext(REGISTER, errorAnswer(400, { code: 'code_incorrect', message: 'API matni', attempts_left: 0 }));
  await page.user.click(yes());
  await screen.findByText('API matni');
  expect(page.code()).toHaveProperty('value', '');
  expect(screen.getByRole('link', { name: new RegExp(uz.signUp.newCode) })).toBeTruthy();
});

describe('a reload', () => {
  test('keeps the link, for ten minutes at most, until it was answered', async () => {
    (await openPage({ ...api, address: LINK })).close();
    const page = await openPage(api);
    await confirmation();
    expect(screen.getByText('+998 90 123 45 67')).toBeTruthy();
    await page.user.click(yes());
    await screen.findByRole('heading', { name: uz.account.titleNew });
    expect(sessionStorage).toHaveLength(0);
  });

  test('after “no”, or after a refused code, finds no link', async () => {
    const page = await openPage({ ...api, address: LINK });
    await page.user.click(screen.getByRole('button', { name: uz.confirm.no }));
    expect(sessionStorage.getItem('raqam.bot-link')).toBeNull();
    page.close();
    const second = await openPage({ ...api, address: LINK });
    api.answerNext(REGISTER, errorAnswer(400, { code: 'code_expired', message: 'API matni' }));
    await second.user.click(yes());
    await screen.findByText('API matni');
    expect(sessionStorage.getItem('raqam.bot-link')).toBeNull();
  });
});

test('a link that replaces another one can’t be confirmed by a click meant for the old one', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  await openPage({ ...api, address: LINK });
  expect(yes()).toHaveProperty('disabled', false);
  act(() => {
    window.history.replaceState(null, '', OTHER_LINK);
    window.dispatchEvent(new Event('hashchange'));
  });
  expect(screen.getByText('+998 91 111 11 11')).toBeTruthy();
  expect(yes()).toHaveProperty('disabled', true);
  act(() => vi.advanceTimersByTime(1500));
  expect(yes()).toHaveProperty('disabled', false);
});

test('an error without a field stays on the confirmation, and “yes” works again', async () => {
  const page = await openPage({ ...api, address: LINK });
  api.answerNext(REGISTER, errorAnswer(500, { code: 'internal_error', message: 'API matni' }));
  await page.user.click(yes());
  const alert = await screen.findByText('API matni');
  expect(document.activeElement).toBe(alert);
  await page.user.click(yes());
  await screen.findByRole('heading', { name: uz.account.titleNew });
});

test('a link opened while the page is open leads to the question, and a further one replaces it', async () => {
  await openPage(api);
  await follow(LINK);
  await confirmation();
  expect(window.location.hash).toBe('');
  await follow(OTHER_LINK);
  expect(screen.getByText('+998 91 111 11 11')).toBeTruthy();
  expect(api.requests).toEqual([]);
});

describe('a link that arrives while somebody is signed in', () => {
  async function signedIn() {
    const page = await openPage({ ...api, address: LINK });
    await page.user.click(yes());
    await screen.findByRole('heading', { name: uz.account.titleNew });
    api.requests.length = 0;
    return page;
  }

  test('for another number: shows both, and “stay” keeps the account', async () => {
    const page = await signedIn();
    await follow(OTHER_LINK);
    await screen.findByRole('heading', { name: uz.otherAccount.title });
    expect(screen.getByText('Aziza Karimova')).toBeTruthy();
    expect(screen.getByText('+998 90 123 45 67')).toBeTruthy();
    expect(screen.getByText('+998 91 111 11 11')).toBeTruthy();
    await page.user.click(screen.getByRole('button', { name: uz.otherAccount.stay }));
    expect(screen.getByRole('button', { name: uz.account.signOut })).toBeTruthy();
    expect(api.requests).toEqual([]);
  });

  test('for another number: “sign out and use it” signs out and still asks for confirmation', async () => {
    const page = await signedIn();
    await follow(OTHER_LINK);
    await page.user.click(screen.getByRole('button', { name: uz.otherAccount.switch }));
    await confirmation();
    expect(screen.getByText('+998 91 111 11 11')).toBeTruthy();
    expect(api.requests.map(({ path }) => path)).toEqual(['/api/v1/auth/logout/']);
  });

  test('for the same number: changes nothing, and is gone after signing out', async () => {
    const page = await signedIn();
    await follow(LINK);
    await page.user.click(screen.getByRole('button', { name: uz.account.signOut }));
    await screen.findByRole('heading', { name: uz.signUp.title });
  });
});
