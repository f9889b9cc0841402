import { languages } from '@raqam/shared/languages';
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';
import { pageAt } from '../src/app/page-at.ts';
import { nameDevice } from '../src/features/auth/session/device.ts';
import { chooseLanguage } from '../src/features/language/choose-language.ts';
import { loadTexts } from '../src/messages/load-messages.ts';
import { uz } from '../src/messages/uz.ts';
import { startFakeApi } from './support/fake-api.ts';
import { openPage } from './support/open-page.tsx';

/** No server listens there: these tests need no API. */
const baseUrl = 'http://localhost:9/api/v1';

test.for([
  ['/', 'sign-up'],
  ['/register', 'sign-up'],
  ['/register/', 'sign-up'],
  ['/signup', 'sign-up'],
  ['/signup/', 'sign-up'],
  ['//', 'sign-up'],
  ['/account', 'account'],
  ['/account/', 'account'],
  ['/sign-in', 'sign-up'],
  ['/sign-in?interaction=', 'sign-up'],
  ['/sign-in?interaction=abc', 'interaction'],
  ['/sign-in/?interaction=abc', 'interaction'],
  ['/register?interaction=abc', 'sign-up'],
  ['/admin', 'admin'],
  ['/admin/', 'admin'],
  ['/admin/people/0197b0a4', 'admin'],
  ['/administrator', 'not-found'],
  ['/accounts', 'not-found'],
  ['/registers', 'not-found'],
  ['/register/more', 'not-found'],
  ['/constructor', 'not-found'],
] as const)('%s is %s', ([address, page]) => {
  const [path = '', query] = address.split('?');
  expect(pageAt(path, query)).toBe(page);
});

test('an unknown path says so and leads to the start page', async () => {
  await openPage({ baseUrl, address: '/nowhere' });
  expect(screen.getByRole('heading', { name: uz.notFound.title })).toBeTruthy();
  expect(screen.getByRole('link', { name: uz.notFound.toStart }).getAttribute('href')).toBe('/');
});

describe('the owner’s links', () => {
  const links = {
    terms: 'https://example.uz/terms',
    privacy: 'https://example.uz/privacy',
    support: 'https://t.me/example_support',
  };

  test('are in the footer of every page, and the support link beside errors', async () => {
    await openPage({ baseUrl, address: '/nowhere', links });
    const footer = within(screen.getByRole('contentinfo'));
    expect(footer.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual(Object.values(links));
    const main = within(screen.getByRole('main'));
    expect(main.getByRole('link', { name: uz.page.contactSupport }).getAttribute('href')).toBe(links.support);
  });

  test('support is in the alerts about a disabled account and an unreachable server', async () => {
    const page = await openPage({ baseUrl, address: '/register#phone=%2B998901234567&code=042137', links });
    await page.user.click(screen.getByRole('button', { name: uz.confirm.yes }));
    const alert = within(await screen.findByRole('alert'));
    expect(alert.getByRole('link', { name: uz.page.contactSupport })).toBeTruthy();
  });

  test('without any, there is no footer', async () => {
    await openPage({ baseUrl, address: '/nowhere' });
    expect(screen.queryByRole('contentinfo')).toBeNull();
    expect(screen.queryByRole('link', { name: uz.page.contactSupport })).toBeNull();
  });
});

describe('the bar that says there is no internet', () => {
  const bar = () => screen.queryByText(uz.page.offline);

  test('appears only if a call failed too, and goes when the browser is online again', async () => {
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    const page = await openPage({ baseUrl, address: '/register#phone=%2B998901234567&code=042137' });
    expect(bar()).toBeNull();
    await page.user.click(screen.getByRole('button', { name: uz.confirm.yes }));
    await screen.findByText(uz.page.offline);
    online.mockReturnValue(true);
    window.dispatchEvent(new Event('online'));
    await waitFor(() => expect(bar()).toBeNull());
    online.mockRestore();
  });

  test('goes when a call succeeds, whatever the browser says', async () => {
    const api = await startFakeApi();
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    await api.stop();
    const page = await openPage({ ...api, address: '/register#phone=%2B998901234567&code=042137' });
    await page.user.click(screen.getByRole('button', { name: uz.confirm.yes }));
    await screen.findByText(uz.page.offline);
    const yes = await screen.findByRole('button', { name: uz.confirm.yes });
    await api.start();
    await page.user.click(yes);
    await screen.findByRole('heading', { name: uz.account.titleNew });
    expect(bar()).toBeNull();
    online.mockRestore();
    await api.stop();
  });
});

test.for([
  [null, [], 'uz'],
  [undefined, ['de-DE', 'fr'], 'uz'],
  [null, ['de', 'ru-RU', 'en'], 'ru'],
  [null, ['uz-Cyrl-UZ', 'ru'], 'uz-Cyrl'],
  ['en', ['ru'], 'en'],
  ['tlh', ['ru'], 'ru'],
] as const)('choice %j with the browser’s %j gives %s', ([chosen, preferred, language]) => {
  expect(chooseLanguage(chosen, preferred)).toBe(language);
});

describe('the languages', () => {
  test.for(languages)('%s: the page is in it, and says so to the browser', async (language) => {
    await openPage({ baseUrl, language });
    const texts = await loadTexts(language);
    if (!texts) throw new Error('not loaded');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(texts.messages.signUp.title);
    expect(document.documentElement.lang).toBe(language);
    expect(document.title).toContain(texts.messages.signUp.title);
  });

  test('the choice is kept for the next visit', async () => {
    const page = await openPage({ baseUrl });
    await page.user.selectOptions(screen.getByLabelText(uz.language), 'en');
    await screen.findByRole('heading', { name: 'Sign in or sign up' });
    expect(localStorage.getItem('raqam.language')).toBe('en');
  });
});

test.for([
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
    'Chrome, Android',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; SM-A145F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36',
    'Samsung Internet, Android',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
    'Safari, iOS',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0.0.0 Mobile/15E148 Safari/604.1',
    'Chrome, iOS',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    'Edge, Windows',
  ],
  [
    'Mozilla/5.0 (Linux; arm_64; Android 13; 2201117TY) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 YaBrowser/25.8.0.0 SA/3 Mobile Safari/537.36',
    'Yandex, Android',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0', 'Firefox, macOS'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0', 'Firefox, Linux'],
  ['curl/8', ''],
] as const)('%s is called %s', ([userAgent, name]) => {
  expect(nameDevice(userAgent)).toBe(name);
});
