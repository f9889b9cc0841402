import { screen, within } from '@testing-library/react';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { uz } from '../src/messages/uz.ts';
import { descriptionOf } from './description-of.ts';
import { errorAnswer, type FakeApi, startFakeApi } from './fake-api.ts';
import { type OpenPage, openPage, type PageOptions } from './open-page.tsx';

const BOT = 'https://t.me/raqam_bot';
let api: FakeApi;

beforeAll(async () => {
  api = await startFakeApi();
});
beforeEach(() => {
  api.endSessions();
  api.requests.length = 0;
});
afterAll(() => api.stop());

const signInButton = () => screen.getByRole('button', { name: uz.header.signIn });
const dialog = () => within(screen.getByRole('dialog', { name: uz.login.title }));
const tab = (name: string) => dialog().getByRole('tab', { name });

async function openModal(options: Partial<PageOptions> = {}): Promise<OpenPage> {
  const page = await openPage({ ...api, ...options });
  await page.user.click(signInButton());
  await screen.findByRole('tablist', { name: uz.login.ways });
  return page;
}

test.for(['/', '/register', '/signup', '/account', '/nowhere'])(
  '%s offers the sign-in in its header',
  async (address) => {
    await openPage({ ...api, address });
    const header = within(screen.getByRole('banner'));
    expect(header.getByRole('button', { name: uz.header.signIn })).toBeTruthy();
    expect(header.queryByRole('button', { name: uz.header.account })).toBeNull();
  },
);

test('after a sign-in the header has the account’s menu instead, and nothing while that is being checked', async () => {
  const page = await openModal({ address: '/nowhere' });
  await page.user.type(dialog().getByLabelText(uz.signUp.phone), '901234567');
  await page.user.type(dialog().getByLabelText(uz.signUp.code), '042137{Enter}');
  const menu = await screen.findByRole('button', { name: uz.header.account });
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.queryByRole('button', { name: uz.header.signIn })).toBeNull();
  // The page has no view of its own to give the focus to.
  expect(document.activeElement).toBe(menu);
  page.close();

  await openPage({ ...api, address: '/nowhere' });
  expect(screen.queryByRole('button', { name: uz.header.signIn })).toBeNull();
  expect(screen.queryByRole('button', { name: uz.header.account })).toBeNull();
  await screen.findByRole('button', { name: uz.header.account });
});

test('the dialog is modal, has its name, and begins at its title', async () => {
  const showModal = vi.spyOn(HTMLDialogElement.prototype, 'showModal');
  await openModal();
  expect(showModal).toHaveBeenCalledOnce();
  expect(document.activeElement).toBe(dialog().getByRole('heading', { name: uz.login.title }));
});

