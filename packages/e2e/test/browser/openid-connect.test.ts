import { apiEnvironment } from '@raqam/dev/development-environment';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { cardOf } from '../../src/handset.ts';
import { claimsOn, type RelyingParty, startRelyingParty } from '../../src/relying-party.ts';
import { runCommand } from '../../src/run-command.ts';
import { pressOf, see } from '../../src/site.ts';
import { violationsOf } from '../support/axe.ts';
import { useChromium } from '../support/browser.ts';
import { addPerson, readSms } from '../support/handset.ts';
import { addKnownPerson, buttonIn, openTelegram, visitOnPhone } from '../support/press.ts';

const { visit } = useChromium();
let own: RelyingParty;
let other: RelyingParty;

beforeAll(async () => {
  const { api, postgres } = inject('urls');
  const env = apiEnvironment(inject('ports'), postgres);
  const stack = { publicUrl: api, operate: (...args: string[]) => runCommand(args, env) };
  own = await startRelyingParty({ ...stack, id: 'kitob', name: 'Kitob do‘koni', isOwn: true });
  other = await startRelyingParty({ ...stack, id: 'taksi', name: 'Taksi', isOwn: false });
});
afterAll(async () => {
  await own?.close();
  await other?.close();
});

const OWN_TITLE = '«Kitob do‘koni» xizmatiga kirish';
const OTHER_TITLE = '«Taksi» xizmatiga kirish';
const ALLOW = { name: 'Ruxsat berish' };
const CANCEL = { name: 'Bekor qilish' };
type Handset = Awaited<ReturnType<typeof addPerson>>;

/** Signs in by a press in Telegram, on the page that waits for it. */
async function press(page: Page, person: Handset): Promise<void> {
  const { url, number } = await pressOf(page);
  await person.press(await cardOf(person, url), number);
}

/** Opens the sign-in of a relying party, perhaps with parameters of the request. */
const signIn = (page: Page, { url }: { url: string }, query = '') => page.goto(`${url}/login${query}`);

test('a newcomer signs in to a site by one press, and again without seeing our page', async () => {
  const person = await addPerson();
  const phone = await visitOnPhone(visit, person);
  const { page } = phone;
  await page.goto(own.url);
  await page.getByRole('link', { name: 'Sign in' }).tap();
  await see(page, OWN_TITLE);
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  const { number } = await pressOf(page);
  const telegram = await openTelegram(phone);
  await buttonIn(telegram, 'START').tap();
  await buttonIn(telegram, 'Raqamimni yuborish').tap();
  await telegram.getByRole('dialog').getByRole('button', { name: 'Yuborish', exact: true }).tap();
  await buttonIn(telegram, number).tap();

  const claims = await claimsOn(page);
  expect(page.url()).toBe(`${own.url}/`);
  expect(claims).toMatchObject({
    iss: `${inject('urls').api}/oidc`,
    aud: 'kitob',
    amr: ['mca', 'x_telegram'],
    phone_number: person.phone,
    phone_number_verified: true,
  });

  const seen: string[] = [];
  page.on('framenavigated', (frame) => seen.push(frame.url()));
  await signIn(page, own, '?prompt=none');
  expect((await claimsOn(page))['sub']).toBe(claims['sub']);
  expect(seen.filter((url) => url.includes('/sign-in'))).toEqual([]);
});

test('prompt=none without a session comes back with an error', async () => {
  const { page } = await visit(`${own.url}/login?prompt=none`);
  await page.getByText('Error: login_required').waitFor();
});

test('a site of others asks for consent once, and the answer is remembered', async () => {
  const person = await addKnownPerson();
  const { page } = await visit(`${other.url}/login`);
  await see(page, OTHER_TITLE);
  await press(page, person);
  await page.getByRole('button', ALLOW).waitFor();
  expect(await page.getByRole('listitem').allTextContents()).toEqual([
    'telefon raqamingizni biladi',
    'ismingizni biladi',
  ]);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', ALLOW).click();
  expect(await claimsOn(page)).toMatchObject({ aud: 'taksi', phone_number: person.phone });

  await signIn(page, other);
  expect(await claimsOn(page)).toMatchObject({ phone_number: person.phone });
  // It asks again where the site wants it, and for what only then counts (OpenID Connect Core 1.0, section 11)
  await signIn(page, other, '?prompt=consent');
  await page.getByRole('listitem').filter({ hasText: 'har safar qaytadan kirishni so‘ramaydi' }).waitFor();
  await page.getByRole('button', ALLOW).click();
  expect(await claimsOn(page)).toMatchObject({ phone_number: person.phone });
});

