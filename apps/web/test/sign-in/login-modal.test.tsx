import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';
import { uz } from '../../src/messages/uz.ts';
import { descriptionOf } from '../support/description-of.ts';
import { errorAnswer, useFakeApi } from '../support/fake-api.ts';
import { type OpenPage, openPage, type PageOptions } from '../support/open-page.tsx';

const BOT = 'https://t.me/raqam_bot';
const api = await useFakeApi();

const signInButton = () => screen.getByRole('button', { name: uz.header.signIn });
const telegram = () => dialog().getByText(uz.signUp.withTelegram);
const dialog = () => within(screen.getByRole('dialog', { name: uz.signUp.title }));

async function openModal(options: Partial<PageOptions> = {}): Promise<OpenPage> {
  const page = await openPage({ ...api, address: '/nowhere', ...options });
  await page.user.click(signInButton());
  return page;
}

test.for([
  ['/account', true],
  ['/nowhere', true],
  ['/', false],
  ['/register', false],
  ['/signup', false],
] as const)('%s has a way to the sign-in in its header: %s', async ([address, isThere]) => {
  await openPage({ ...api, address });
  const header = within(screen.getByRole('banner'));
  expect(header.queryByRole('button', { name: uz.header.signIn }) !== null).toBe(isThere);
  expect(header.queryByRole('button', { name: uz.header.account })).toBeNull();
});

test('after a sign-in the header has the account menu instead, and nothing during the check', async () => {
  const page = await openModal();
  await page.user.click(telegram());
  await page.enter('901234567', '042137');
  const menu = await screen.findByRole('button', { name: uz.header.account });
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(screen.queryByRole('button', { name: uz.header.signIn })).toBeNull();
  // The page has no view of its own that could take the focus.
  await expect.poll(() => document.activeElement).toBe(menu);
  page.close();

  await openPage({ ...api, address: '/nowhere' });
  expect(screen.queryByRole('button', { name: uz.header.signIn })).toBeNull();
  expect(screen.queryByRole('button', { name: uz.header.account })).toBeNull();
  await screen.findByRole('button', { name: uz.header.account });
});

test('the dialog is modal, has a name, and focuses its first button', async () => {
  const showModal = vi.spyOn(HTMLDialogElement.prototype, 'showModal');
  await openModal();
  expect(showModal).toHaveBeenCalledOnce();
  expect(document.activeElement).toBe(telegram());
});

describe('the dialog closes', () => {
  test('with its close button', async () => {
    const page = await openModal();
    await page.user.click(dialog().getByRole('button', { name: uz.login.close }));
    expect(screen.queryByRole('dialog')).toBeNull();
    await page.user.click(signInButton());
    expect(screen.getByRole('dialog')).toBeTruthy();
  });

  // As the browser handles Esc: the first one can be prevented, a second one closes at once.
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
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});

/** As another tab does: it shares the cookie and the storage. */
async function signInElsewhere(): Promise<void> {
  const other = await openPage({ ...api, address: '/register#phone=%2B998901234567&code=042137' });
  await other.user.click(await screen.findByRole('button', { name: uz.confirm.yes }));
  await screen.findByRole('heading', { name: uz.account.titleNew });
  other.close();
}

test('reopened, the dialog continues where the person stopped', async () => {
  const page = await openModal();
  await page.user.click(dialog().getByRole('button', { name: uz.signUp.withSms }));
  const field = screen.getByLabelText(uz.signUp.phone);
  expect(document.activeElement).toBe(field);
  await page.user.type(field, '901234567');
  await page.user.click(screen.getByRole('button', { name: uz.sms.send }));
  await screen.findByLabelText(uz.sms.code);
  await page.user.click(screen.getByRole('button', { name: uz.login.close }));
  await page.user.click(signInButton());
  expect(screen.getByRole('dialog', { name: uz.sms.codeTitle })).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText(uz.sms.code));
});

test('Telegram and SMS share the number', async () => {
  const page = await openModal();
  await page.user.click(telegram());
  await page.user.type(screen.getByLabelText(uz.signUp.phone), '901');
  await page.user.click(screen.getByRole('button', { name: uz.signUp.bySms }));
  expect(screen.getByLabelText(uz.signUp.phone)).toHaveProperty('value', '+998 90 1');
});

describe('by Telegram', () => {
  test('before the API has a link of its own, the link opens the bot, and the page asks for number and code', async () => {
    api.answerNext('/api/v1/auth/challenges/', new Promise(() => {}));
    const page = await openModal({ bot: BOT });
    const clicked = new Promise<Event>((done) => telegram().addEventListener('click', done));
    await page.user.click(telegram());
    expect((await clicked).defaultPrevented).toBe(false);
    const link = screen.getByRole('link', { name: new RegExp(uz.signUp.openBot) });
    expect(link.getAttribute('href')).toBe(`${BOT}?start=uz`);
    expect(screen.getByLabelText(uz.signUp.code)).toBeTruthy();
    // Not a field: its keyboard would cover what to do.
    expect(document.activeElement).toBe(link);
  });

  test('the error of a refused code is beside the field, in the dialog', async () => {
    const page = await openModal();
    await page.user.click(telegram());
    api.answerNext(
      '/api/v1/auth/register/telegram/',
      errorAnswer(400, { code: 'code_incorrect', message: 'API matni' }),
    );
    await page.enter('901234567', '111111');
    const alert = await screen.findByText('API matni');
    expect(descriptionOf(page.code())).toBe(alert.textContent);
    expect(document.activeElement).toBe(page.code());
  });
});
