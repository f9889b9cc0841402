import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { adminTexts } from '../../src/messages/admin/admin-texts.ts';
import { uz } from '../../src/messages/uz.ts';
import { person, users } from '../support/admin/admin-people.ts';
import { openAdmin } from '../support/admin/open-admin.tsx';
import { errorAnswer } from '../support/fake-api.ts';
import { usePressPage } from '../support/press-page.tsx';

const { api, openLink } = await usePressPage();
const texts = adminTexts.uz;
const refused = errorAnswer(403, { code: 'proof_required', message: 'API matni' });
const [aziza] = users;
const OTHER = '0197b0a4-5d6c-7000-8000-000000000099';

const dialog = () => screen.findByRole('dialog', { name: texts.proof.title });
const isGone = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

/** Lets the administrator's sign-in be too old; resolves once the next one is approved. */
function becomeStale(): { approve: (number?: string) => Promise<void> } {
  let isStale = true;
  const unlessStale = (body: unknown) => () => (isStale ? refused : { status: 200, body });
  api.admin.answer('searchUsers', unlessStale({ users, next_cursor: null }));
  api.admin.answer('showPerson', unlessStale(person));
  api.admin.answer('listUserSessions', unlessStale({ sessions: [], next_cursor: null }));
  return {
    async approve(number) {
      await openLink(number);
      isStale = false;
      api.challenges.become('approved');
    },
  };
}

afterEach(() => window.history.replaceState(null, '', '/'));

describe('15 minutes after the last sign-in', () => {
  test('a dialog asks for one press, then the refused call is sent again', async () => {
    const { approve } = becomeStale();
    await openAdmin(api, '/admin/people');
    expect((await dialog()).textContent).toContain(texts.proof.explanation);
    await approve();
    await isGone();
    expect(await screen.findByText('Aziza Karimova')).toBeTruthy();
    expect(api.admin.calls('searchUsers')).toHaveLength(2);
    expect(sessionStorage).toHaveLength(0);
  });

  test('what was typed is still there, and the person has not left the page', async () => {
    api.admin.answer('searchUsers', { users, next_cursor: null });
    const { user } = await openAdmin(api, '/admin/people');
    await screen.findByText('Aziza Karimova');
    const { approve } = becomeStale();
    await user.type(screen.getByLabelText(texts.people.search.label), 'aziza{Enter}');
    await dialog();
    await approve();
    await isGone();
    expect(screen.getByLabelText(texts.people.search.label)).toHaveProperty('value', 'aziza');
    expect(await screen.findByText('Aziza Karimova')).toBeTruthy();
  });

  test('closed, the page says why there is nothing, and asks again on a retry', async () => {
    const { approve } = becomeStale();
    const { user } = await openAdmin(api, '/admin/people');
    await user.click(within(await dialog()).getByRole('button', { name: uz.login.close }));
    expect(await screen.findByText(/API matni/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: uz.session.retry }));
    await dialog();
    await approve();
    expect(await screen.findByText('Aziza Karimova')).toBeTruthy();
  });

  test('an administrator who can’t press signs in by SMS', async () => {
    becomeStale();
    const { user } = await openAdmin(api, '/admin/people');
    const shown = within(await dialog());
    await openLink();
    await user.click(shown.getByRole('button', { name: uz.signUp.withSms }));
    await user.type(await shown.findByLabelText(uz.signUp.phone), '901234567');
    await user.click(shown.getByRole('button', { name: uz.sms.send }));
    api.admin.answer('searchUsers', { users, next_cursor: null });
    await user.type(await shown.findByLabelText(uz.sms.code), '042137');
    expect(await screen.findByText('Aziza Karimova')).toBeTruthy();
    await isGone();
    expect(sessionStorage).toHaveLength(0);
  });

  test('somebody else who signs in there sees nothing of the page', async () => {
    const { approve } = becomeStale();
    await openAdmin(api, '/admin/people');
    await dialog();
    api.changePerson({ id: OTHER, role: 'user' });
    await approve();
    expect(await screen.findByRole('heading', { level: 1, name: texts.notAdmin.title })).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(api.admin.calls('searchUsers')).toHaveLength(1);
  });

  test('another administrator starts over as themselves', async () => {
    const { approve } = becomeStale();
    await openAdmin(api, '/admin/people');
    await dialog();
    api.changePerson({ id: OTHER });
    await approve();
    expect(await screen.findByText('Aziza Karimova')).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('an act is refused once, and done once', async () => {
    api.admin.answer('showPerson', person);
    api.admin.answer('listUserSessions', { sessions: [], next_cursor: null });
    const { user } = await openAdmin(api, `/admin/people/${aziza?.id}`);
    await user.click(await screen.findByRole('button', { name: texts.people.acts.disable }));
    let isStale = true;
    api.admin.answer('disableUser', () => (isStale ? refused : { status: 200, body: { user: aziza } }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: texts.people.acts.disable }));
    await dialog();
    await openLink();
    isStale = false;
    api.challenges.become('approved');
    expect(await screen.findByText(texts.people.acts.disabled)).toBeTruthy();
    expect(api.admin.calls('disableUser')).toHaveLength(2);
  });
});
