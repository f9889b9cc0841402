import { addAuthenticator } from '../chromium.ts';
import { requestCode } from '../handset.ts';
import { fillIn, see } from '../site.ts';
import type { State, Visit } from './visit.ts';

/** The states of a person on a device that can make passkeys. */
export const passkeyStates: readonly State[] = [
  { name: 'passkey-offered', arrive: beOffered },
  {
    name: 'passkey-added',
    async arrive(visit) {
      await beOffered(visit);
      await visit.page.getByRole('button', { name: 'Kirish kalitini yaratish' }).click();
      await visit.page.getByText('Kirish kaliti qo‘shildi.').waitFor();
      await visit.open('/account');
      await visit.page.getByRole('button', { name: /^O‘chirish: Chrome/ }).waitFor();
    },
  },
];

/** Signs in; the page offers a passkey. */
async function beOffered({ page, person, open }: Visit): Promise<void> {
  await addAuthenticator(page);
  await open();
  await fillIn(page, { phone: person.phone, code: await requestCode(person) });
  await see(page, 'Xush kelibsiz!');
  await page.getByText('Keyingi safar bir tegish bilanmi?').waitFor();
}
