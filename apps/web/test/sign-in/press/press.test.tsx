import { act, configure, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { en } from '../../../src/messages/en.ts';
import { ru } from '../../../src/messages/ru.ts';
import { uz } from '../../../src/messages/uz.ts';
import { type Answer, errorAnswer, useFakeApi } from '../../support/fake-api.ts';
import { linkOf } from '../../support/fake-challenges.ts';
import { type OpenPage, openPage, type PageOptions } from '../../support/open-page.tsx';

const START = '/api/v1/auth/challenges/';
const WAIT = '/api/v1/auth/challenges/:id/wait/';
const COLLECT = '/api/v1/auth/challenges/:id/collect/';
const BOT = 'https://t.me/raqam_bot';
/** Its spaces do not break. */
const MASKED = '+998\u00a090\u00a0•••\u00a045\u00a067';
const api = await useFakeApi();

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** The calls of a path; those that a page of an earlier test has left do not count. */
const count = (path: string) =>
  api.challengeRequests.filter(
    (request) =>
      request.path === path &&
      (request.challenge === undefined || api.challenges.all.some(({ id }) => id === request.challenge)),
  ).length;
const openLink = (number = '47') => screen.findByRole('link', { name: uz.press.open(number) });
const again = () => screen.findByRole('button', { name: uz.press.again });
const byCode = () => screen.getByRole('button', { name: uz.press.byCode });
const panel = () => document.querySelector('.rq-press-panel')?.textContent;
const never = () => new Promise<Answer>(() => {});

const open = (options: Partial<PageOptions> = {}) => openPage({ ...api, bot: BOT, ...options });

/** Opens the page; resolves once it waits for the press. */
async function openWaiting(options?: Partial<PageOptions>): Promise<OpenPage> {
  const page = await open(options);
  await openLink();
  await expect.poll(() => count(WAIT)).toBe(1);
  return page;
}

/** Follows the link to Telegram, which opens a window of its own. */
async function leave(page: OpenPage): Promise<void> {
  await page.user.click(await openLink());
}

function hide(isHidden: boolean): void {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden);
  document.dispatchEvent(new Event('visibilitychange'));
}

function onDesktop(): void {
  vi.spyOn(window, 'matchMedia').mockImplementation((media) =>
    Object.assign(new EventTarget(), {
      media,
      matches: media === '(min-width: 40rem) and (pointer: fine)',
      onchange: null,
      addListener: vi.fn(),
      removeListener: vi.fn(),
    }),
  );
}

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

describe('an end', () => {
  test.for(['declined', 'wrong_number', 'taken'] as const)(
    '%s says what happened; one button starts anew',
    async (ending) => {
      const page = await openWaiting();
      act(() => screen.getByRole('link', { name: uz.press.open('47') }).focus());
      api.challenges.become(ending);
      const button = await again();
      expect(panel()).toContain(uz.press.endings[ending].title);
      expect(panel()).toContain(uz.press.endings[ending].explanation);
      expect(document.activeElement).toBe(button);
      expect(screen.queryByRole('link', { name: uz.press.open('47') })).toBeNull();
      await page.user.click(button);
      expect(document.activeElement).toBe(await openLink('48'));
      expect(panel()).not.toContain(uz.press.endings[ending].title);
    },
  );

  test('expired: says so if the person had left for Telegram', async () => {
    const page = await openWaiting();
    await leave(page);
    api.challenges.become('expired');
    await screen.findByText(uz.press.endings.expired.title);
    await page.user.click(await again());
    await openLink('48');
  });

  test('expired: else the next number takes its place, in the same link', async () => {
    await openWaiting();
    const link = await openLink();
    api.challenges.become('expired');
    expect(await openLink('48')).toBe(link);
  });

  test.for(['account_disabled', 'phone_conflict', 'contact_required'] as const)(
    '%s says why, in the language of the page, and does not move the focus of who is elsewhere',
    async (code) => {
      const page = await openWaiting();
      act(() => byCode().focus());
      api.answerNext(COLLECT, errorAnswer(409, { code, message: 'API matni' }));
      api.challenges.become('approved');
      await again();
      expect(panel()).toBe(` ${uz.press.endings.refused.title}API matni`);
      expect(document.activeElement).toBe(byCode());
      await page.user.selectOptions(screen.getByLabelText(uz.language), 'en');
      await screen.findByText(en.press.endings.refused.title);
    },
  );

  test('a challenge that the API does not know any more: the page starts anew', async () => {
    await openWaiting();
    api.challenges.forget();
    await expect.poll(() => count(START)).toBe(2);
    await openLink();
  });
});

