import { apiEnvironment } from '@raqam/dev/development-environment';
import pg from 'pg';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeEach, expect, inject, test } from 'vitest';
import { cardOf, type Person, requestCode } from '../../../src/handset.ts';
import { runCommand } from '../../../src/run-command.ts';
import { pressOf, see } from '../../../src/site.ts';
import { signIn } from '../../support/api.ts';
import { useChromium } from '../../support/browser.ts';
import { addPerson, readSms } from '../../support/handset.ts';
import { addKnownPerson } from '../../support/press.ts';

/**
 * What operators ask on the second day. Each question is answered by one command and on the page. Backups are made and
 * restored by commands alone: packages/deployment/test/backup-and-restore.test.ts.
 */
const { visit } = useChromium();
const database = new pg.Pool({ connectionString: inject('urls').postgres, max: 1 });
afterAll(() => database.end());

const raqam = (...args: string[]) => runCommand(args, apiEnvironment(inject('ports'), inject('urls').postgres));
const read = async (...args: string[]) => JSON.parse(await raqam(...args, '--json'));

let person: Person;
let page: Page;
beforeEach(async () => {
  const admin = await addKnownPerson();
  await raqam('users', 'grant', admin.phone);
  person = await addPerson();
  await signIn({ phone: person.phone, code: await requestCode(person) });
  ({ page } = await visit('/admin/people', { locale: 'en-US' }));
  const { url, number } = await pressOf(page);
  await admin.press(await cardOf(admin, url), number);
  await openPerson(person.phone);
});

async function openPerson(phone: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Find a person' }).fill(phone);
  await page.getByRole('listitem').getByRole('link', { name: person.name }).click();
  await see(page, person.name);
}

/** A part of the page by its title. */
const part = (title: string): Locator =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) });

/** Presses a button, and the one of the same name in the dialog that asks. */
async function act(name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
}

test('who is it, and who signed in from where?', async () => {
  const shown = await read('users', 'show', person.phone);
  expect(shown).toMatchObject({ country: 'UZ', user: { phone: person.phone, telegram_id: person.id } });
  expect(shown.sessions).toMatchObject([{ ip_address: '127.0.0.1' }]);
  expect(shown.events.map(({ type }: { type: string }) => type)).toContain('user.signed_in');
  await page.getByText(String(person.id), { exact: true }).waitFor();
  await part('Sessions').getByText('127.0.0.1').waitFor();
  await part('Events').getByText('127.0.0.1').first().waitFor();
});

test('why does she get no code? What keeps her out is shown, and she is unlocked', async () => {
  const lock = () =>
    database.query(`INSERT INTO budgets (subject, hits) VALUES ('fail:' || $1, array_fill(now(), ARRAY[10]))`, [
      person.phone,
    ]);
  const isLocked = async () => {
    const { limits } = await read('users', 'show', person.phone);
    return limits.some(
      ({ kind, free_at }: { kind: string; free_at: string | null }) => kind === 'wrong_codes' && free_at,
    );
  };
  await lock();
  expect(await isLocked()).toBe(true);
  await raqam('unlock', person.phone);
  expect(await isLocked()).toBe(false);

  await lock();
  await page.reload();
  await page.getByText('10 of 10 within').waitFor();
  await page.getByRole('button', { name: 'Unlock' }).click();
  await page.getByText('Unlocked. Codes and attempts are allowed again.').waitFor();
  expect(await isLocked()).toBe(false);
});

test('someone must not sign in for now: disabled and enabled, by the command and on the page', async () => {
  const isDisabled = async () => (await read('users', 'show', person.phone)).user.disabled_at !== null;
  await raqam('users', 'disable', person.phone);
  await page.reload();
  await page.getByRole('button', { name: 'Enable' }).click();
  await page.getByText('The account has been enabled.').waitFor();
  expect(await isDisabled()).toBe(false);
  await act('Disable');
  await page.getByText('The account has been disabled.').waitFor();
  expect(await isDisabled()).toBe(true);
  await raqam('users', 'enable', person.phone);
  expect(await isDisabled()).toBe(false);
});

test('how many codes today, and what did they cost?', async () => {
  const { phone } = await addPerson();
  const body = JSON.stringify({ phone });
  const headers = { 'content-type': 'application/json' };
  await fetch(`${inject('urls').api}/api/users/auth/`, { method: 'POST', headers, body });
  await readSms(phone);
  const { conversion, sms } = await read('stats', '--days', '1');
  const bySms = conversion.find(({ way, country }: Record<string, string>) => way === 'sms' && country === 'UZ');
  expect(bySms.sent).toBeGreaterThan(0);
  expect(bySms.cost).toEqual({ amount: bySms.sent * 95, currency: 'UZS' });
  expect(sms.sent_today).toBeGreaterThan(0);

  await page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: 'Statistics' }).click();
  await part('From start to sign-in').getByText(/UZS/).first().waitFor();
  await part('SMS today').getByText(String(sms.sent_today), { exact: true }).waitFor();
});

test('a secret has leaked: it is replaced, by the command and on the page', async () => {
  await raqam('clients', 'add', 'day-two', '--name', 'Day two', '--redirect-uri', 'https://day-two.example/callback');
  expect(await raqam('clients', 'rotate-secret', 'day-two', '--yes')).toMatch(/client_secret +\S{20}/);
  await page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: 'Services' }).click();
  await page.getByRole('button', { name: 'New secret for Day two' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'New secret' }).click();
  const secret = page.getByRole('dialog', { name: 'Secret of Day two' }).getByLabel('Secret');
  expect(await secret.inputValue()).toMatch(/^\S{20,}$/);
});

test('someone wants to be deleted: nothing of them is found any more', async () => {
  const other = await addKnownPerson();
  await raqam('users', 'delete', other.phone, '--yes');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(person.phone.slice(-4));
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await see(page, 'The account has been deleted');
  for (const { phone } of [person, other]) {
    expect(await read('users', 'show', phone)).toMatchObject({ user: null, sessions: [], events: [], limits: [] });
  }
});

test('who did that? Every act names who made it', async () => {
  await raqam('users', 'end-sessions', person.phone);
  const [byCommand] = await read('events', '--phone', person.phone, '--actor', 'admin');
  expect(byCommand).toMatchObject({ type: 'session.ended', actor: 'admin', data: { reason: 'admin' } });
  expect(byCommand.data).toHaveProperty('command');
  await act('Disable');
  await page.getByText('The account has been disabled.').waitFor();
  const [onPage] = await read('events', '--phone', person.phone, '--actor', 'admin');
  expect(onPage.data).toHaveProperty('admin');
});