describe('the dialog goes', () => {
  test('with its close button', async () => {
    const page = await openModal();
    await page.user.click(dialog().getByRole('button', { name: uz.login.close }));
    expect(screen.queryByRole('dialog')).toBeNull();
    await page.user.click(signInButton());
    expect(screen.getByRole('dialog')).toBeTruthy();
  });

  // What the browser does with Esc: first it asks, and a second one closes at once.
  test.for(['cancel', 'close'] as const)('with Esc: the event %s', async (event) => {
    await openModal();
    const shown = screen.getByRole<HTMLDialogElement>('dialog');
    if (event === 'cancel') shown.dispatchEvent(new Event('cancel', { cancelable: true }));
    else shown.close();
    await expect.poll(() => shown.isConnected).toBe(false);
  });

  test('when another tab signs the person in', async () => {
    await openModal();
    await signInElsewhere();
    window.dispatchEvent(new StorageEvent('storage', { key: 'raqam.signed-in' }));
    await screen.findByRole('heading', { name: uz.account.titleRestored });
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

/** As another tab does: it shares the cookie and the storage. */
async function signInElsewhere(): Promise<void> {
  const other = await openPage({ ...api, address: '/register#phone=%2B998901234567&code=042137' });
  await other.user.click(await screen.findByRole('button', { name: uz.confirm.yes }));
  await screen.findByRole('heading', { name: uz.account.titleNew });
  other.close();
}

describe('the two ways', () => {
  test('are tabs: one is chosen, and it names its panel', async () => {
    const page = await openModal();
    expect(tab(uz.login.telegram).getAttribute('aria-selected')).toBe('true');
    await page.user.click(tab(uz.login.sms));
    expect(tab(uz.login.telegram).getAttribute('aria-selected')).toBe('false');
    expect(dialog().getByRole('tabpanel', { name: uz.login.sms }).id).toBe(
      tab(uz.login.sms).getAttribute('aria-controls'),
    );
  });

  test('change with the arrow keys, Home and End, and the Tab key stops at the chosen one only', async () => {
    const page = await openModal();
    await page.user.click(tab(uz.login.telegram));
    for (const [key, name] of [
      ['ArrowRight', uz.login.sms],
      ['ArrowRight', uz.login.telegram],
      ['ArrowLeft', uz.login.sms],
      ['Home', uz.login.telegram],
      ['End', uz.login.sms],
    ] as const) {
      await page.user.keyboard(`{${key}}`);
      expect(document.activeElement, key).toBe(tab(name));
      expect(tab(name).getAttribute('aria-selected')).toBe('true');
    }
    expect(tab(uz.login.sms).tabIndex).toBe(0);
    expect(tab(uz.login.telegram).tabIndex).toBe(-1);
  });

  test('keep what was typed into them', async () => {
    const page = await openModal();
    await page.user.type(dialog().getByLabelText(uz.signUp.phone), '901');
    await page.user.click(tab(uz.login.sms));
    await page.user.type(dialog().getByLabelText(uz.signUp.phone), '902');
    await page.user.click(tab(uz.login.telegram));
    expect(dialog().getByLabelText(uz.signUp.phone)).toHaveProperty('value', '+998 90 1');
    await page.user.click(tab(uz.login.sms));
    expect(dialog().getByLabelText(uz.signUp.phone)).toHaveProperty('value', '+998 90 2');
  });
});

describe('by Telegram', () => {
  const link = () => dialog().getByRole('link', { name: new RegExp(uz.signUp.openBot) });
  const qrCode = () => document.querySelector('.rq-dialog .rq-qr-code');

  test('on a phone: the button to the bot, no QR code', async () => {
    await openModal({ bot: BOT });
    expect(link().getAttribute('href')).toBe(BOT);
    expect(qrCode()).toBeNull();
  });

  test('on a desktop: the QR code beside it', async () => {
    const matchMedia = vi.spyOn(window, 'matchMedia').mockImplementation((media) =>
      Object.assign(new EventTarget(), {
        media,
        matches: media === '(min-width: 40rem) and (pointer: fine)',
        onchange: null,
        addListener: vi.fn(),
        removeListener: vi.fn(),
      }),
    );
    await openModal({ bot: BOT });
    expect(link()).toBeTruthy();
    await expect.poll(() => qrCode()?.querySelector('path')?.getAttribute('d')).toMatch(/^M3 3h1v1h-1z/);
    matchMedia.mockRestore();
  });

  test('a refused code stands beside the field, in the dialog', async () => {
    const page = await openModal();
    api.answerNext(
      '/api/v1/auth/register/telegram/',
      errorAnswer(400, { code: 'code_incorrect', message: 'API matni' }),
    );
    await page.user.type(dialog().getByLabelText(uz.signUp.phone), '901234567');
    await page.user.type(dialog().getByLabelText(uz.signUp.code), '111111{Enter}');
    const alert = await dialog().findByText('API matni');
    const code = dialog().getByLabelText(uz.signUp.code);
    expect(descriptionOf(code)).toBe(alert.textContent);
    expect(document.activeElement).toBe(code);
  });
});
