import type { ApiClient } from '@raqam/shared/client';
import { expect, test } from 'vitest';
import { publishMenuButton } from '../src/features/menu-button.ts';

const REAL = 'https://api.telegram.org';

/** Publishes the button, and returns the calls to Telegram. */
async function publish(options: {
  registerUrl: string;
  telegramApiRoot?: string;
  answer?: string;
}): Promise<unknown[]> {
  const { registerUrl, telegramApiRoot = REAL, answer = 'init_data_invalid' } = options;
  const calls: unknown[] = [];
  const call = async () => ({ ok: false, error: { code: answer, message: '', fields: {} } });
  await publishMenuButton({
    telegram: {
      setChatMenuButton: async (button) => {
        calls.push(button);
        return true;
      },
    },
    api: { call } as unknown as ApiClient, // answers only this endpoint
    registerUrl,
    telegramApiRoot,
  });
  return calls;
}

test('the menu button opens the Mini App of the site', async () => {
  const button = { type: 'web_app', text: 'Kirish', web_app: { url: 'https://shop.uz/telegram' } };
  expect(await publish({ registerUrl: 'https://shop.uz/register' })).toEqual([{ menuButton: button }]);
});

test('an http site has the button in the emulator alone: Telegram would refuse it', async () => {
  const registerUrl = 'http://localhost:5173/register';
  expect(await publish({ registerUrl })).toEqual([]);
  expect(await publish({ registerUrl, telegramApiRoot: 'http://127.0.0.1:8081' })).toHaveLength(1);
});

test.for(['not_found', 'unreachable', 'host_not_allowed'])('an api that answers %s gets no button', async (answer) => {
  expect(await publish({ registerUrl: 'https://shop.uz/register', answer })).toEqual([]);
});
