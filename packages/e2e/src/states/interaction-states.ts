import type { ResponseBody } from '@raqam/shared/contract';
import { see } from '../site.ts';
import { answerWith, refuseWith } from './answers.ts';
import type { State, Visit } from './visit.ts';

type Interaction = ResponseBody<'showInteraction'>;

const INTERACTION: Interaction = {
  client: { name: 'Toshkent kitob do‘koni', is_own: false },
  needs: 'sign_in',
  account: null,
  scopes: ['openid', 'phone', 'profile', 'telegram', 'offline_access'],
  login_hint: null,
  language: null,
};
const SIGNED_IN = { account: '+998 90 ••• 45 67' };
const SHOW = '**/oidc/interactions/*/show/';

/** The states of the page to which clients of OpenID Connect send people. The API's answers about them are set. */
export const interactionStates: readonly State[] = [
  {
    name: 'interaction-sign-in',
    async arrive(visit) {
      await openInteraction(visit, {});
      await visit.page
        .locator('.rq-press-number')
        .filter({ hasText: /^\d\d$/ })
        .waitFor();
    },
  },
  {
    name: 'interaction-sms',
    async arrive(visit) {
      await openInteraction(visit, { login_hint: visit.person.phone });
      await visit.page.getByRole('button', { name: 'Raqamga kod olish' }).click();
      await visit.page.getByRole('button', { name: 'Kod olish', exact: true }).waitFor();
    },
  },
  {
    name: 'interaction-consent',
    arrive: (visit) => openInteraction(visit, { ...SIGNED_IN, needs: 'consent' }),
  },
  {
    name: 'interaction-consent-failed',
    async arrive(visit) {
      await visit.page.route('**/confirm/', refuseWith(500, 'internal_error', 'Xatolik yuz berdi.'));
      await openInteraction(visit, { ...SIGNED_IN, needs: 'consent', scopes: ['openid'] });
      await visit.page.getByRole('button', { name: 'Ruxsat berish' }).click();
      await visit.page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'interaction-goes-on',
    async arrive(visit) {
      await visit.page.route('**/confirm/', () => {}); // never answered
      await openInteraction(visit, { ...SIGNED_IN, needs: 'nothing' });
      await visit.page.getByText('Saytga qaytarilmoqda').waitFor();
    },
  },
  {
    name: 'interaction-ended',
    async arrive({ page, open }) {
      await page.route(SHOW, refuseWith(410, 'interaction_ended', 'Bu kirish so‘rovi tugagan.'));
      await open('/sign-in?interaction=unknown');
      await see(page, 'Bu kirish so‘rovi eskirgan');
    },
  },
  {
    name: 'interaction-failed',
    api: 'down',
    async arrive({ page, open }) {
      await open('/sign-in?interaction=unreachable');
      await see(page, 'Kirish sahifasini yuklab bo‘lmadi');
    },
  },
];

async function openInteraction({ page, open }: Visit, about: Partial<Interaction>): Promise<void> {
  await page.route(SHOW, answerWith(200, { ...INTERACTION, ...about }));
  await open('/sign-in?interaction=1');
  await see(page, '«Toshkent kitob do‘koni» xizmatiga kirish');
}
