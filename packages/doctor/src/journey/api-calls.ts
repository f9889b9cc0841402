import { type ChallengeState, WAIT_MAX_SECONDS } from '@raqam/shared/contract/challenges';
import { API_BASE_PATH, routes } from '@raqam/shared/routes';
import { type Asked, ask, type Question } from '../http/ask.ts';

export interface JourneyPlan {
  /** Where the bot requests codes. */
  api: URL;
  /** Where the site sends its requests. */
  siteApi: URL;
  /** Sent as `Origin`, as the site's pages do. */
  web: URL | undefined;
  botSecret: string;
}

/** A sign-in by one press that a page started. */
export interface Challenge {
  id: string;
  secret: string;
  /** The cookie that holds the secret, as browsers send it. */
  cookie: string;
  /** The link to open in Telegram. */
  url: string;
  /** The number to choose there. */
  number: string;
}

/** The requests of the journey: the bot's, and those of the site's pages. */
export type ApiCalls = ReturnType<typeof createApiCalls>;

/** Shown in the list of devices while the session lives. */
const DEVICE = { device_id: 'raqam-doctor', device_name: 'raqam-doctor' };

export function createApiCalls({ api, siteApi, web, botSecret }: JourneyPlan) {
  const origin: Record<string, string> = web ? { origin: web.origin } : {};
  const bearer = (access: string) => ({ ...origin, authorization: `Bearer ${access}` });
  const call = (base: URL, name: keyof typeof routes, question: Question, id = ''): Promise<Asked> => {
    const { path, method } = routes[name];
    if (method === 'PATCH') throw new Error('The journey changes no profile');
    return ask(new URL(API_BASE_PATH + path.replace(':id', id), base), { ...question, method });
  };
  /** By the cookie, as a page that a phone has unloaded: the API then requires the site's `Origin`. */
  const callOwn = (name: 'waitForChallenge' | 'collectChallenge', challenge: Challenge, body: object) =>
    call(
      siteApi,
      name,
      web
        ? { headers: { ...origin, cookie: challenge.cookie }, body }
        : { body: { ...body, secret: challenge.secret } },
      challenge.id,
    );

  return {
    /** As a shared contact: the strongest proof, which no other account blocks. */
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
    register: (phone: string, code: string, forgedIp: string) =>
      call(siteApi, 'registerWithTelegram', {
        headers: { ...origin, 'x-real-ip': forgedIp, 'x-forwarded-for': forgedIp },
        body: { phone, code, ...DEVICE },
      }),
    /** Straight to the API: the clean-up does not depend on the site. */
    registerAtApi: (phone: string, code: string) =>
      call(api, 'registerWithTelegram', { body: { phone, code, ...DEVICE }, newConnection: true }),
    me: (access: string) => call(siteApi, 'me', { headers: bearer(access), newConnection: true }),
    sessions: (access: string) => call(siteApi, 'listSessions', { headers: bearer(access) }),
    /** By the cookie, like the site: the API then requires the site's `Origin`. */
    refresh: (token: string) =>
      call(
        siteApi,
        'refreshSession',
        web ? { headers: { ...origin, cookie: `refresh_token=${token}` }, body: {} } : { body: { refresh: token } },
      ),
    logout: (access: string) => call(siteApi, 'logout', { headers: bearer(access), body: {} }),
    startChallenge: () => call(siteApi, 'startChallenge', { headers: origin, body: DEVICE }),
    /** Until its state is another one than `known`. */
    wait: (challenge: Challenge, known: ChallengeState) =>
      callOwn('waitForChallenge', challenge, { state: known, seconds: WAIT_MAX_SECONDS }),
    collect: (challenge: Challenge) => callOwn('collectChallenge', challenge, {}),
    deleteMe: (access: string) => call(api, 'deleteMe', { headers: bearer(access), newConnection: true }),
  };
}
