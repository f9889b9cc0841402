import type { Page } from 'playwright-core';
import { cardOf, codeIn, requestCode } from '../handset.ts';
import { askForSms, chooseSms, chooseTelegram, fillIn, formOf, pressOf, SIGN_IN, see } from '../site.ts';
import { adminStates } from './admin/admin-states.ts';
import { captchaStates } from './captcha-states.ts';
import { codeStates } from './code-states.ts';
import { interactionStates } from './interaction-states.ts';
import { passkeyStates } from './passkey-states.ts';
import { pressStates } from './press-states.ts';
import { recycledStates } from './recycled-states.ts';
import { goOffline, type State, type Visit } from './visit.ts';

/** Failed attempts after which a code is void (docs/policy.md §1). */
const ATTEMPTS_PER_CODE = 5;

/** All states of the site, each with the way there through the real services, in Uzbek. */
export const states: readonly State[] = [
  ...pressStates,
  ...captchaStates,
  ...codeStates,
  ...interactionStates,
  ...passkeyStates,
  ...recycledStates,
  ...adminStates,
  {
    name: 'telegram',
    async arrive({ page, open }) {
      await open();
      await chooseTelegram(page);
    },
  },
  {
    name: 'telegram-filled',
    async arrive({ page, open }) {
      await open();
      await chooseTelegram(page);
      await formOf(page).phone.pressSequentially('901234567');
      await formOf(page).code.pressSequentially('0421');
    },
  },
  {
    name: 'telegram-nothing-entered',
    async arrive({ page, open }) {
      await open();
      await chooseTelegram(page);
      await formOf(page).submit.click();
      await page.getByText('Telefon raqamini kiriting.').waitFor();
    },
  },
  {
    name: 'telegram-phone-letter',
    async arrive({ page, open }) {
      await open();
      await chooseTelegram(page);
      await formOf(page).phone.pressSequentially('90 12o');
      await page.getByText('Bu telefon raqamiga o‘xshamaydi.').waitFor();
    },
  },
  {
    name: 'telegram-phone-refused',
    async arrive({ page, open }) {
      await open();
      await fillIn(page, { phone: '+998 71 200 00 00', code: '042137' });
      await formOf(page).submit.click();
      await page.getByText('Bu O‘zbekiston mobil raqami emas.').waitFor();
    },
  },
  {
    name: 'code-wrong',
    async arrive(visit) {
      const code = await requestCode(visit.person);
      await submitForm(visit, otherThan(code));
      await codeProblem(visit.page);
    },
  },
  {
    name: 'code-void',
    async arrive(visit) {
      const code = await requestCode(visit.person);
      await visit.open();
      for (let attempt = 1; attempt <= ATTEMPTS_PER_CODE; attempt += 1) {
        await fillIn(visit.page, { phone: visit.person.phone, code: guess(code, attempt) });
        await codeProblem(visit.page);
      }
      await visit.page.getByRole('link', { name: 'Botdan yangi kod olish' }).waitFor();
    },
  },
  {
    name: 'code-expired',
    async arrive(visit) {
      const code = await requestCode(visit.person);
      await visit.world.expireCode(visit.person.phone);
      await submitForm(visit, code);
      await visit.page.getByText('Kodning muddati tugagan.').waitFor();
    },
  },
  {
    name: 'locked',
    async arrive(visit) {
      const code = await requestCode(visit.person);
      await visit.world.spendAttempts(visit.person.phone, code);
      await submitForm(visit, otherThan(code));
      await visit.page.getByText('Noto‘g‘ri urinishlar juda ko‘p.').waitFor();
    },
  },
  {
    name: 'busy',
    api: 'silent',
    async arrive(visit) {
      await submitForm(visit, '042137');
      await visit.page.getByRole('button', { name: 'Tekshirilmoqda…' }).waitFor();
    },
  },
  {
    name: 'offline',
    async arrive(visit) {
      await visit.open();
      await goOffline(visit.page);
      await fillIn(visit.page, { phone: visit.person.phone, code: '042137' });
      await visit.page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'api-down',
    api: 'down',
    async arrive(visit) {
      await submitForm(visit, '042137');
      await visit.page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'link-confirm',
    async arrive({ page, person, open }) {
      await open(linkTo(person.phone, await requestCode(person)));
      await see(page, 'Bu sizning raqamingizmi?');
    },
  },
  { name: 'welcome', arrive: signIn },
  {
    name: 'welcome-without-name',
    async arrive(visit) {
      await visit.open();
      await signInBySms(visit);
      await visit.page.getByLabel('Ismingiz nima?').waitFor();
    },
  },
  {
    name: 'welcome-unconfirmed',
    async arrive(visit) {
      const answer = await visit.person.ask({ text: visit.person.phone });
      await visit.open(linkTo(visit.person.phone, codeIn(answer) ?? ''));
      await visit.page.getByRole('button', { name: 'Ha, kirish' }).click();
      await visit.page.getByText('Raqamingiz hali tasdiqlanmagan.').waitFor();
    },
  },
  {
    name: 'already-signed-in',
    async arrive(visit) {
      await signIn(visit);
      await visit.page.reload();
      await see(visit.page, 'Siz hisobingizga kirgansiz');
    },
  },
  {
    name: 'link-of-another-number',
    async arrive(visit) {
      await signIn(visit);
      const other = await visit.world.handset.addPerson();
      await visit.open(linkTo(other.phone, await requestCode(other)));
      await see(visit.page, 'Siz boshqa raqam bilan kirgansiz');
    },
  },
  {
    name: 'session-check',
    api: 'silent',
    async arrive({ page, open }) {
      await rememberSession(page);
      await open();
      await page.getByRole('main').getByRole('status').filter({ hasText: 'Yuklanmoqda…' }).waitFor();
    },
  },
  {
    name: 'session-check-failed',
    api: 'down',
    async arrive({ page, open }) {
      await rememberSession(page);
      await open();
      await see(page, 'Hisobingizni yuklab bo‘lmadi');
    },
  },
  {
    name: 'session-ended',
    async arrive({ page, open }) {
      await rememberSession(page);
      await open();
      await page.getByText('Seans muddati tugadi').waitFor();
    },
  },
  {
    name: 'login',
    async arrive({ page, open }) {
      await open('/account');
      await pressOf(await openLogin(page));
    },
  },
  {
    name: 'login-signed-in',
    async arrive({ page, person, open }) {
      await open('/nowhere');
      const { url, number } = await pressOf(await openLogin(page));
      await person.press(await cardOf(person, url), number);
      await page.getByRole('button', { name: 'Bu siz emasmi?' }).waitFor();
    },
  },
  {
    name: 'login-sms-code',
    async arrive({ page, person, open }) {
      await open('/account');
      await openLogin(page);
      const dialog = page.getByRole('dialog'); // its name changes with the step
      await askForSms(dialog, person.phone);
      await dialog.getByRole('timer').waitFor();
    },
  },
  {
    name: 'sms-phone',
    async arrive({ page, open }) {
      await open();
      await chooseSms(page);
    },
  },
  {
    name: 'sms-sending',
    async arrive(visit) {
      // Longer than a screenshot takes, shorter than the API's timeout
      await visit.world.handset.faults.add({ target: 'eskiz', method: 'send', kind: 'delay', ms: 8000, times: 1 });
      await openSms(visit);
      await visit.page.getByRole('button', { name: 'Yuborilmoqda…' }).waitFor();
    },
  },
  {
    name: 'sms-code',
    async arrive(visit) {
      await openSms(visit);
      await visit.page.getByRole('timer').waitFor();
    },
  },
  {
    name: 'sms-code-wrong',
    async arrive(visit) {
      await openSms(visit);
      const code = await visit.world.handset.readSms(visit.person.phone);
      await visit.page.getByLabel('6 xonali kod').fill(otherThan(code));
      await codeProblem(visit.page);
    },
  },
  {
    name: 'sms-late',
    async arrive(visit) {
      // The connection ends without an answer, so the outcome of the SMS is unknown.
      await visit.world.handset.faults.add({ target: 'eskiz', method: 'send', kind: 'drop', times: 1 });
      await openSms(visit);
      await visit.page.getByText('SMS kechikishi mumkin.').waitFor();
    },
  },
  {
    name: 'sms-cooldown',
    async arrive(visit) {
      await openSms(visit);
      await visit.page.getByRole('timer').waitFor();
      await visit.page.evaluate(() => sessionStorage.clear());
      await openSms(visit);
      await visit.page.getByText('Kod hozirgina yuborildi.').waitFor();
    },
  },
  {
    name: 'sms-unavailable',
    async arrive(visit) {
      const { faults } = visit.world.handset;
      await faults.add({ target: 'eskiz', method: 'send', kind: 'status', status: 400, times: 1 });
      await faults.add({ target: 'playmobile', method: 'send', kind: 'status', status: 400, times: 1 });
      await openSms(visit);
      await visit.page.getByText('Kod yuborilmadi.').waitFor();
    },
  },
  {
    name: 'sms-other-country',
    async arrive(visit) {
      await openSms(visit, '+7 912 345-67-89');
      await visit.page.getByText('Bu raqamga kod yubora olmaymiz.').waitFor();
    },
  },
  { name: 'account', arrive: openAccount },
  {
    name: 'account-problem',
    async arrive(visit) {
      await openAccount(visit);
      await visit.page.getByRole('button', { name: 'Pasport raqamini qo‘shish' }).click();
      await visit.page.getByLabel('Pasport seriyasi va raqami').fill('12');
      await visit.page.getByRole('button', { name: 'Saqlash' }).click();
      await visit.page.getByText('Ikkita lotin harfi').waitFor();
    },
  },
  {
    name: 'account-unverified',
    async arrive(visit) {
      const code = codeIn(await visit.person.ask({ text: visit.person.phone }));
      if (code === undefined) throw new Error('No code came for a typed number');
      await submitForm(visit, code);
      await see(visit.page, 'Xush kelibsiz!');
      await visit.open('/account');
      await visit.page.getByText('Bu raqam tasdiqlanmagan').waitFor();
      await visit.page.getByText('Shu qurilma').waitFor();
    },
  },
  {
    name: 'account-number',
    async arrive(visit) {
      await openNumber(visit);
      await pressOf(visit.page);
    },
  },
  {
    name: 'account-number-code',
    async arrive(visit) {
      await openNumber(visit);
      const { phone } = await visit.world.handset.addPerson();
      await askForSms(visit.page, phone);
      await visit.page.getByLabel('6 xonali kod').waitFor();
    },
  },
  {
    name: 'account-menu',
    async arrive(visit) {
      await openAccount(visit);
      await visit.page.getByRole('banner').getByRole('button', { name: 'Hisobim' }).click();
      await visit.page.getByRole('link', { name: 'Profil va qurilmalar' }).waitFor();
    },
  },
  {
    name: 'account-delete',
    async arrive(visit) {
      await openAccount(visit);
      await visit.page.getByRole('button', { name: 'Hisobni o‘chirish' }).click();
      await visit.page.getByRole('button', { name: 'Ha, o‘chirilsin' }).waitFor();
    },
  },
  {
    name: 'account-signed-out',
    async arrive({ page, open }) {
      await open('/account');
      await see(page, 'Hisobim');
    },
  },
  {
    name: 'not-found',
    async arrive({ page, open }) {
      await open('/nowhere');
      await see(page, 'Sahifa topilmadi');
    },
  },
];

/** The sixth digit submits. */
async function submitForm({ page, person, open }: Visit, code: string): Promise<void> {
  await open();
  await fillIn(page, { phone: person.phone, code });
}

async function signIn({ page, person, open }: Visit): Promise<void> {
  await open(linkTo(person.phone, await requestCode(person)));
  await page.getByRole('button', { name: 'Ha, kirish' }).click();
  await see(page, 'Xush kelibsiz!');
}

async function openAccount(visit: Visit): Promise<void> {
  await signIn(visit);
  await visit.open('/account');
  await visit.page.getByText('Shu qurilma').waitFor();
  await visit.page.getByLabel('Manzil').waitFor();
}

async function openNumber(visit: Visit): Promise<void> {
  await signIn(visit);
  await visit.open('/account/phone');
  await see(visit.page, 'Telefon raqamini o‘zgartirish');
}

/** Marks the browser as signed in before. */
async function rememberSession(page: Page): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('raqam.signed-in', '1'));
}

async function openLogin(page: Page) {
  await page.getByRole('banner').getByRole('button', { name: 'Kirish', exact: true }).click();
  return page.getByRole('dialog', { name: SIGN_IN });
}

async function openSms({ page, person, open }: Visit, phone = person.phone): Promise<void> {
  await open();
  await askForSms(page, phone);
}

async function signInBySms({ world, page, person }: Visit): Promise<void> {
  await askForSms(page, person.phone);
  await page.getByLabel('6 xonali kod').fill(await world.handset.readSms(person.phone));
}

/** Waits until the code field says what is wrong, and can be typed into again. */
async function codeProblem(page: Page): Promise<void> {
  await page.locator('input[name=code][aria-invalid=true]').waitFor();
}

function linkTo(phone: string, code: string): string {
  return `/register#phone=${encodeURIComponent(phone)}&code=${code}`;
}

function otherThan(code: string): string {
  return guess(code, 1);
}

/** A wrong code, different for each attempt. */
function guess(code: string, attempt: number): string {
  return String((Number(code) + attempt) % 1_000_000).padStart(6, '0');
}
