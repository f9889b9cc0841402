import { see } from '../../site.ts';
import { refuseWith } from '../answers.ts';
import type { State } from '../visit.ts';
import { auditStates } from './audit-states.ts';
import { openAdmin, signInAsAdmin } from './open-admin.ts';
import { peopleStates } from './people-states.ts';
import { servicesStates } from './services-states.ts';
import { statisticsStates } from './statistics-states.ts';

/** The states of the admin page. The API's answers are set, so that the pictures do not depend on earlier states. */
export const adminStates: readonly State[] = [
  {
    name: 'admin-sign-in',
    async arrive({ page, open }) {
      await open('/admin/people');
      await page
        .locator('.rq-press-number')
        .filter({ hasText: /^\d\d$/ })
        .waitFor();
    },
  },
  {
    name: 'admin-not-admin',
    async arrive(visit) {
      await signInAsAdmin(visit);
      await visit.world.makeAdmin(visit.person.phone, 'user');
      await visit.open('/admin');
      await see(visit.page, 'Bu sahifani faqat administratorlar ocha oladi');
    },
  },
  {
    name: 'admin-proof',
    async arrive(visit) {
      await openAdmin(visit, '/admin/people', { searchUsers: refuseWith(403, 'proof_required', 'Qaytadan kiring.') });
      await visit.page
        .getByRole('dialog', { name: 'Bu siz ekaningizni tasdiqlang' })
        .locator('.rq-press-number')
        .filter({ hasText: /^\d\d$/ })
        .waitFor();
    },
  },
  ...peopleStates,
  ...auditStates,
  ...servicesStates,
  ...statisticsStates,
];
