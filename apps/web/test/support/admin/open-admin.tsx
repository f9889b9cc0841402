import { cleanup, screen } from '@testing-library/react';
import { expect, onTestFinished } from 'vitest';
import { adminTexts } from '../../../src/messages/admin/admin-texts.ts';
import { uz } from '../../../src/messages/uz.ts';
import type { FakeApi } from '../fake-api.ts';
import { type OpenPage, openPage } from '../open-page.tsx';
import { BOT } from '../press-page.tsx';

const MINUTE_MS = 60_000;

/** Calls of this file's pages that have no answer yet. */
let open = 0;
const { send } = XMLHttpRequest.prototype;
XMLHttpRequest.prototype.send = function countedSend(body) {
  open += 1;
  this.addEventListener('loadend', () => {
    open -= 1;
  });
  send.call(this, body);
};

/** Opens a place of the admin page, such as `/admin/people`, as an administrator who has just signed in. */
export async function openAdmin(api: FakeApi, address: string): Promise<OpenPage> {
  // A call that is answered in the next test finds its session ended, and would use up the next test's cookie
  onTestFinished(async () => {
    cleanup();
    await expect.poll(() => open, { timeout: MINUTE_MS }).toBe(0);
  });
  const start = await openPage({ ...api, bot: BOT, address: '/register#phone=%2B998901234567&code=042137' });
  await start.user.click(await screen.findByRole('button', { name: uz.confirm.yes }));
  await screen.findByRole('heading', { name: uz.account.titleNew });
  start.close();
  api.changePerson({ role: 'admin' });
  api.requests.length = 0;
  const page = await openPage({ ...api, bot: BOT, address });
  await screen.findByRole('navigation', { name: adminTexts.uz.title });
  return page;
}
