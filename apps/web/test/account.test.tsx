import { screen, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { ru } from '../src/messages/ru.ts';
import { uz } from '../src/messages/uz.ts';
import { descriptionOf } from './support/description-of.ts';
import { errorAnswer, useFakeApi } from './support/fake-api.ts';
import { openAccountOf } from './support/open-account.tsx';
import { openPage } from './support/open-page.tsx';

const ME = '/api/v1/auth/me/';
const SESSIONS = '/api/v1/auth/sessions/';
const CHROME =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';
const api = await useFakeApi();

const openAccount = () => openAccountOf(api);
const asked = () => api.requests.map(({ method, path }) => `${method} ${path}`);
const button = (name: string) => screen.getByRole('button', { name });
const field = (name: string) => screen.getByLabelText(name);
const addPassport = (user: UserEvent) => user.click(button(uz.profile.addPassport));
const dialog = () => within(screen.getByRole('dialog'));

test('another language changes the whole page at once, and what was said before', async () => {
  const page = await openAccount();
  await page.user.type(field(uz.profile.firstName), 'x');
  await page.user.click(button(uz.profile.save));
  await screen.findByText(uz.profile.saved);
  const headings = () => screen.queryAllByRole('heading').map(({ textContent }) => textContent);
  const inUzbek = headings();
  const seen = new Set<string>();
  const observer = new MutationObserver(() => seen.add(headings().join()));
  observer.observe(document.body, { childList: true, characterData: true, subtree: true });

  await page.user.selectOptions(screen.getByLabelText(uz.language), 'ru');
  await screen.findByText(ru.profile.saved);
  observer.disconnect();
  const inRussian = [
    ru.accountPage.title,
    ru.profile.title,
    ru.passkeys.title,
    ru.devices.title,
    ru.deletion.sectionTitle,
  ];
  expect(headings()).toEqual(inRussian);
  expect(inUzbek).toHaveLength(inRussian.length);
  // Never without its texts, nor in two languages
  expect([...seen].filter((text) => text !== inUzbek.join())).toEqual([inRussian.join()]);
  expect(button(ru.account.signOut)).toBeTruthy();
  expect(screen.getByText(ru.devices.thisOne)).toBeTruthy();
});

describe('the head of the page', () => {
  test('shows the number with its badge, the name, and the day on which the account was opened', async () => {
    await openAccount();
    const main = within(screen.getByRole('main'));
    expect(main.getByText('Aziza Karimova')).toBeTruthy();
    expect(main.getByText('+998 90 123 45 67')).toBeTruthy();
    expect(main.getByText(uz.account.verified)).toBeTruthy();
    expect(main.getByText(uz.account.joined('2026-yil 20-noyabr'))).toBeTruthy();
    expect(main.queryByText(uz.account.unverifiedHow)).toBeNull();
  });

  test('marks an unproved number and explains how to prove it; postal address and passport have no fields yet', async () => {
    api.changePerson({ is_verified: false });
    await openAccount();
    expect(screen.getByText(uz.account.unverified)).toBeTruthy();
    const how = screen.getByText(uz.account.unverifiedHow).closest('.rq-callout');
    expect(how?.querySelector('a[href="/account/phone"]')?.textContent).toBe(uz.account.confirmPhone);
    expect(screen.getByText(uz.profile.verifyFirst)).toBeTruthy();
    expect(screen.queryByLabelText(uz.profile.address)).toBeNull();
    expect(screen.queryByRole('button', { name: uz.profile.addPassport })).toBeNull();
    expect(field(uz.profile.firstName)).toBeTruthy();
  });

  test('names a person without a name by the number, and one without a number by the name', async () => {
    api.changePerson({ full_name: '', first_name: '', last_name: '' });
    const page = await openAccount();
    expect(screen.getByText('+998 90 123 45 67').closest('.rq-head-name')).toBeTruthy();
    page.close();
    api.endSessions();
    api.changePerson({ phone: null, is_verified: false });
    await openAccount();
    expect(screen.getByText(uz.account.noPhone)).toBeTruthy();
    expect(screen.queryByText(uz.account.unverifiedHow)).toBeNull();
  });
});

describe('the profile', () => {
  test('shows the saved values, and saves only changed ones', async () => {
    const { user } = await openAccount();
    expect(field(uz.profile.firstName)).toHaveProperty('value', 'Aziza');
    expect(field(uz.profile.address).getAttribute('autocomplete')).toBe('street-address');
    await user.type(field(uz.profile.address), ' Toshkent, Amir Temur 1 ');
    await addPassport(user);
    await user.type(field(uz.profile.passport), 'aa 1234567');
    await user.click(button(uz.profile.save));
    const saved = await screen.findByText(uz.profile.saved);
    expect(saved.getAttribute('role')).toBe('status');
    expect(document.activeElement).toBe(saved);
    expect(field(uz.profile.passport)).toHaveProperty('value', 'AA1234567');
    expect(api.requests).toMatchObject([{ method: 'PATCH', path: ME }]);
    expect(api.requests[0]?.body).toEqual({ address: 'Toshkent, Amir Temur 1', passport_id: 'AA1234567' });
    await user.type(field(uz.profile.firstName), 'x');
    expect(screen.queryByText(uz.profile.saved)).toBeNull();
    await user.click(button(uz.profile.save));
    await screen.findByText(uz.profile.saved);
    expect(api.requests[1]?.body).toEqual({ first_name: 'Azizax' });
  });

  test.for(['A1234567', 'AA123456', '1234567AA', 'АА1234567'])(
    'the passport %j is refused, nothing is sent',
    async (passport) => {
      const { user } = await openAccount();
      await addPassport(user);
      await user.type(field(uz.profile.passport), passport);
      await user.click(button(uz.profile.save));
      const alert = screen.getByText(uz.profile.passportShape);
      expect(descriptionOf(field(uz.profile.passport))).toBe(alert.textContent);
      expect(document.activeElement).toBe(field(uz.profile.passport));
      expect(field(uz.profile.passport)).toHaveProperty('value', passport);
      expect(api.requests).toEqual([]);
    },
  );

  test('the API’s errors are beside their fields, and nothing typed is lost', async () => {
    const { user } = await openAccount();
    const fields = { last_name: 'Juda uzun', address: 'Bu ham' };
    api.answerNext(ME, errorAnswer(400, { code: 'validation_failed', message: 'Umumiy', fields }));
    await user.type(field(uz.profile.lastName), '-Aliyeva');
    await user.click(button(uz.profile.save));
    const alert = await screen.findByText('Juda uzun');
    expect(descriptionOf(field(uz.profile.lastName))).toBe(alert.textContent);
    expect(descriptionOf(field(uz.profile.address))).toBe(screen.getByText('Bu ham').textContent);
    expect(document.activeElement).toBe(field(uz.profile.lastName));
    expect(field(uz.profile.lastName)).toHaveProperty('value', 'Karimova-Aliyeva');
    await user.click(button(uz.profile.save));
    await screen.findByText(uz.profile.saved);
  });

  test('the passport field opens on demand only, and is open if a number is saved', async () => {
    const page = await openAccount();
    expect(screen.queryByLabelText(uz.profile.passport)).toBeNull();
    await addPassport(page.user);
    expect(document.activeElement).toBe(field(uz.profile.passport));
    page.close();
    api.changePerson({ passport_id: 'AA1234567' });
    await openPage({ ...api, address: '/account' });
    expect(await screen.findByLabelText(uz.profile.passport)).toHaveProperty('value', 'AA1234567');
  });

  test('if the API can’t encrypt it, a sentence replaces the passport field, and the rest can be saved', async () => {
    const { user } = await openAccount();
    api.answerNext(ME, errorAnswer(409, { code: 'encryption_not_configured', message: 'API matni' }));
    await addPassport(user);
    await user.type(field(uz.profile.passport), 'AA1234567');
    await user.type(field(uz.profile.firstName), 'xon');
    await user.click(button(uz.profile.save));
    const alert = await screen.findByText(uz.profile.passportUnavailable);
    expect(document.activeElement).toBe(alert);
    expect(screen.queryByLabelText(uz.profile.passport)).toBeNull();
    await user.click(button(uz.profile.save));
    await screen.findByText(uz.profile.saved);
    expect(api.requests.at(-1)?.body).toEqual({ first_name: 'Azizaxon' });
  });

  test('an error without a field is above the form', async () => {
    const { user } = await openAccount();
    api.answerNext(ME, errorAnswer(500, { code: 'internal_error', message: 'API matni' }));
    await user.click(button(uz.profile.save));
    const alert = await screen.findByText('API matni');
    expect(document.activeElement).toBe(alert);
  });

  test('a profile that could not be fetched has a retry button', async () => {
    const page = await openAccount();
    page.close();
    api.answerNext(SESSIONS, errorAnswer(500, { code: 'internal_error', message: 'API matni' }));
    const again = await openPage({ ...api, address: '/account' });
    await screen.findByText('API matni');
    await again.user.click(button(uz.session.retry));
    await screen.findByText(uz.devices.thisOne);
  });
});

describe('the devices', () => {
  const others = () => screen.queryAllByRole('button', { name: new RegExp(`^${uz.devices.end}: `) });

  test('each has a name, its dates and an IP; this one comes first, is marked and has no button', async () => {
    api.addSession({ device_name: 'Eski telefon', user_agent: CHROME, ip_address: '213.230.100.20' });
    api.addSession({ user_agent: CHROME });
    api.addSession();
    // Signing in removes no session; the API's list begins with those.
    await openAccount();
    const items = screen.getAllByRole('listitem').map((item) => item.textContent);
    expect(items).toHaveLength(4);
    expect(items[0]).toContain(uz.devices.thisOne);
    expect(items[0]).toContain(uz.devices.lastUsed('hozir'));
    expect(items[1]).toContain('Eski telefon');
    expect(items[1]).toContain('Chrome, Android');
    expect(items[1]).toContain('213.230.100.20');
    expect(items[1]).toMatch(/Oxirgi faollik: (?:\d{4}-yil )?15-yanvar/);
    expect(items[1]).toMatch(/Kirgan: (?:\d{4}-yil )?15-yanvar/);
    expect(items[2]).toMatch(/^Chrome, Android Oxirgi/);
    expect(items[3]).toContain(uz.devices.unknown);
    expect(others()).toHaveLength(3);
  });

  test('this one is in use now, even if its clock is ahead', async () => {
    const page = await openAccount();
    page.close();
    vi.useFakeTimers({ now: Date.now() + 10 * 60_000, toFake: ['Date'] });
    try {
      await openPage({ ...api, address: '/account' });
      await screen.findByText(uz.devices.lastUsed('hozir'));
    } finally {
      vi.useRealTimers();
    }
  });

  test('one can be signed out: it disappears, and the focus moves to a notice', async () => {
    const id = api.addSession({ device_name: 'Eski telefon' });
    const { user } = await openAccount();
    await user.click(button(uz.devices.endNamed('Eski telefon')));
    const notice = await screen.findByText(uz.devices.ended('Eski telefon'));
    expect(document.activeElement).toBe(notice);
    expect(others()).toEqual([]);
    expect(asked()).toEqual([`DELETE ${SESSIONS}${id}/`, `GET ${SESSIONS}`]);
  });

  test('one that is already signed out counts as a success', async () => {
    const id = api.addSession({ device_name: 'Eski telefon' });
    const { user } = await openAccount();
    api.answerNext(`${SESSIONS}${id}/`, errorAnswer(404, { code: 'not_found', message: 'API matni' }));
    await user.click(button(uz.devices.endNamed('Eski telefon')));
    await screen.findByText(uz.devices.ended('Eski telefon'));
    expect(screen.queryByText('API matni')).toBeNull();
  });

  test('one that could not be signed out stays, with an error', async () => {
    const id = api.addSession({ device_name: 'Eski telefon' });
    const { user } = await openAccount();
    api.answerNext(`${SESSIONS}${id}/`, errorAnswer(500, { code: 'internal_error', message: 'API matni' }));
    await user.click(button(uz.devices.endNamed('Eski telefon')));
    const alert = await screen.findByText('API matni');
    expect(document.activeElement).toBe(alert);
    expect(others()).toHaveLength(1);
  });

  test('all others are signed out only after confirmation', async () => {
    for (const device_name of ['Bir', 'Ikki']) api.addSession({ device_name });
    const { user } = await openAccount();
    await user.click(button(uz.devices.endOthers));
    expect(dialog().getByRole('heading', { name: uz.devices.othersTitle })).toBeTruthy();
    await user.click(dialog().getAllByRole('button', { name: uz.accountPage.cancel })[1] ?? document.body);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(api.requests).toEqual([]);

    await user.click(button(uz.devices.endOthers));
    await user.click(dialog().getByRole('button', { name: uz.devices.othersConfirm }));
    const notice = await screen.findByText(uz.devices.othersEnded);
    expect(document.activeElement).toBe(notice);
    expect(others()).toEqual([]);
    expect(asked()).toEqual([`DELETE ${SESSIONS}`, `GET ${SESSIONS}`]);
    expect(screen.queryByRole('button', { name: uz.devices.endOthers })).toBeNull();
  });

  test('if signing out all others fails, the question stays and shows the error', async () => {
    api.addSession();
    const { user } = await openAccount();
    await user.click(button(uz.devices.endOthers));
    api.answerNext(SESSIONS, errorAnswer(500, { code: 'internal_error', message: 'API matni' }));
    await user.click(dialog().getByRole('button', { name: uz.devices.othersConfirm }));
    const alert = await dialog().findByText('API matni');
    expect(document.activeElement).toBe(alert);
    expect(others()).toHaveLength(1);
  });
});

describe('the deletion of the account', () => {
  test('is explained first, and “no” changes nothing', async () => {
    const { user } = await openAccount();
    await user.click(button(uz.deletion.open));
    expect(dialog().getByText(uz.deletion.explanation)).toBeTruthy();
    await user.click(dialog().getAllByRole('button', { name: uz.accountPage.cancel })[0] ?? document.body);
    expect(api.requests).toEqual([]);
  });

  test('happens on “yes”, signs out with a notice, and leaves no session to check at the next visit', async () => {
    const page = await openAccount();
    await page.user.click(button(uz.deletion.open));
    await page.user.click(dialog().getByRole('button', { name: uz.deletion.confirm }));
    await screen.findByText(uz.notices.accountDeleted);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1, name: uz.accountPage.title }));
    expect(asked()).toEqual([`DELETE ${ME}`]);
    page.close();
    api.requests.length = 0;
    await openPage({ ...api, address: '/account' });
    await screen.findByText(uz.accountPage.signedOut);
    expect(api.requests).toEqual([]);
  });

  test('keeps the account and the question if it fails', async () => {
    const { user } = await openAccount();
    await user.click(button(uz.deletion.open));
    api.answerNext(ME, errorAnswer(500, { code: 'internal_error', message: 'API matni' }));
    await user.click(dialog().getByRole('button', { name: uz.deletion.confirm }));
    await dialog().findByText('API matni');
    expect(field(uz.profile.firstName)).toBeTruthy();
  });

  test('signing out here is a sign-out without a notice', async () => {
    const { user } = await openAccount();
    await user.click(button(uz.account.signOut));
    await screen.findByText(uz.accountPage.signedOut);
    expect(screen.queryByText(uz.notices.sessionEnded)).toBeNull();
  });
});

