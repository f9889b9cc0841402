import { type LocalStack, startLocalStack } from '@raqam/local-stack/server';
import { TELEGRAM_LOGIN_CALLBACK_PATH } from '@raqam/shared/routes';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Answer, fromElsewhere, type Person, type TestApi } from './test-api.ts';

const PUBLIC_URL = 'https://api.shop.example';
export const CLIENT = {
  clientId: '7000000001',
  clientSecret: 'secret:of the/tests+1',
};

/** The browser that has begun a login: the URL of Telegram's page, and the cookies that it got. */
interface BegunLogin {
  id: string;
  secret: string;
  url: string;
  cookie: string;
}

/** What the person does on Telegram's page. */
interface LoginDecision {
  accept?: boolean;
  sharesPhone?: boolean;
}

export interface TelegramLogin {
  environment(): Record<string, string>;
  /** Adds a fault. */
  fail(fault: object): Promise<void>;
  /** Begins a login for a new challenge, as the page does. */
  begin(api: TestApi, more?: object): Promise<BegunLogin>;
  /** Decides on Telegram's page as this person. Returns where the browser is sent. */
  decide(url: string, person: Person & { name?: string }, decision?: LoginDecision): Promise<string>;
  /** The browser comes back; `cookie` is what it sends. */
  comeBack(api: TestApi, url: string, cookie: string): Promise<Answer>;
  /** Begins, decides and comes back. */
  approve(api: TestApi, person: Person, decision?: LoginDecision): Promise<BegunLogin & { back: Answer }>;
}

/**
 * The emulator of Telegram Login, for all tests of a file. To be called before the api that uses it.
 *
 * @param publicUrl of the api; asked once everything before has started
 */
export function useTelegramLogin(publicUrl: () => string = () => PUBLIC_URL): TelegramLogin {
  let stack: LocalStack | undefined;
  beforeAll(async () => {
    const bots = [{ token: '1:token', username: 'unused_bot' }];
    stack = await startLocalStack({
      port: 0,
      bots,
      people: [],
      loginClients: [{ ...CLIENT, redirectUris: [publicUrl() + TELEGRAM_LOGIN_CALLBACK_PATH] }],
    });
  });
  afterAll(() => stack?.close());

  const baseUrl = () => {
    if (!stack) throw new Error('The emulator is started before the first test');
    return stack.url;
  };
  const handset = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${baseUrl()}/handset${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.ok, await answer.text()).toBe(true);
  };
  const submit = (path: string, fields: Record<string, string>) =>
    fetch(`${baseUrl()}${path}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

  const login: TelegramLogin = {
    environment: () => ({
      TELEGRAM_LOGIN_CLIENT_ID: CLIENT.clientId,
      TELEGRAM_LOGIN_CLIENT_SECRET: CLIENT.clientSecret,
      TELEGRAM_LOGIN_ISSUER: `${baseUrl()}/telegram-login`,
      PUBLIC_URL: publicUrl(),
    }),
    fail: (fault) => handset('/faults', { target: 'telegram-login', times: 1, ...fault }),

    async begin(api, more = {}) {
      const started = await api.post('/api/v1/auth/challenges/', more, fromElsewhere());
      const { id, secret } = started.json();
      const begun = await beginFor(api, { id, secret });
      expect(begun.statusCode, begun.body).toBe(200);
      return { id, secret, url: begun.json().url, cookie: cookiesOf(begun) };
    },

    async decide(url, { telegramId, phone, name = 'Aziza Karimova' }, { accept = true, sharesPhone = true } = {}) {
      const [first_name, last_name = ''] = name.split(' ');
      await handset('/users', { telegram_id: telegramId, first_name, last_name, phone });
      const page = await (await fetch(url)).text();
      const [, path = ''] = /action="([^"]+)\/person"/.exec(page) ?? [];
      await submit(`${path}/person`, { telegram_id: String(telegramId) });
      const decided = await submit(`${path}/decision`, {
        decision: accept ? 'accept' : 'cancel',
        ...(sharesPhone && { share_phone: 'yes' }),
      });
      return decided.headers.get('location') ?? '';
    },

    comeBack(api, url, cookie) {
      const { pathname, search } = new URL(url);
      return api.get(pathname + search, { ...fromElsewhere(), headers: { cookie } });
    },

    async approve(api, person, decision) {
      const begun = await login.begin(api);
      const back = await login.comeBack(api, await login.decide(begun.url, person, decision), begun.cookie);
      return { ...begun, back };
    },
  };
  return login;
}

/** Begins a login for a challenge. */
export function beginFor(
  api: TestApi,
  { id, secret }: { id: string; secret: string },
  more: object = {},
): Promise<Answer> {
  const body = { secret, return_to: '/register?next=%2Fcart', ...more };
  return api.post(`/api/v1/auth/challenges/${id}/telegram-login/`, body, fromElsewhere());
}

/** The cookies of an answer, as a browser sends them back. */
function cookiesOf(answer: Answer): string {
  return answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}
