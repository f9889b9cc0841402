import { screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { interactionTexts } from '../../src/messages/interaction/interaction-texts.ts';
import { uz } from '../../src/messages/uz.ts';
import { errorAnswer, startFakeApi } from '../support/fake-api.ts';
import { ABORT, CONFIRM, INTERACTION, SHOW } from '../support/fake-interactions.ts';
import type { PageOptions } from '../support/open-page.tsx';
import { MASKED, usePressPage } from '../support/press-page.tsx';

const { api, open, openLink } = await usePressPage();
const texts = interactionTexts.uz;
const address = `/sign-in?interaction=${INTERACTION}`;
const MINUTE_MS = 60_000;
const own = { client: { name: 'Do‘kon', is_own: true } };

const openInteraction = (options: Partial<PageOptions> = {}) => open({ address, ...options });
const title = (name = texts.signInTo('Do‘kon')) => screen.findByRole('heading', { level: 1, name });
const allow = () => screen.findByRole('button', { name: texts.allow });
const cancel = () => screen.findByRole('button', { name: uz.accountPage.cancel });
const continueAs = () => screen.findByRole('button', { name: uz.returning.continueAs(MASKED) });
const calls = (path: string) => api.requests.filter((request) => request.path === path).length;

/** Resolves once the page has started a sign-in: later its call could reach the next test. */
const hasStarted = () =>
  expect.poll(() => document.querySelector('.rq-press-number')?.textContent, { timeout: MINUTE_MS }).toMatch(/^\d\d$/);

/** Signs in by a press in Telegram, as soon as the page shows its number. */
async function press(number?: string): Promise<void> {
  await openLink(number);
  api.challenges.become('approved');
}

/** Opens the page as a person who is signed in from an earlier visit. */
async function openSignedIn(asked: Parameters<typeof api.interactions.open>[0] = {}) {
  const page = await open();
  await press();
  await screen.findByRole('heading', { name: uz.account.titleExisting });
  page.close();
  api.interactions.open(asked);
  return openInteraction();
}

/** Whether the page has followed the API's redirect. */
const hasGone = (where: 'confirmed' | 'aborted') =>
  expect.poll(() => window.location.hash, { timeout: MINUTE_MS }).toBe(`#${where}`);

afterEach(() => window.history.replaceState(null, '', '/'));

describe('a person who is not signed in', () => {
  test('signs in to the client by a press, and goes on to the site’s own client at once', async () => {
    api.interactions.open(own);
    await openInteraction();
    await title();
    await press();
    await hasGone('confirmed');
    expect(calls(CONFIRM)).toBe(1);
    expect(document.querySelector('.rq-signed-in-as')?.textContent).toBe(uz.press.signedInAs(MASKED));
    expect(sessionStorage).toHaveLength(0);
  });

  test('signs in by SMS with the number that the client expects, and is then asked for consent', async () => {
    api.interactions.open({ login_hint: '+998901234567' });
    const { user, phone } = await openInteraction();
    await title();
    await hasStarted();
    await user.click(screen.getByRole('button', { name: uz.signUp.withSms }));
    expect(phone()).toHaveProperty('value', '+998 90 123 45 67');
    await user.click(screen.getByRole('button', { name: uz.sms.send }));
    await user.type(await screen.findByLabelText(uz.sms.code), '042137');
    expect(await allow()).toBeTruthy();
    expect(window.location.hash).toBe('');
    expect(sessionStorage).toHaveLength(0);
  });

  test('cancels instead', async () => {
    api.interactions.open();
    const { user } = await openInteraction();
    await hasStarted();
    await user.click(await cancel());
    await hasGone('aborted');
    expect(calls(ABORT)).toBe(1);
  });

  test('continues where they were after a reload', async () => {
    api.interactions.open();
    const { user, close } = await openInteraction();
    await hasStarted();
    await user.click(await screen.findByRole('button', { name: uz.signUp.withSms }));
    close();
    await openInteraction();
    await title(uz.sms.title);
  });

  test('signs in again if the session of an earlier visit has ended', async () => {
    const page = await openSignedIn();
    await allow();
    page.close();
    api.endSessions();
    await openInteraction();
    await title();
    await continueAs();
  });
});

describe('a person who is signed in', () => {
  test('only consents, and reads as whom and to what', async () => {
    const scopes = ['openid', 'phone', 'profile', 'telegram', 'offline_access'] as const;
    const { user } = await openSignedIn({ scopes: [...scopes] });
    await title();
    expect(document.querySelector('.rq-signed-in-as')?.textContent).toContain(uz.press.signedInAs(MASKED));
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(
      scopes.slice(1).map((scope) => texts.scopes[scope]),
    );
    expect(calls(CONFIRM)).toBe(0);
    await user.click(await allow());
    await hasGone('confirmed');
  });

  test('reads that a client without further scopes learns nothing', async () => {
    await openSignedIn({ scopes: ['openid'] });
    await title();
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([texts.scopes.openid]);
  });

  test('cancels the consent', async () => {
    const { user } = await openSignedIn();
    await user.click(await cancel());
    await hasGone('aborted');
    expect(calls(CONFIRM)).toBe(0);
  });

  test('goes on to the site’s own client without a click', async () => {
    await openSignedIn(own);
    await hasGone('confirmed');
    expect(screen.getByText(uz.welcome.goingOn)).toBeTruthy();
  });

  test('“not you?” signs out, and another person signs in', async () => {
    const { user } = await openSignedIn();
    await user.click(await screen.findByRole('button', { name: uz.press.notYou }));
    await openLink('48');
    expect(document.activeElement).toBe(await title());
    await press('48');
    await allow();
    expect(calls('/api/v1/auth/logout/')).toBe(1);
  });

  test('signs in once more if the client wants a new sign-in', async () => {
    await openSignedIn({ ...own, asksAgain: true });
    await title();
    await openLink('48');
    api.interactions.accept();
    await press('48');
    await hasGone('confirmed');
  });

  test('gets a fresh sign-in if the API wants yet another', async () => {
    await openSignedIn({ ...own, asksAgain: true });
    await press('48');
    await openLink('49');
    expect(calls(CONFIRM)).toBe(0);
  });

  test('whose session ends before the click signs in again', async () => {
    const { user } = await openSignedIn();
    const button = await allow();
    api.endSessions();
    await user.click(button);
    await continueAs();
  });
});

describe('the language', () => {
  test('is the client’s, for this visit only', async () => {
    api.interactions.open({ language: 'ru' });
    await openInteraction();
    await title(interactionTexts.ru.signInTo('Do‘kon'));
    expect(localStorage.getItem('raqam.language')).toBeNull();
    await hasStarted();
  });

  test('is the person’s own choice, if there is one', async () => {
    localStorage.setItem('raqam.language', 'en');
    api.interactions.open({ language: 'ru' });
    await openInteraction({ language: 'en' });
    await title(interactionTexts.en.signInTo('Do‘kon'));
    await hasStarted();
  });
});

describe('troubles', () => {
  afterEach(() => vi.restoreAllMocks());

  test('an interaction that is over leads back to the site that it began on', async () => {
    vi.spyOn(document, 'referrer', 'get').mockReturnValue('https://shop.example.uz/');
    await openInteraction();
    await title(texts.ended.title);
    const back = screen.getByRole('link', { name: texts.ended.backTo('shop.example.uz') });
    expect(back.getAttribute('href')).toBe('https://shop.example.uz/');
  });

  test.for(['', 'http://localhost:5173/register', 'javascript:alert(1)', 'android-app://org.example/'])(
    'an interaction that is over leads to the start page if the person came from “%s”',
    async (referrer) => {
      vi.spyOn(document, 'referrer', 'get').mockReturnValue(referrer);
      await openInteraction();
      await title(texts.ended.title);
      expect(screen.getByRole('link', { name: uz.notFound.toStart }).getAttribute('href')).toBe('/');
    },
  );

  test('an interaction that ended before the click says so', async () => {
    const { user } = await openSignedIn();
    const button = await allow();
    api.interactions.end();
    await user.click(button);
    await title(texts.ended.title);
  });

  test('after the way back from the client the page asks the API again', async () => {
    await openSignedIn(own);
    await hasGone('confirmed');
    api.interactions.end();
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    await title(texts.ended.title);
  });

  test('a failure of the API shows its text, and another try', async () => {
    api.interactions.open();
    api.answerNext(SHOW, errorAnswer(500, { code: 'internal_error', message: 'API matni' }));
    const { user } = await openInteraction();
    await title(texts.failedTitle);
    expect(screen.getByText('API matni')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: uz.session.retry }));
    await title();
    await hasStarted();
  });

  test('without a connection it says so, and loads once the connection is back', async () => {
    const other = await startFakeApi();
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    await other.stop();
    other.interactions.open();
    await openInteraction({ ...other });
    await title(texts.failedTitle);
    expect(screen.getByText(uz.failures.offline)).toBeTruthy();
    await other.start();
    online.mockReturnValue(true);
    window.dispatchEvent(new Event('online'));
    await title();
    await hasStarted();
    await other.stop();
  });

  test('a failed answer stays on the page and can be repeated', async () => {
    const { user } = await openSignedIn();
    api.answerNext(CONFIRM, errorAnswer(500, { code: 'internal_error', message: 'API matni' }));
    await user.click(await allow());
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('API matni');
    await waitFor(() => expect(document.activeElement).toBe(alert));
    await user.click(await allow());
    await hasGone('confirmed');
  });

  test('another account by now: the page asks again, for that one', async () => {
    const { user } = await openSignedIn();
    await allow();
    const shown = calls(SHOW);
    api.answerNext(CONFIRM, errorAnswer(409, { code: 'interaction_changed', message: 'API matni' }));
    await user.click(await allow());
    await expect.poll(() => calls(SHOW), { timeout: MINUTE_MS }).toBe(shown + 1);
    await user.click(await allow());
    await hasGone('confirmed');
  });

  test('a failed confirmation without a click can be repeated', async () => {
    api.answerNext(CONFIRM, errorAnswer(500, { code: 'internal_error', message: 'API matni' }));
    const { user } = await openSignedIn(own);
    await title(texts.failedTitle);
    await user.click(screen.getByRole('button', { name: uz.session.retry }));
    await hasGone('confirmed');
  });

  test('a URL in the query is never followed', async () => {
    api.interactions.open(own);
    const asked = `${address}&redirect_to=https://evil.example&return_to=https://evil.example`;
    api.answerNext(CONFIRM, { status: 200, body: { redirect_to: `http://localhost:5173${asked}#confirmed` } });
    await openInteraction({ address: asked });
    await press();
    await hasGone('confirmed');
  });
});
