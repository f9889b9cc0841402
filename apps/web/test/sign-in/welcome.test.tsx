import type { User } from '@raqam/shared/contract';
import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { readReturnTo } from '../../src/features/auth/signed-in/return-to.ts';
import { uz } from '../../src/messages/uz.ts';
import { useFakeApi } from '../support/fake-api.ts';
import { type OpenPage, openTelegram, type PageOptions } from '../support/open-page.tsx';

const REGISTER = '/api/v1/auth/register/telegram/';
const api = await useFakeApi();

async function signIn(about: Partial<User> = {}, options: Partial<PageOptions> = {}): Promise<OpenPage> {
  const page = await openTelegram({ ...api, bot: 'raqam_bot', ...options });
  if (Object.keys(about).length > 0) {
    const user: User = {
      id: '0197b0a4-5d6c-7000-8000-000000000001',
      full_name: 'Aziza',
      first_name: 'Aziza',
      last_name: '',
      phone: '+998901234567',
      telegram_id: 5,
      role: 'user',
      is_verified: true,
      date_joined: '2026-11-20T09:00:00.000Z',
      ...about,
    };
    api.answerNext(REGISTER, { status: 200, body: { user, tokens: { access: 'a', refresh: 'r' }, is_new: false } });
  }
  await page.enter('901234567', '042137');
  return page;
}

describe('next=//evil, /\\evil, javascript: on the web app: stays on the site', () => {
  const own = 'https://example.uz';
  const allowed = ['https://shop.example.uz'];
  test.for([
    ['/cart?id=1#top', 'https://example.uz/cart?id=1#top'],
    ['cart', 'https://example.uz/cart'],
    ['https://example.uz/cart', 'https://example.uz/cart'],
    ['https://shop.example.uz/pay', 'https://shop.example.uz/pay'],
    ['//shop.example.uz/pay', 'https://shop.example.uz/pay'],
    ['', undefined],
    ['//evil.example', undefined],
    ['/\\evil.example', undefined],
    ['\\\\evil.example', undefined],
    ['/\t/evil.example', undefined],
    // Without slashes it is a path, to a browser.
    ['https:evil.example', 'https://example.uz/evil.example'],
    ['https://evil.example', undefined],
    ['https://example.uz.evil.example', undefined],
    ['https://example.uz@evil.example', undefined],
    // Scripts of a page with a password in its URL can't call the API by a path.
    ['https://name:password@example.uz/cart', undefined],
    ['https://name@shop.example.uz', undefined],
    ['http://example.uz', undefined],
    ['https://example.uz:8443', undefined],
    ['http://shop.example.uz', undefined],
    ['https://sub.shop.example.uz', undefined],
    ['javascript:alert(1)', undefined],
    [' javascript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['blob:https://example.uz/1', undefined],
    ['https://', undefined],
  ])('%j leads to %j', ([asked, expected]) => {
    expect(readReturnTo(`?return_to=${encodeURIComponent(asked ?? '')}`, own, allowed)).toBe(expected);
  });

  test('without the parameter there is nowhere to go', () => {
    expect(readReturnTo('?a=b', own, allowed)).toBeUndefined();
  });
});

describe('where the person came from', () => {
  // A fragment of this page, because jsdom can't navigate anywhere else.
  const returnTo = 'http://localhost:5173/register#paid';
  const hasArrived = () => window.location.hash === '#paid';

  test('the page goes there by itself after a sign-in', async () => {
    await signIn({}, { returnTo });
    await expect.poll(hasArrived).toBe(true);
    expect(screen.getByText(uz.welcome.goingOn)).toBeTruthy();
  });

  test('on a later visit it waits for a click, so that two sites can’t redirect back and forth', async () => {
    const page = await signIn();
    await screen.findByText('Aziza Karimova');
    page.close();
    await openTelegram({ ...api, returnTo });
    const link = await screen.findByRole('link', { name: uz.welcome.goOn });
    expect(link.getAttribute('href')).toBe(returnTo);
    expect(hasArrived()).toBe(false);
  });

  test('a person without a name is asked for it first, and can skip that', async () => {
    const page = await signIn({ first_name: '', full_name: '' }, { returnTo });
    await page.user.click(await screen.findByRole('button', { name: uz.welcome.skip }));
    await expect.poll(hasArrived).toBe(true);
  });
});

describe('the name', () => {
  test('is asked of a person who has none, and saved', async () => {
    const page = await signIn();
    await screen.findByText('Aziza Karimova');
    page.close();
    api.requests.length = 0;
    sessionStorage.clear();
    localStorage.clear();
    const again = await openTelegram(api);
    api.answerNext('/api/v1/auth/me/', {
      status: 200,
      body: {
        id: '1',
        first_name: 'Lola',
        last_name: '',
        full_name: 'Lola',
        phone: '+998901234567',
        is_verified: true,
      },
    });
    api.answerNext(REGISTER, {
      status: 200,
      body: {
        user: { id: '1', first_name: '', last_name: '', full_name: '', phone: '+998901234567', is_verified: true },
        tokens: { access: 'a', refresh: 'r' },
        is_new: false,
      },
    });
    await again.enter('901234567', '042137');
    const field = await screen.findByLabelText(uz.welcome.name);
    expect(document.activeElement).toBe(field);
    await again.user.type(field, ' Lola {Enter}');
    await screen.findByText('Lola');
    expect(api.requests.at(-1)).toMatchObject({ method: 'PATCH', body: { first_name: 'Lola' } });
    expect(screen.queryByLabelText(uz.welcome.name)).toBeNull();
  });

  test('is not asked of a person who has one', async () => {
    await signIn();
    await screen.findByText('Aziza Karimova');
    expect(screen.queryByLabelText(uz.welcome.name)).toBeNull();
  });
});

describe('an unproved number', () => {
  const typed = { is_verified: false, full_name: 'Mallory', first_name: 'Mallory' };

  test('the page names the Telegram account that asked for the code, and does not go on by itself', async () => {
    await signIn(typed, { returnTo: 'http://localhost:5173/register#paid' });
    await screen.findByText(uz.welcome.unconfirmed('Mallory'));
    expect(screen.getByText(uz.account.unverified)).toBeTruthy();
    expect(screen.getByRole('link', { name: uz.welcome.shareContact }).getAttribute('href')).toContain(
      't.me/raqam_bot',
    );
    expect(window.location.hash).toBe('');
  });

  test('“confirm by SMS” signs out, and starts the sign-in by SMS with the number filled in', async () => {
    const page = await signIn(typed);
    await page.user.click(await screen.findByRole('button', { name: uz.welcome.confirmBySms }));
    await screen.findByRole('heading', { name: uz.sms.title });
    expect(page.phone()).toHaveProperty('value', '+998 90 123 45 67');
  });
});
