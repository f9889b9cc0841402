import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { ru } from '../src/messages/first/ru.ts';
import { loadAllTexts, loadTexts } from '../src/messages/load-messages.ts';
import { uz } from '../src/messages/uz.ts';
import { openPage } from './support/open-page.tsx';

/** No server listens there: these tests need no API. */
const baseUrl = 'http://localhost:9/api/v1';

// As when the phone is offline, or after a deployment took the file away.
vi.mock('../src/features/account/AccountPage.tsx', () => {
  throw new Error('not fetched');
});

vi.mock('../src/messages/later/later-ru.ts', () => {
  throw new Error('not fetched');
});

test('an account page that can’t be fetched says so', async () => {
  await openPage({ baseUrl, address: '/account' });
  expect((await screen.findByRole('alert')).textContent).toContain(uz.failures.unreachable);
});

test('forms whose texts can’t be fetched say so, in the page’s language', async () => {
  const { user } = await openPage({ baseUrl, language: 'ru' });
  await user.click(screen.getByRole('button', { name: ru.signUp.withSms }));
  expect((await screen.findByRole('alert')).textContent).toContain(ru.failures.unreachable);
  expect(screen.getByRole('button', { name: ru.session.retry })).toBeTruthy();
});

test('a language that can’t be fetched as a whole is not chosen', async () => {
  expect(await loadTexts('ru')).toBeTruthy();
  expect(await loadAllTexts('ru')).toBeUndefined();
});
