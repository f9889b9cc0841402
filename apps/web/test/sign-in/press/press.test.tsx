import { act, configure, screen, waitFor } from '@testing-library/react';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ru } from '../../../src/messages/ru.ts';
import { uz } from '../../../src/messages/uz.ts';
import type { Answer } from '../../support/fake-api.ts';
import { linkOf } from '../../support/fake-challenges.ts';
import { BOT, COLLECT, MASKED, START, usePressPage } from '../../support/press-page.tsx';

const { api, count, openLink, byCode, panel, never, open, openWaiting, hide, onDesktop } = await usePressPage();

describe('the first screen', () => {
  test('has the number, and in the link’s words; the link opens Telegram in a window of its own', async () => {
    await open();
    const link = await openLink();
    expect(panel()).toBe(`${uz.press.choose}${uz.press.scan}47`);
    const [challenge] = api.challenges.all;
    expect(link.getAttribute('href')).toBe(challenge && linkOf(challenge));
    expect(link.getAttribute('target')).toBe('_blank');
    expect(link.getAttribute('rel')).toBe('noopener');
    expect(api.challengeRequests[0]).toMatchObject({
      path: START,
      language: 'uz',
      body: { device_id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  });

  test('leads to the bot before the API has answered; then the same link gets its URL and words', async () => {
    const answer = Promise.withResolvers<Answer>();
    api.answerNext(START, answer.promise);
    await open({ language: 'ru' });
    const link = screen.getByRole('link', { name: ru.signUp.withTelegram });
    expect(link.getAttribute('href')).toBe(`${BOT}?start=ru`);
    const telegram = { url: `${BOT}?start=abc`, number: '83' };
    const times = { expires_at: new Date(Date.now() + 120_000).toISOString() };
    answer.resolve({ status: 201, body: { id: '1', secret: 's', state: 'waiting', ...times, telegram, channels: [] } });
    expect(await screen.findByRole('link', { name: ru.press.open('83') })).toBe(link);
    expect(link.getAttribute('href')).toBe(`${BOT}?start=abc`);
  });

  test('costs one challenge, in React’s strict mode too', async () => {
    configure({ reactStrictMode: true });
    onTestFinished(() => configure({ reactStrictMode: false }));
    await openWaiting();
    expect(count(START)).toBe(1);
  });

  test('on a desktop it has a QR code of the link, which screen readers skip', async () => {
    onDesktop();
    await open();
    await expect.poll(() => document.querySelector('.rq-qr-code path')?.getAttribute('d')).toMatch(/^M3 3h1v1h-1z/);
    expect(document.querySelector('.rq-qr-code')?.getAttribute('aria-hidden')).toBe('true');
    expect(screen.getByRole('link', { name: uz.press.openHere })).toBeTruthy();
  });

  test('on a phone it fetches no QR code', async () => {
    await openWaiting();
    expect(document.querySelector('.rq-qr-code path')).toBeNull();
  });
});

describe('nothing is started', () => {
  test('for people who are signed in', async () => {
    const page = await openWaiting();
    api.challenges.become('approved');
    await screen.findByRole('heading', { name: uz.account.titleExisting });
    page.close();
    api.challengeRequests.length = 0;
    await open();
    await screen.findByRole('heading', { name: uz.account.titleRestored });
    expect(api.challengeRequests).toEqual([]);
  });

  test('for people who come by the bot’s link, until they say that the number is not theirs and go back', async () => {
    const page = await open({ address: '/register#phone=%2B998901234567&code=042137' });
    await page.user.click(await screen.findByRole('button', { name: uz.confirm.no }));
    expect(api.challengeRequests).toEqual([]);
    await page.user.click(screen.getByRole('button', { name: new RegExp(uz.signUp.back) }));
    await openLink();
    expect(count(START)).toBe(1);
  });

  test('by a page in a hidden tab, until somebody looks at it', async () => {
    hide(true);
    await open();
    await act(async () => {});
    expect(count(START)).toBe(0);
    hide(false);
    await openLink();
  });
});

describe('the journey', () => {
  test('opened, approved, signed in: collected once, and the page says as whom', async () => {
    await openWaiting();
    api.challenges.become('opened');
    await screen.findByText(uz.press.opened);
    expect(screen.getByText('47')).toBeTruthy();
    api.challenges.become('approved');
    const title = await screen.findByRole('heading', { name: uz.account.titleExisting });
    expect(document.activeElement).toBe(title);
    expect(count(COLLECT)).toBe(1);
    expect(document.querySelector('.rq-signed-in-as')?.textContent).toContain(uz.press.signedInAs(MASKED));
    expect(sessionStorage).toHaveLength(0);
  });

  test('“not you?” signs out and starts anew', async () => {
    const page = await openWaiting();
    api.challenges.become('approved');
    await page.user.click(await screen.findByRole('button', { name: uz.press.notYou }));
    await openLink('48');
    expect(api.requests.at(-1)?.path).toBe('/api/v1/auth/logout/');
  });

  test('while it collects, the button says so and nothing else can start', async () => {
    await openWaiting();
    api.answerNext(COLLECT, never());
    api.challenges.become('approved');
    const busy = await screen.findByRole('button', { name: uz.press.signingIn });
    expect(busy.getAttribute('aria-busy')).toBe('true');
    expect(panel()).toContain(uz.press.approved);
  });

  test('a lost answer of the collect is asked for again', async () => {
    await openWaiting();
    api.answerNext(COLLECT, { status: 502, body: 'Bad gateway' });
    api.challenges.become('approved');
    await screen.findByRole('heading', { name: uz.account.titleExisting });
    expect(count(COLLECT)).toBe(2);
  });
});

describe('the other ways', () => {
  const areClear = () => byCode().parentElement?.className.includes('rq-press-ways-clear');

  test('are shown clearly 20 seconds after the person left, if nothing happened', async () => {
    const page = await openWaiting();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    act(() => screen.getByRole('link', { name: uz.press.open('47') }).click());
    act(() => vi.advanceTimersByTime(19_000));
    expect(areClear()).toBe(false);
    act(() => vi.advanceTimersByTime(1000));
    expect(areClear()).toBe(true);
    expect(screen.getByText(uz.press.otherWay)).toBeTruthy();
    page.close();
  });

  test('stay quiet while nobody has left, or once the link is open in Telegram', async () => {
    await openWaiting();
    api.challenges.become('opened');
    await screen.findByText(uz.press.opened);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    act(() => vi.advanceTimersByTime(60_000));
    expect(areClear()).toBe(false);
  });

  test.for(['code', 'SMS'] as const)('by %s: back on the first screen the challenge is the same', async (way) => {
    const page = await openWaiting();
    await page.user.click(way === 'code' ? byCode() : screen.getByRole('button', { name: uz.signUp.withSms }));
    expect(screen.queryByRole('link', { name: uz.press.open('47') })).toBeNull();
    await page.user.click(screen.getByRole('button', { name: new RegExp(uz.signUp.back) }));
    await openLink();
    expect(count(START)).toBe(1);
  });

  test('a press in Telegram signs in while the person is at the form', async () => {
    const page = await openWaiting();
    await page.user.click(byCode());
    api.challenges.become('approved');
    await screen.findByRole('heading', { name: uz.account.titleExisting });
  });

  test('an expired challenge is not renewed there, but on the way back', async () => {
    const page = await openWaiting();
    await page.user.click(byCode());
    api.challenges.become('expired');
    await waitFor(() => expect(sessionStorage.getItem('raqam.press.page')).toBeNull());
    expect(count(START)).toBe(1);
    await page.user.click(screen.getByRole('button', { name: new RegExp(uz.signUp.back) }));
    await openLink('48');
  });
});

describe('in Telegram’s own browser', () => {
  const notice = () => screen.findByText(uz.telegramBrowser.explanation);

  test.for([
    ['by its user agent', () => vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue('… Telegram-Android/11.0')],
    ['by its proxy', () => vi.stubGlobal('TelegramWebviewProxy', {})],
    ['by its webview', () => vi.stubGlobal('TelegramWebview', {})],
  ] as const)('recognized %s, the page says that a sign-in stays there, and gives its address', async ([, is]) => {
    is();
    const page = await open();
    await notice();
    await page.user.click(screen.getByRole('button', { name: uz.telegramBrowser.copy }));
    await screen.findByRole('button', { name: uz.telegramBrowser.copied });
    expect(await navigator.clipboard.readText()).toBe(window.location.href);
    await openLink(); // else its challenge would be the next test's
  });

  test('elsewhere there is no such notice', async () => {
    await openWaiting();
    expect(screen.queryByText(uz.telegramBrowser.explanation)).toBeNull();
  });
});

describe('the dialog', () => {
  const signIn = () => screen.getByRole('button', { name: uz.header.signIn });

  test('starts its own challenge when it opens, and finds it again', async () => {
    const page = await open({ address: '/nowhere' });
    expect(api.challengeRequests).toEqual([]);
    await page.user.click(signIn());
    await openLink();
    await page.user.click(screen.getByRole('button', { name: uz.login.close }));
    await page.user.click(signIn());
    await openLink();
    expect(count(START)).toBe(1);
  });

  test('closes after the press; a notice names the account, until it is closed', async () => {
    const page = await open({ address: '/nowhere' });
    await page.user.click(signIn());
    await openLink();
    api.challenges.become('approved');
    const notYou = await screen.findByRole('button', { name: uz.press.notYou });
    expect(notYou.parentElement?.textContent).toContain(uz.press.signedInAs(MASKED));
    expect(screen.queryByRole('dialog')).toBeNull();
    await page.user.click(screen.getByRole('button', { name: uz.login.close }));
    expect(screen.queryByRole('button', { name: uz.press.notYou })).toBeNull();
  });
});
