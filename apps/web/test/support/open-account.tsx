import { screen } from '@testing-library/react';
import { uz } from '../../src/messages/uz.ts';
import type { FakeApi } from './fake-api.ts';
import { type OpenPage, openPage } from './open-page.tsx';

/** Signs in on the start page and goes to the account. */
export async function openAccountOf(api: FakeApi): Promise<OpenPage> {
  const start = await openPage({ ...api, address: '/register#phone=%2B998901234567&code=042137' });
  await start.user.click(await screen.findByRole('button', { name: uz.confirm.yes }));
  await screen.findByRole('heading', { name: uz.account.titleNew });
  start.close();
  const page = await openPage({ ...api, address: '/account' });
  await screen.findByLabelText(uz.profile.firstName);
  await screen.findByText(uz.devices.thisOne);
  await screen.findByText(uz.passkeys.none);
  api.requests.length = 0;
  return page;
}
