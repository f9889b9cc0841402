import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { uz } from '../src/messages/uz.ts';
import { openPage } from './support/open-page.tsx';

/** No server listens there: these tests need no API. */
const baseUrl = 'http://localhost:9/api/v1';

// As when the phone is offline, or after a deployment took the file away.
vi.mock('../src/features/account/AccountPage.tsx', () => {
  throw new Error('not fetched');
});

test('an account page that can’t be fetched says so', async () => {
  await openPage({ baseUrl, address: '/account' });
  expect((await screen.findByRole('alert')).textContent).toContain(uz.failures.unreachable);
});
