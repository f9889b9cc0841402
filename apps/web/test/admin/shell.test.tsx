import { screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { adminTexts } from '../../src/messages/admin/admin-texts.ts';
import { uz } from '../../src/messages/uz.ts';
import { openAdmin } from '../support/admin/open-admin.tsx';
import { errorAnswer } from '../support/fake-api.ts';
import { openAccountOf } from '../support/open-account.tsx';
import { usePressPage } from '../support/press-page.tsx';

const { api, open, openLink } = await usePressPage();
const texts = adminTexts.uz;
const nobody = { users: [], next_cursor: null };

const title = (name: string) => screen.findByRole('heading', { level: 1, name });
const section = (name: 'people' | 'audit' | 'services' | 'statistics') =>
  screen.getByRole('link', { name: texts[name].title });

afterEach(() => window.history.replaceState(null, '', '/'));

describe('who sees the page', () => {
  test('a stranger signs in first, and stays at the same place', async () => {
    api.changePerson({ role: 'admin' });
    api.admin.answer('searchUsers', nobody);
    await open({ address: '/admin/people' });
    await openLink();
    expect(screen.queryByRole('navigation', { name: texts.title })).toBeNull();
    api.challenges.become('approved');
    await title(texts.people.title);
    expect(window.location.pathname).toBe('/admin/people');
    await screen.findByRole('heading', { level: 2, name: texts.people.search.newest });
    await waitFor(() => expect(api.admin.calls('searchUsers')).toHaveLength(1));
  });

  test('somebody without the role reads only that it is for administrators, and nothing is asked of the API', async () => {
    (await openAccountOf(api)).close();
    await open({ address: '/admin/people' });
    await title(texts.notAdmin.title);
    expect(screen.queryByText(texts.people.title)).toBeNull();
    expect(api.requests.filter(({ path }) => path.includes('/admin/'))).toEqual([]);
  });

  test('an administrator who is none any more reads the same after the next call', async () => {
    api.admin.answer('searchUsers', () => {
      api.changePerson({ role: 'user' });
      return errorAnswer(403, { code: 'admin_required', message: 'API matni' });
    });
    await openAdmin(api, '/admin/people').catch(() => {}); // it may be gone before it was seen
    await title(texts.notAdmin.title);
  });

  test('the account page has the link for administrators alone', async () => {
    const page = await openAccountOf(api);
    expect(screen.queryByRole('link', { name: uz.accountPage.administration })).toBeNull();
    page.close();
    api.changePerson({ role: 'admin' });
    await open({ address: '/account' });
    const link = await screen.findByRole('link', { name: uz.accountPage.administration });
    expect(link.getAttribute('href')).toBe('/admin');
  });
});

describe('the sections', () => {
  test('are reached by links without a reload, and by back and forward; the title takes the focus', async () => {
    api.admin.answer('searchUsers', nobody);
    const { user } = await openAdmin(api, '/admin/audit');
    await title(texts.audit.title);
    expect(document.title).toBe(`${texts.title} — ${uz.product}`);
    await user.click(section('people'));
    expect(document.activeElement).toBe(await title(texts.people.title));
    expect(window.location.pathname).toBe('/admin/people');
    expect(section('people').getAttribute('aria-current')).toBe('page');
    window.history.back();
    await title(texts.audit.title);
    expect(section('people').getAttribute('aria-current')).toBeNull();
    window.history.forward();
    await waitFor(async () => expect(document.activeElement).toBe(await title(texts.people.title)));
  });

  test('a link opens a new tab with the key for it', async () => {
    api.admin.answer('searchUsers', nobody);
    const { user } = await openAdmin(api, '/admin/people');
    await title(texts.people.title);
    await user.keyboard('{Control>}');
    await user.click(section('audit'));
    await user.keyboard('{/Control}');
    expect(screen.getByRole('heading', { level: 1, name: texts.people.title })).toBeTruthy();
  });

  test('a path that leads nowhere says so', async () => {
    await openAdmin(api, '/admin/nowhere');
    await title(uz.notFound.title);
  });
});
