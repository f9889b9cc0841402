import type { Page } from 'playwright-core';
import type { Person } from '../handset.ts';
import { askForSms } from '../site.ts';
import type { State, Visit } from './visit.ts';

/** The states of a code that Telegram Gateway carries, and of its way to SMS. */
export const codeStates: readonly State[] = [
  {
    name: 'gateway-code',
    async arrive(visit) {
      await askInTelegram(visit, await visit.world.handset.addPerson({ gateway: 'on' }));
    },
  },
  {
    name: 'gateway-code-wrong',
    async arrive(visit) {
      const person = await visit.world.handset.addPerson({ gateway: 'on' });
      await askInTelegram(visit, person);
      const code = await visit.world.handset.readVerificationCode(person);
      await codeField(visit.page).fill(code === '111111' ? '111112' : '111111');
      await visit.page.getByText('Yana 4 marta urinish mumkin.').waitFor();
    },
  },
  {
    name: 'gateway-late',
    async arrive(visit) {
      const { handset } = visit.world;
      const person = await handset.addPerson({ gateway: 'on' });
      // The connection ends without an answer, so the outcome is unknown
      await handset.faults.add({ target: 'gateway', method: 'sendVerificationMessage', kind: 'drop', times: 1 });
      await visit.open();
      await askForSms(visit.page, person.phone);
      await visit.page.getByText('uchun kod kechikishi mumkin.').waitFor();
    },
  },
  {
    name: 'gateway-fallback',
    async arrive(visit) {
      const person = await visit.world.handset.addPerson({ gateway: 'off' });
      await askInTelegram(visit, person);
      await visit.world.handset.expireVerificationCode(person.phone);
      await visit.page.getByText('raqamiga SMS orqali kod yuborildi.').waitFor();
    },
  },
  {
    name: 'sms-required',
    async arrive(visit) {
      const { world, page, person } = visit;
      await visit.open();
      await askForSms(page, person.phone);
      await codeField(page).fill(await world.handset.readSms(person.phone));
      await page.getByLabel('Ismingiz nima?').waitFor();
      await page.evaluate(() => {
        localStorage.clear();
        sessionStorage.clear();
      });
      await page.context().clearCookies();
      await world.handset.setGateway(person, 'on');
      await askInTelegram(visit, person);
      await codeField(page).fill(await world.handset.readVerificationCode(person));
      await page.getByText('SMS orqali keladigan yangi kod ham kerak.').waitFor();
    },
  },
];

const codeField = (page: Page) => page.getByLabel('6 xonali kod');

/** Asks for a code, which Telegram Gateway sends. */
async function askInTelegram({ page, open }: Visit, { phone }: Person): Promise<void> {
  await open();
  await askForSms(page, phone);
  await page.getByText('«Verification Codes» chatiga yuborildi.').waitFor();
}
