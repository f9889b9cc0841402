import { screen } from '@testing-library/react';
import { afterEach, expect, vi } from 'vitest';
import { uz } from '../../src/messages/uz.ts';
import { type Answer, useFakeApi } from './fake-api.ts';
import { type OpenPage, openPage, type PageOptions } from './open-page.tsx';

export const START = '/api/v1/auth/challenges/';
export const WAIT = '/api/v1/auth/challenges/:id/wait/';
export const COLLECT = '/api/v1/auth/challenges/:id/collect/';
export const BOT = 'https://t.me/raqam_bot';
/** Its spaces do not break. */
export const MASKED = '+998\u00a090\u00a0•••\u00a045\u00a067';

/** The page with its sign-in by one press, for all tests of a file. */
export async function usePressPage() {
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

  return { api, count, openLink, again, byCode, panel, never, open, openWaiting, leave, hide, onDesktop };
}
