import { act, screen } from '@testing-library/react';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { en } from '../../../src/messages/en.ts';
import { uz } from '../../../src/messages/uz.ts';
import { errorAnswer } from '../../support/fake-api.ts';
import { openPage } from '../../support/open-page.tsx';
import { BOT, COLLECT, START, usePressPage, WAIT } from '../../support/press-page.tsx';

const { api, count, openLink, again, byCode, panel, never, open, openWaiting, leave, hide, onDesktop } =
  await usePressPage();

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
  test('the API names no bot: the page’s own link leads to it and to its code', async () => {
    api.challenges.setBot(false);
    const page = await open();
    await expect.poll(panel).toBe(uz.signUp.lead);
    await page.user.click(screen.getByRole('link', { name: uz.signUp.withTelegram }));
    expect(page.code()).toBeTruthy();
    expect(count(WAIT)).toBe(0);
  });

  test('no bot at all: the first screen leads to a code to the number', async () => {
    api.challenges.setBot(false);
    const page = await openPage(api);
    await expect.poll(panel).toBe(uz.signUp.lead);
    await page.user.click(screen.getByRole('button', { name: uz.signUp.withSms }));
    expect(await screen.findByRole('button', { name: uz.sms.send })).toBeTruthy();
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
