import pg from 'pg';
import type { Page } from 'playwright-core';
import { afterAll, expect, inject, test } from 'vitest';
import { cardOf, type Person, requestCode } from '../../../src/handset.ts';
import { fillIn, pressOf, SIGN_IN, see } from '../../../src/site.ts';
import { useChromium } from '../../support/browser.ts';
import { addPerson } from '../../support/handset.ts';
import { addKnownPerson } from '../../support/press.ts';

const { visit } = useChromium();
const database = new pg.Pool({ connectionString: inject('urls').postgres, max: 1 });
afterAll(() => database.end());

async function addAdministrator(): Promise<Person> {
  const person = await addKnownPerson();
  await database.query("UPDATE users SET role = 'admin' WHERE phone = $1", [person.phone]);
  return person;
}

/** Lets the person's sign-ins be 16 minutes old. */
async function age({ phone }: Person): Promise<void> {
  await database.query(
    `UPDATE sessions SET created_at = sessions.created_at - interval '16 minutes'
     FROM users WHERE users.id = user_id AND users.phone = $1`,
    [phone],
  );
}

/** Presses in Telegram for the sign-in that a page or its dialog shows. */
async function press(person: Person, place: Parameters<typeof pressOf>[0]): Promise<void> {
  const { url, number } = await pressOf(place);
  await person.press(await cardOf(person, url), number);
}

const sections = (page: Page) => page.getByRole('navigation', { name: 'Boshqaruv' });
const search = (page: Page) => page.getByRole('searchbox', { name: 'Odamni topish' });
const proof = (page: Page) => page.getByRole('dialog', { name: 'Bu siz ekaningizni tasdiqlang' });

test('an administrator finds a person and disables them, who is out at once; after 15 minutes one press more', async () => {
  const [admin, person] = [await addAdministrator(), await addPerson()];
  const theirs = await visit();
  await fillIn(theirs.page, { phone: person.phone, code: await requestCode(person) });
  await see(theirs.page, 'Xush kelibsiz!');

  const { page } = await visit('/admin/people');
  await press(admin, page);
  await sections(page).waitFor();
  await search(page).fill(person.phone.slice(-9));
  await page.getByRole('heading', { name: 'Topilganlar' }).waitFor();
  await page.getByRole('listitem').getByRole('link', { name: person.name }).waitFor();
  await search(page).press('ArrowDown');
  await page.keyboard.press('Enter');
  await see(page, person.name);

  await page.getByRole('button', { name: 'Bloklash' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Bloklash' }).click();
  await page.getByText('Hisob bloklandi.').waitFor();
  await page.getByText('Hech bir qurilmada hisobga kirilmagan.').waitFor();
  await theirs.page.reload();
  await see(theirs.page, SIGN_IN);

  await age(admin);
  await page.getByRole('button', { name: 'Blokdan chiqarish' }).click();
  await press(admin, proof(page));
  await page.getByText('Hisob blokdan chiqarildi.').waitFor();
  expect(await proof(page).count()).toBe(0);

  // The link works after a reload, by the session that the press has made
  await page.reload();
  await see(page, person.name);
  await page.goBack();
  expect(await search(page).inputValue()).toBe(person.phone.slice(-9));

  const { rows } = await database.query(
    `SELECT type, events.data->>'admin' AS by FROM events JOIN users ON users.id = events.user_id
     WHERE users.phone = $1 AND type IN ('user.disabled', 'user.enabled') ORDER BY events.id`,
    [person.phone],
  );
  const { rows: admins } = await database.query('SELECT id FROM users WHERE phone = $1', [admin.phone]);
  const by = admins[0].id;
  expect(rows).toEqual([
    { type: 'user.disabled', by },
    { type: 'user.enabled', by },
  ]);
});

test('an administrator sees why a number without an account gets no code, and unlocks it', async () => {
  const [admin, person] = [await addAdministrator(), await addPerson()];
  await requestCode(person);
  const { page } = await visit('/admin/people');
  await press(admin, page);
  await search(page).fill(person.phone);
  await page.getByRole('link', { name: 'haqidagi ma’lumotni ko‘rsatish' }).click();
  await page.getByText('Bu raqam bilan hech kim ro‘yxatdan o‘tmagan.').waitFor();
  await page.getByText('Botdan olingan kodlar').first().waitFor();
  await page.getByRole('button', { name: 'Cheklovlarni olib tashlash' }).click();
  await page.getByText('Hozir cheklov yo‘q: kod olish va kirish mumkin.').waitFor();
});

test('strangers, and people without the role, see nothing of the page', async () => {
  const person = await addKnownPerson();
  const { page, context } = await visit('/nowhere');
  const asked: string[] = [];
  context.on('request', (request) => {
    if (request.url().includes('/api/v1/admin/')) asked.push(request.url());
  });
  await page.goto(`${inject('urls').web}/admin`);
  await see(page, SIGN_IN);
  await press(person, page);
  await see(page, 'Bu sahifani faqat administratorlar ocha oladi');
  expect(await sections(page).count()).toBe(0);
  expect(asked).toEqual([]);
});
