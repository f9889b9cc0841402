import { screen } from '@testing-library/react';
import { adminTexts } from '../../src/messages/admin/admin-texts.ts';
import { uz } from '../../src/messages/uz.ts';
import type { FakeApi } from './fake-api.ts';
import { type OpenPage, openPage } from './open-page.tsx';
import { BOT } from './press-page.tsx';

/** Opens a place of the admin page, such as `/admin/people`, as an administrator who has just signed in. */
export async function openAdmin(api: FakeApi, address: string): Promise<OpenPage> {
  const texts = adminTexts.uz;
  const start = await openPage({ ...api, bot: BOT, address: '/register#phone=%2B998901234567&code=042137' });
  await start.user.click(await screen.findByRole('button', { name: uz.confirm.yes }));
  await screen.findByRole('heading', { name: uz.account.titleNew });
  start.close();
  api.changePerson({ role: 'admin' });
  api.requests.length = 0;
  const page = await openPage({ ...api, bot: BOT, address });
  await screen.findByRole('navigation', { name: texts.title });
  return page;
}
