import { screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { adminTexts } from '../../src/messages/admin/admin-texts.ts';
import { uz } from '../../src/messages/uz.ts';
import { person, users } from '../support/admin/admin-people.ts';
import { openAdmin } from '../support/admin/open-admin.tsx';
import { errorAnswer, useFakeApi } from '../support/fake-api.ts';

const api = await useFakeApi();
const { search, person: labels, badges, noName } = adminTexts.uz.people;

const field = () => screen.getByLabelText(search.label);
const queries = () => api.admin.calls('searchUsers').map(({ body }) => (body as { query?: string }).query); // sent by the page under test

/** Answers every query with the people whose names begin with it. */
function answerByName(): void {
  api.admin.answer('searchUsers', ({ body }) => {
    const { query = '' } = body as { query?: string }; // sent by the page under test
    const found = users.filter(({ full_name: name }) => name.toLowerCase().startsWith(query.toLowerCase()));
    return { status: 200, body: { users: found, next_cursor: null } };
  });
}

afterEach(() => window.history.replaceState(null, '', '/'));

test('without a query the newest people are there, each with what sets them apart', async () => {
  answerByName();
  await openAdmin(api, '/admin/people');
  expect(await screen.findByRole('heading', { level: 2, name: search.newest })).toBeTruthy();
  const first = await screen.findByRole('link', { name: /Aziza Karimova/ });
  const second = screen.getByRole('link', { name: new RegExp(noName) });
  expect(first.textContent).toContain('+998 90 987 65 43');
  for (const text of [noName, badges.disabled, uz.account.unverified]) expect(second.textContent).toContain(text);
  expect(queries()).toEqual([undefined]);
});

test('typing searches once the fingers rest, Enter at once; the query stays in the fragment', async () => {
  answerByName();
  const { user } = await openAdmin(api, '/admin/people');
  await screen.findByText('Aziza Karimova');
  await user.type(field(), 'azi');
  await waitFor(() => expect(queries()).toEqual([undefined, 'azi']));
  await user.type(field(), 'za{Enter}');
  await waitFor(() => expect(queries()).toEqual([undefined, 'azi', 'aziza']));
  expect(window.location.hash).toBe('#q=aziza');
  expect(window.location.search).toBe('');
  await user.clear(field());
  await screen.findByText(noName);
  expect(queries().at(-1)).toBeUndefined();
});

test('a query of the URL is searched for, also after the way back from a person', async () => {
  answerByName();
  api.admin.answer('showPerson', person);
  api.admin.answer('listUserSessions', { sessions: [], next_cursor: null });
  const { user } = await openAdmin(api, '/admin/people#q=aziza');
  expect(field()).toHaveProperty('value', 'aziza');
  await user.click(await screen.findByRole('link', { name: /Aziza Karimova/ }));
  await screen.findByRole('link', { name: new RegExp(labels.toPeople) });
  expect(window.location.pathname).toBe(`/admin/people/${users[0]?.id}`);
  window.history.back();
  await waitFor(() => expect(field()).toHaveProperty('value', 'aziza'));
});

test('the arrows lead from the field through the list and back', async () => {
  answerByName();
  const { user } = await openAdmin(api, '/admin/people');
  await screen.findByText('Aziza Karimova');
  await user.click(field());
  await user.keyboard('{ArrowDown}');
  expect(document.activeElement?.textContent).toContain('Aziza Karimova');
  await user.keyboard('{ArrowDown}');
  expect(document.activeElement?.textContent).toContain(noName);
  await user.keyboard('{ArrowDown}{ArrowUp}{ArrowUp}');
  expect(document.activeElement).toBe(field());
});

describe('nobody is found', () => {
  test('by a name', async () => {
    answerByName();
    const { user } = await openAdmin(api, '/admin/people');
    await screen.findByText('Aziza Karimova');
    await user.type(field(), 'zulfiya{Enter}');
    expect((await screen.findAllByText(search.none)).length).toBeGreaterThan(0);
    expect(screen.queryByText('Aziza Karimova')).toBeNull();
  });

  test('by a number: what is known about the number is one press away, and never in the path', async () => {
    answerByName();
    api.admin.answer('showPerson', { ...person, phone: '+998901234500', user: null });
    const { user } = await openAdmin(api, '/admin/people#q=901234500');
    await user.click(await screen.findByRole('link', { name: search.showNumber('+998 90 123 45 00') }));
    await screen.findByText(labels.nobody);
    expect(api.admin.calls('showPerson').map(({ body }) => body)).toEqual([{ phone: '+998901234500' }]);
    expect(window.location.pathname).toBe('/admin/people');
    expect(new URLSearchParams(window.location.hash.slice(1)).get('number')).toBe('+998901234500');
  });
});

test('further people are added page by page; a failure leaves those that are there', async () => {
  const [first, second] = users;
  api.admin.answer('searchUsers', ({ body }) => {
    const { after } = body as { after?: string }; // sent by the page under test
    const page = after ? { users: [second], next_cursor: null } : { users: [first], next_cursor: 'page-2' };
    return { status: 200, body: page };
  });
  const { user } = await openAdmin(api, '/admin/people');
  await screen.findByText('Aziza Karimova');
  api.answerNext('/api/v1/admin/users/search/', errorAnswer(500, { code: 'internal_error', message: 'API matni' }));
  await user.click(screen.getByRole('button', { name: search.more }));
  await screen.findByText(/API matni/);
  await user.click(screen.getByRole('button', { name: search.more }));
  await screen.findByText(noName);
  expect(screen.getByText('Aziza Karimova')).toBeTruthy();
  expect(screen.queryByRole('button', { name: search.more })).toBeNull();
});

test('a search that fails says so, and can be repeated', async () => {
  answerByName();
  api.answerNext('/api/v1/admin/users/search/', errorAnswer(500, { code: 'internal_error', message: 'API matni' }));
  const { user } = await openAdmin(api, '/admin/people');
  await screen.findByText(/API matni/);
  await user.click(screen.getByRole('button', { name: uz.session.retry }));
  await screen.findByText('Aziza Karimova');
});