describe('the menu in the header', () => {
  const opener = () => button(uz.header.account);

  test('names the account, leads to it, and closes with Escape, with its button, and with a click elsewhere', async () => {
    const { user } = await openAccount();
    expect(screen.queryByRole('link', { name: uz.account.open })).toBeNull();
    await user.click(opener());
    const header = within(screen.getByRole('banner'));
    expect(header.getByText('+998 90 123 45 67')).toBeTruthy();
    expect(header.getByRole('link', { name: uz.account.open }).getAttribute('href')).toBe('/account');
    await user.tab();
    await user.keyboard('{Escape}');
    expect(document.activeElement).toBe(opener());
    expect(opener().getAttribute('aria-expanded')).toBe('false');
    for (const close of [opener(), screen.getByRole('heading', { level: 1 })]) {
      await user.click(opener());
      expect(header.getByRole('link', { name: uz.account.open })).toBeTruthy();
      await user.click(close);
      expect(header.queryByRole('link', { name: uz.account.open })).toBeNull();
    }
  });

  test('signs out, and shows an error if that fails', async () => {
    const { user } = await openAccount();
    await user.click(opener());
    api.answerNext('/api/v1/auth/logout/', errorAnswer(500, { code: 'internal_error', message: 'API matni' }));
    const header = within(screen.getByRole('banner'));
    await user.click(header.getByRole('button', { name: uz.account.signOut }));
    await header.findByText('API matni');
    await user.click(header.getByRole('button', { name: uz.account.signOut }));
    await screen.findByText(uz.accountPage.signedOut);
  });
});

test('a person who is signed out can sign in, and then gets the page they opened', async () => {
  const { user } = await openPage({ ...api, address: '/account' });
  await screen.findByText(uz.accountPage.signedOut);
  await user.click(within(screen.getByRole('main')).getByRole('button', { name: uz.header.signIn }));
  await user.click(dialog().getByText(uz.signUp.withTelegram));
  await user.type(dialog().getByLabelText(uz.signUp.phone), '901234567');
  await user.type(dialog().getByLabelText(uz.signUp.code), '042137');
  await screen.findByLabelText(uz.profile.firstName);
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(window.location.pathname).toBe('/account');
});