test('“cancel” tells the site that the person declined, before and after the sign-in', async () => {
  const person = await addKnownPerson();
  const { page } = await visit(`${other.url}/login`);
  await page.getByRole('button', CANCEL).click();
  await page.getByText('Error: access_denied').waitFor();

  await page.getByRole('link', { name: 'Sign in' }).click();
  await press(page, person);
  await page.getByRole('button', ALLOW).waitFor();
  await page.getByRole('button', CANCEL).click();
  await page.getByText('Error: access_denied').waitFor();
  expect(page.url()).toContain(`${other.url}/callback`);
});

test('a person who is signed in on our site only confirms', async () => {
  const person = await addKnownPerson();
  const { page } = await visit();
  await press(page, person);
  await see(page, 'Yana xush kelibsiz!');
  await signIn(page, own);
  expect(await claimsOn(page)).toMatchObject({ phone_number: person.phone });

  await signIn(page, other);
  await page.getByText(`${person.phone.slice(-4, -2)}\u00a0${person.phone.slice(-2)} hisobiga kirdingiz`).waitFor();
  await page.getByRole('button', ALLOW).click();
  expect(await claimsOn(page)).toMatchObject({ phone_number: person.phone });
});

test('“not you?” lets another person sign in to the site', async () => {
  const [first, second] = [await addKnownPerson(), await addKnownPerson()];
  const { page } = await visit(`${other.url}/login`);
  await press(page, first);
  await page.getByRole('button', { name: 'Bu siz emasmi?' }).click();
  await press(page, second);
  await page.getByRole('button', ALLOW).click();
  expect(await claimsOn(page)).toMatchObject({ phone_number: second.phone });
});

test('prompt=login asks for another sign-in, here by SMS to the number that the site expects', async () => {
  const person = await addKnownPerson();
  const { page } = await visit(`${own.url}/login`);
  await press(page, person);
  const before = await claimsOn(page);
  expect(before['amr']).toEqual(['mca', 'x_telegram']);
  const hint = encodeURIComponent(person.phone);
  await signIn(page, own, `?prompt=login&login_hint=${hint}&ui_locales=ru`);
  await see(page, 'Вход в «Kitob do‘koni»');
  await page.getByRole('button', { name: 'Получить код на номер' }).click();
  await page.getByRole('button', { name: 'Получить код', exact: true }).click();
  await page.getByLabel('Код из 6 цифр').fill(await readSms(person.phone));
  const after = await claimsOn(page);
  expect(after).toMatchObject({ sub: before['sub'], amr: ['otp', 'sms'] });
  expect(Number(after['auth_time'])).toBeGreaterThanOrEqual(Number(before['auth_time']));
});

test('signing out at the site ends the session here too', async () => {
  const person = await addKnownPerson();
  const { page } = await visit(`${own.url}/login`);
  await press(page, person);
  await claimsOn(page);
  await page.getByRole('link', { name: 'Sign out' }).click();
  await page.getByText('Nobody is signed in.').waitFor();
  expect(page.url()).toBe(`${own.url}/`);

  await signIn(page, own);
  await see(page, OWN_TITLE);
  await page.getByRole('button', { name: /sifatida davom etish/ }).waitFor();
});

test('the link of somebody else’s sign-in signs nobody in', async () => {
  const person = await addKnownPerson();
  const attacker = await visit(`${own.url}/login`);
  await see(attacker.page, OWN_TITLE);
  const { page } = await visit();
  await press(page, person);
  await see(page, 'Yana xush kelibsiz!');
  await page.goto(attacker.page.url());
  await see(page, 'Bu kirish so‘rovi eskirgan');
  await attacker.page.reload();
  await see(attacker.page, OWN_TITLE);
});

test('the way back from the site leads to a page that says that the sign-in is over', async () => {
  const person = await addKnownPerson();
  const { page } = await visit(own.url);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await press(page, person);
  await claimsOn(page);
  await page.goBack();
  await see(page, 'Bu kirish so‘rovi eskirgan');
  await page.getByRole('link', { name: new URL(own.url).host }).click();
  expect(await claimsOn(page)).toMatchObject({ phone_number: person.phone });
});