describe('without the press', () => {
  test('no bot: the first screen has the ways of before, without a number', async () => {
    api.challenges.setBot(false);
    const page = await openPage(api);
    await expect.poll(panel).toBe(uz.signUp.lead);
    await page.user.click(screen.getByRole('button', { name: uz.signUp.withTelegram }));
    expect(screen.getByText(uz.signUp.findBot)).toBeTruthy();
    expect(count(WAIT)).toBe(0);
  });

  test('refused: the API’s text, and the link to the bot leads to its code', async () => {
    api.answerNext(START, errorAnswer(429, { code: 'challenge_limit', message: 'API matni', retry_after: 300 }));
    const page = await open();
    await expect.poll(panel).toMatch(/^API matni 5 daqiqadan so‘ng/);
    const link = screen.getByRole('link', { name: uz.signUp.withTelegram });
    expect(link.getAttribute('href')).toBe(`${BOT}?start=uz`);
    await page.user.click(link);
    expect(page.code()).toBeTruthy();
  });

  test('the API is down: the page says so, the other ways are clear, and it starts by itself later', async () => {
    await api.stop();
    await open();
    await expect.poll(panel).toContain(uz.press.cutOff);
    expect(byCode().parentElement?.className).toContain('rq-press-ways-clear');
    await api.start();
    window.dispatchEvent(new Event('online'));
    await openLink();
    expect(panel()).not.toContain(uz.press.cutOff);
  });

  test('it goes down while the page waits: the number stays, and the wait goes on', async () => {
    await openWaiting();
    await api.stop();
    await expect.poll(panel).toBe(` ${uz.press.cutOff}47`);
    await api.start();
    window.dispatchEvent(new Event('online'));
    await expect.poll(() => count(WAIT)).toBe(2);
    api.challenges.become('approved');
    await screen.findByRole('heading', { name: uz.account.titleExisting });
  });

  test('offline is said as such', async () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    await api.stop();
    onTestFinished(() => api.start());
    await open();
    await expect.poll(panel).toContain(uz.press.offline);
  });
});

describe('a tab that was unloaded', () => {
  test('finds its challenge again and asks at once; its storage holds no secret', async () => {
    const page = await openWaiting();
    await leave(page);
    const kept = JSON.stringify({ ...sessionStorage });
    const [challenge] = api.challenges.all;
    expect(kept).toContain(challenge?.id);
    expect(kept).not.toContain(challenge?.secret);
    page.close();
    api.challenges.become('approved');
    await open();
    await screen.findByRole('heading', { name: uz.account.titleExisting });
    expect(count(START)).toBe(1);
  });

  test('starts anew if its challenge has expired and nobody had left', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    (await openWaiting()).close();
    vi.setSystemTime(Date.now() + 3 * 60_000);
    await open();
    await openLink('48');
  });

  test.for(['not JSON', '{"at":1}', '"x"', '{"id":1,"url":"x"}'])('storage with %s is no challenge', async (value) => {
    sessionStorage.setItem('raqam.press.page', JSON.stringify({ at: Date.now(), value }));
    await openWaiting();
    expect(count(START)).toBe(1);
  });
});

describe('a return to the tab', () => {
  test.for([
    ['visibilitychange', () => document.dispatchEvent(new Event('visibilitychange'))],
    ['pageshow', () => window.dispatchEvent(new Event('pageshow'))],
    ['focus', () => window.dispatchEvent(new Event('focus'))],
    ['online', () => window.dispatchEvent(new Event('online'))],
  ] as const)('by %s: a dead connection is given up, and the page asks again', async ([, happens]) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    api.answerNext(WAIT, never());
    await openWaiting();
    api.challenges.become('approved');
    vi.setSystemTime(Date.now() + 1000);
    act(() => void happens());
    await screen.findByRole('heading', { name: uz.account.titleExisting });
    expect(count(WAIT)).toBe(2);
  });

  test('its several events ask once', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    await openWaiting();
    vi.setSystemTime(Date.now() + 1000);
    act(() => {
      document.dispatchEvent(new Event('visibilitychange'));
      for (const event of ['pageshow', 'focus', 'online']) window.dispatchEvent(new Event(event));
    });
    await expect.poll(() => count(WAIT)).toBe(2);
    for (const event of ['focus', 'online']) act(() => void window.dispatchEvent(new Event(event)));
    api.challenges.become('opened');
    await screen.findByText(uz.press.opened);
    await expect.poll(() => count(WAIT)).toBe(3); // the next wait begins after the state shows
  });

  test('a hidden phone makes no further call, except to collect', async () => {
    await openWaiting();
    hide(true);
    api.challenges.become('opened');
    await screen.findByText(uz.press.opened);
    await act(async () => {});
    expect(count(WAIT)).toBe(1);
    api.challenges.become('approved');
    hide(false);
    await screen.findByRole('heading', { name: uz.account.titleExisting });
    expect(count(WAIT)).toBe(2);
  });

  test('an approval that reaches a hidden phone is collected at once', async () => {
    await openWaiting();
    hide(true);
    api.challenges.become('approved');
    await screen.findByRole('heading', { name: uz.account.titleExisting });
  });

  test('a hidden desktop goes on waiting', async () => {
    onDesktop();
    await openWaiting();
    hide(true);
    api.challenges.become('opened');
    await expect.poll(() => count(WAIT)).toBe(2);
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
