import { adminRoutes } from '@raqam/shared/admin-routes';
import type { ResponseBody } from '@raqam/shared/contract';
import type { Route } from 'playwright-core';
import { requestCode } from '../../handset.ts';
import { see } from '../../site.ts';
import { answerWith } from '../answers.ts';
import type { Visit } from '../visit.ts';

type AdminEndpoint = keyof typeof adminRoutes;
/** The bodies of successes, or what else happens to the calls of an endpoint. */
export type AdminAnswers = { [Name in AdminEndpoint]?: ResponseBody<Name> | ((route: Route) => Promise<unknown>) };

/** The moment at which these states are seen, so that “3 hours ago” is in every picture the same. */
export const SEEN_AT = '2026-11-20T09:30:00.000Z';

/** Signs the person in as an administrator, then opens a place of the admin page with these answers of the API. */
export async function openAdmin(visit: Visit, path: string, answers: AdminAnswers = {}): Promise<void> {
  await signInAsAdmin(visit);
  await answerAdmin(visit, answers);
  await visit.page.clock.setFixedTime(SEEN_AT);
  await visit.open(path);
  await visit.page.getByRole('navigation', { name: 'Boshqaruv' }).waitFor();
}

/** Signs the person in, and makes them an administrator. */
export async function signInAsAdmin({ world, page, person, open }: Visit): Promise<void> {
  await open(`/register#phone=${encodeURIComponent(person.phone)}&code=${await requestCode(person)}`);
  await page.getByRole('button', { name: 'Ha, kirish' }).click();
  await see(page, 'Xush kelibsiz!');
  await world.makeAdmin(person.phone);
}

/** Sets the API's answers to endpoints of the admin page; the others stay real. */
export async function answerAdmin({ page }: Visit, answers: AdminAnswers): Promise<void> {
  for (const [name, answer] of Object.entries(answers)) {
    const { method, path } = adminRoutes[name as AdminEndpoint]; // a key of it
    const pattern = new RegExp(`/api/v1${path.replace(/:\w+/g, '(?!search/|find/)[^/]+')}(?:\\?|$)`);
    const respond = typeof answer === 'function' ? answer : answerWith(answer === null ? 204 : 200, answer);
    await page.route(pattern, (route) => (route.request().method() === method ? respond(route) : route.fallback()));
  }
}
