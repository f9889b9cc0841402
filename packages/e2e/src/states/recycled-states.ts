import { requestCode } from '../handset.ts';
import { askForSms } from '../site.ts';
import type { State, Visit } from './visit.ts';

/** The states of a person who proved a number whose account nobody has used for long. */
export const recycledStates: readonly State[] = [
  { name: 'recycled-question', arrive: beAsked },
  {
    name: 'recycled-expired',
    async arrive(visit) {
      await beAsked(visit);
      await visit.world.expireNumber(visit.person.phone);
      await visit.page.getByRole('button', { name: 'Ha, raqam men uchun yangi' }).click();
      await visit.page.getByRole('alert').waitFor();
    },
  },
  { name: 'recycled-owner-asked', arrive: askOwner },
  {
    name: 'recycled-owner-declined',
    async arrive(visit) {
      const card = await askOwner(visit);
      await visit.person.press(card, 'Bu men emasman');
      await visit.page.getByText('Telegram’da «Bu men emasman» bosildi').waitFor();
    },
  },
];

/** The person’s account was idle, and somebody enters the code of an SMS to its number. */
async function beAsked({ world, page, person, open }: Visit): Promise<void> {
  await world.signUp({ phone: person.phone, code: await requestCode(person) });
  await world.leaveIdle(person.phone, '70 days');
  await open();
  await askForSms(page, person.phone);
  await page.getByLabel('6 xonali kod').fill(await world.handset.readSms(person.phone));
  await page.getByRole('heading', { name: 'Bu raqam siz uchun yangimi?' }).waitFor();
}

/** The account's owner gets the card. */
async function askOwner(visit: Visit) {
  await beAsked(visit);
  const { page, person } = visit;
  const last = (await person.read()).at(-1)?.message_id ?? 0;
  await page.getByRole('button', { name: 'Yo‘q, bu mening eski hisobim' }).click();
  await page.getByRole('heading', { name: 'Telegram’da tasdiqlang' }).waitFor();
  return person.hear(last);
}
