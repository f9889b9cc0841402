import { API_BASE_PATH, routes } from '@raqam/shared/routes';
import { type Asked, ask, type Question } from '../ask.ts';
import type { JourneyPlan } from './take-journey.ts';

/** The requests of the journey: the bot's, and those that the site's pages would send. */
export type ApiCalls = ReturnType<typeof createApiCalls>;

/** So the session is named in the account's list of devices, for the moment that it is there. */
const DEVICE = { device_id: 'raqam-doctor', device_name: 'raqam-doctor' };

export function createApiCalls({ api, siteApi, web, botSecret }: JourneyPlan) {
  const origin: Record<string, string> = web ? { origin: web.origin } : {};
  const bearer = (access: string) => ({ ...origin, authorization: `Bearer ${access}` });
  const call = (base: URL, name: keyof typeof routes, question: Question): Promise<Asked> => {
    const { path, method } = routes[name];
    if (method === 'PATCH') throw new Error('The journey changes no profile');
    return ask(new URL(API_BASE_PATH + path, base), { ...question, method });
  };

  return {
    /** As a shared contact: the strongest claim, so that no other number or person stands in the way. */
    create: (telegramId: number, phone: string) =>
      call(api, 'createTelegramCode', {
        body: {
          secret_key: botSecret,
          telegram_id: telegramId,
          phone_number: phone,
          proof: 'contact',
          full_name: 'Raqam Doctor',
        },
      }),
    register: (phone: string, code: string, { forgedAddress }: { forgedAddress: string }) =>
      call(siteApi, 'registerWithTelegram', {
        headers: { ...origin, 'x-real-ip': forgedAddress, 'x-forwarded-for': forgedAddress },
        body: { phone, code, ...DEVICE },
      }),
    /** Past the site: what cleans up depends on as little as can be. */
    registerAtApi: (phone: string, code: string) =>
      call(api, 'registerWithTelegram', { body: { phone, code, ...DEVICE } }),
    me: (access: string) => call(siteApi, 'me', { headers: bearer(access) }),
    sessions: (access: string) => call(siteApi, 'listSessions', { headers: bearer(access) }),
    /** By the cookie, as the site does: the API insists on the site's `Origin` then. */
    refresh: (token: string) =>
      call(
        siteApi,
        'refreshSession',
        web ? { headers: { ...origin, cookie: `refresh_token=${token}` }, body: {} } : { body: { refresh: token } },
      ),
    logout: (access: string) => call(siteApi, 'logout', { headers: bearer(access), body: {} }),
    deleteMe: (access: string) => call(api, 'deleteMe', { headers: bearer(access) }),
  };
}
