import type { AdminUser } from '@raqam/shared/contract/admin';
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { adminTexts } from '../../src/messages/admin/admin-texts.ts';
import { uz } from '../../src/messages/uz.ts';
import { person, users } from '../support/admin/admin-people.ts';
import { openAdmin } from '../support/admin/open-admin.tsx';
import { errorAnswer, useFakeApi } from '../support/fake-api.ts';

const api = await useFakeApi();
const { acts, limits, sessions, deliveries, person: labels, badges } = adminTexts.uz.people;
const aziza = users[0] as AdminUser; // the list has two
const address = `/admin/people/${aziza.id}`;
const session = {
  id: '0197b0a4-5d6c-7000-8000-000000000021',
  device_id: 'd',
  device_name: '',
  ip_address: '198.51.100.7',
  user_agent: 'Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile',
  created_at: '2026-11-20T09:00:00.000Z',
  last_used_at: '2026-11-20T09:00:00.000Z',
};

const button = (name: string) => screen.findByRole('button', { name });
const inDialog = () => within(screen.getByRole('dialog'));
const card = (name: string) => screen.getByRole('region', { name });

/** The person of the API, whom acts change. */
let known: typeof person;

beforeEach(() => {
  known = person;
  const change = (about: Partial<AdminUser>) => {
    known = { ...known, user: { ...aziza, ...known.user, ...about } };
    return { status: 200, body: { user: known.user } };
  };
  api.admin.answer('showPerson', () => ({ status: 200, body: known }));
  api.admin.answer('listUserSessions', { sessions: [], next_cursor: null });
  api.admin.answer('searchEvents', { events: [], names: {}, next_cursor: null });
  api.admin.answer('disableUser', () => change({ disabled_at: '2026-11-21T10:00:00.000Z' }));
  api.admin.answer('enableUser', () => change({ disabled_at: null }));
  api.admin.answer('setUserRole', ({ body }) => change(body as { role: AdminUser['role'] })); // sent by the page under test
});
afterEach(() => {
  vi.restoreAllMocks();
  window.history.replaceState(null, '', '/');
});

test('the page says who it is', async () => {
  await openAdmin(api, address);
  expect(await screen.findByRole('heading', { level: 1, name: 'Aziza Karimova' })).toBeTruthy();
  const text = document.querySelector('.rq-person')?.textContent;
  for (const part of ['+998 90 987 65 43', uz.account.verified, '77', aziza.id]) expect(text).toContain(part);
  expect(screen.getByText(limits.none)).toBeTruthy();
  expect(screen.getByText(deliveries.none)).toBeTruthy();
  expect(await screen.findByText(sessions.none)).toBeTruthy();
});

test('somebody who does not exist is no error', async () => {
  api.admin.answer('showPerson', () => errorAnswer(404, { code: 'not_found', message: 'API matni' }));
  await openAdmin(api, address);
  await screen.findByRole('heading', { level: 1, name: labels.missing });
});

test('a page that can’t be loaded can be repeated', async () => {
  api.answerNext('/api/v1/admin/people/show/', errorAnswer(500, { code: 'internal_error', message: 'API matni' }));
  const { user } = await openAdmin(api, address);
  await screen.findByText(/API matni/);
  await user.click(await button(uz.session.retry));
  await screen.findByText(limits.none);
});

describe('limits in force', () => {
  const sms = { kind: 'sms' as const, max: 5, window_seconds: 3600, used: 5, free_at: '2026-11-21T10:00:00.000Z' };

  test('are said in words, those that count nothing are left out; unlocked, they are gone', async () => {
    known = { ...person, limits: [sms, { ...sms, kind: 'wrong_codes', used: 0, free_at: null }] };
    api.admin.answer('unlockPerson', () => {
      known = person;
      return { status: 204 };
    });
    const { user } = await openAdmin(api, address);
    await screen.findByText(limits.used(5, 5, '1 soat'));
    expect(screen.queryByText(limits.kinds.wrong_codes)).toBeNull();
    await user.click(await button(limits.unlock));
    await waitFor(() => expect(document.activeElement?.textContent).toBe(limits.unlocked));
    expect(screen.getByText(limits.none)).toBeTruthy();
    expect(api.admin.calls('unlockPerson').map(({ body }) => body)).toEqual([{ id: aziza.id }]);
  });

  test('of a number without an account are unlocked by the number', async () => {
    known = { ...person, phone: '+998901234500', user: null, limits: [sms] };
    api.admin.answer('unlockPerson', null);
    const { user } = await openAdmin(api, '/admin/people#number=%2B998901234500');
    await screen.findByText(labels.nobody);
    expect(screen.queryByRole('button', { name: acts.delete })).toBeNull();
    await user.click(await button(limits.unlock));
    await screen.findByText(limits.unlocked);
    expect(api.admin.calls('unlockPerson').map(({ body }) => body)).toEqual([{ phone: '+998901234500' }]);
  });
});

describe('sessions', () => {
  test('one is ended, then all', async () => {
    let living = [
      session,
      { ...session, id: '0197b0a4-5d6c-7000-8000-000000000022' },
      { ...session, id: '0197b0a4-5d6c-7000-8000-000000000023' },
    ];
    api.admin.answer('listUserSessions', () => ({ status: 200, body: { sessions: living, next_cursor: null } }));
    api.admin.answer('endUserSession', ({ path }) => {
      living = living.filter(({ id }) => !path.includes(id));
      return { status: 204 };
    });
    api.admin.answer('endUserSessions', () => {
      living = [];
      return { status: 204 };
    });
    const { user } = await openAdmin(api, address);
    const [first] = await screen.findAllByRole('button', { name: /Chrome, Android/ });
    expect(card(sessions.title).textContent).toContain('198.51.100.7');
    await user.click(first as HTMLElement);
    await waitFor(() => expect(screen.getAllByRole('button', { name: /Chrome, Android/ })).toHaveLength(2));
    await user.click(await button(sessions.endAll));
    await user.click(inDialog().getByRole('button', { name: sessions.endAll }));
    await screen.findByText(sessions.none);
    await waitFor(() => expect(document.activeElement?.textContent).toBe(sessions.allEnded));
  });
});

