import { screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { uz } from '../src/messages/uz.ts';
import { openPage } from './open-page.tsx';

/** Nothing listens there: these tests need no API. */
const baseUrl = 'http://localhost:9/api/v1';

// As when the phone is offline, or after a deployment took the file away.
vi.mock('../src/features/auth/sign-in/LoginWays.tsx', () => {
  throw new Error('not fetched');
});
vi.mock('../src/features/account/AccountPage.tsx', () => {
  throw new Error('not fetched');
});

test('a sign-in that can’t be fetched says so in its dialog, and the page lives on', async () => {
  const page = await openPage({ baseUrl });
  await page.user.click(screen.getByRole('button', { name: uz.header.signIn }));
  const dialog = within(screen.getByRole('dialog', { name: uz.login.title }));
  expect((await dialog.findByRole('alert')).textContent).toContain(uz.failures.unreachable);
  expect(dialog.getByRole('button', { name: uz.session.retry })).toBeTruthy();
  await page.user.click(dialog.getByRole('button', { name: uz.login.close }));
  expect(page.submit()).toBeTruthy();
});

test('an account page that can’t be fetched says so', async () => {
  await openPage({ baseUrl, address: '/account' });
  expect((await screen.findByRole('alert')).textContent).toContain(uz.failures.unreachable);
});