test('deliveries say what became of each message', async () => {
  known = {
    ...person,
    deliveries: [
      {
        id: 1,
        at: '2026-11-21T09:00:00.000Z',
        channel: 'sms',
        provider: 'eskiz',
        status: 'undelivered',
        provider_status: 'EXPIRED',
        updated_at: '2026-11-21T09:00:00.000Z',
      },
    ],
  };
  await openAdmin(api, address);
  const item = await screen.findByText(deliveries.statuses.undelivered);
  expect(item.closest('li')?.textContent).toContain('SMS · eskiz · EXPIRED');
});

describe('acts', () => {
  test('disable asks first, then the page shows the new truth; enable needs no question', async () => {
    const { user } = await openAdmin(api, address);
    await user.click(await button(acts.disable));
    expect(api.admin.calls('disableUser')).toHaveLength(0);
    await user.click(inDialog().getByText(uz.accountPage.cancel));
    await user.click(await button(acts.disable));
    await user.click(inDialog().getByRole('button', { name: acts.disable }));
    await waitFor(() => expect(document.activeElement?.textContent).toBe(acts.disabled));
    expect(screen.getByText(badges.disabled)).toBeTruthy();
    // The events of the number, before and after the act
    await waitFor(() => expect(api.admin.calls('searchEvents')).toHaveLength(2));
    expect(api.admin.calls('searchEvents')[1]?.body).toMatchObject({ phone: aziza.phone });
    await user.click(await button(acts.enable));
    await screen.findByText(acts.enabled);
    expect(screen.queryByText(badges.disabled)).toBeNull();
  });

  test('one that fails says so in its dialog, and can be repeated', async () => {
    api.answerNext(
      `/api/v1/admin/users/${aziza.id}/disable/`,
      errorAnswer(500, { code: 'internal_error', message: 'API matni' }),
    );
    const { user } = await openAdmin(api, address);
    await user.click(await button(acts.disable));
    await user.click(inDialog().getByRole('button', { name: acts.disable }));
    await inDialog().findByText(/API matni/);
    await user.click(inDialog().getByRole('button', { name: acts.disable }));
    await screen.findByText(acts.disabled);
  });

  test('the role is given and taken', async () => {
    const { user } = await openAdmin(api, address);
    await user.click(await button(acts.makeAdmin));
    await user.click(inDialog().getByRole('button', { name: acts.makeAdmin }));
    await screen.findByText(acts.madeAdmin);
    await user.click(await button(acts.removeAdmin));
    await user.click(inDialog().getByRole('button', { name: acts.removeAdmin }));
    await screen.findByText(acts.removedAdmin);
    expect(api.admin.calls('setUserRole').map(({ body }) => body)).toEqual([{ role: 'admin' }, { role: 'user' }]);
  });

  test('somebody without a confirmed number is not offered the role', async () => {
    known = { ...person, user: { ...aziza, is_verified: false } };
    await openAdmin(api, address);
    await screen.findByText(acts.adminNeedsNumber);
    expect(screen.queryByRole('button', { name: acts.makeAdmin })).toBeNull();
  });

  test('what is refused for oneself is not offered', async () => {
    known = { ...person, user: { ...aziza, id: '0197b0a4-5d6c-7000-8000-000000000001', role: 'admin' } };
    await openAdmin(api, address);
    await screen.findByText(acts.ownAccount);
    for (const name of [acts.disable, acts.delete, acts.removeAdmin])
      expect(screen.queryByRole('button', { name })).toBeNull();
    expect(screen.getByRole('button', { name: acts.export })).toBeTruthy();
  });

  test('the data is saved as a file', async () => {
    api.admin.answer('exportUser', { profile: { phone: aziza.phone } });
    const { user } = await openAdmin(api, address);
    const saved: Blob[] = [];
    URL.createObjectURL = (blob: Blob) => `blob:${saved.push(blob)}`;
    URL.revokeObjectURL = () => {};
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
    await user.click(await button(acts.export));
    await screen.findByText(acts.exported);
    expect(clicked.mock.contexts.map((link) => (link as HTMLAnchorElement).download)).toEqual([
      `raqam-${aziza.id}.json`,
    ]); // it was clicked
    expect(saved).toHaveLength(1);
  });

  test('a deletion needs the last four digits of the number', async () => {
    api.admin.answer('deleteUser', null);
    const { user } = await openAdmin(api, address);
    await user.click(await button(acts.delete));
    const field = inDialog().getByLabelText(/\+998/);
    await user.type(field, '1234{Enter}');
    expect(inDialog().getByText(acts.deleteMismatch)).toBeTruthy();
    expect(document.activeElement).toBe(field);
    expect(api.admin.calls('deleteUser')).toHaveLength(0);
    await user.clear(field);
    await user.type(field, '6543{Enter}');
    const title = await screen.findByRole('heading', { level: 1, name: acts.deleted });
    expect(document.activeElement).toBe(title);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(api.admin.calls('deleteUser')).toHaveLength(1);
  });
});
