import { type Authenticator, createAuthenticator } from './authenticator.ts';
import type { Browser, Press } from './press.ts';
import { type Answer, fromElsewhere, type TestApi, WEB_ORIGIN } from './test-api.ts';

type Challenge = Pick<Browser, 'id' | 'secret'>;

/** The calls of a page that makes passkeys and signs in with them. */
export interface Passkeys {
  prepare(access: string, origin?: string): Promise<Answer>;
  add(access: string, credential: object, origin?: string): Promise<Answer>;
  list(access: string): Promise<Answer>;
  remove(access: string, id: string): Promise<Answer>;
  /** Makes a passkey for the account of the token. */
  make(access: string, authenticator?: Authenticator): Promise<Authenticator>;
  start(more?: object): Promise<Browser>;
  offer(challenge: Challenge, origin?: string): Promise<Answer>;
  use(challenge: Challenge, credential: object, origin?: string): Promise<Answer>;
  /** Signs in with a passkey. */
  signIn(authenticator: Authenticator, more?: object): Promise<Answer>;
}

export function usePasskeys(api: TestApi, press: Press): Passkeys {
  const own = (access: string, origin = WEB_ORIGIN) => ({ headers: { authorization: `Bearer ${access}`, origin } });
  const passkeys: Passkeys = {
    prepare: (access: string, origin?: string) => api.post('/api/v1/auth/passkeys/options/', '', own(access, origin)),
    add: (access: string, credential: object, origin?: string) =>
      api.post('/api/v1/auth/passkeys/', { credential }, own(access, origin)),
    list: (access: string) => api.get('/api/v1/auth/passkeys/', own(access)),
    remove: (access: string, id: string) =>
      api.app.inject({ method: 'DELETE', url: `/api/v1/auth/passkeys/${id}/`, ...own(access) }),
    async make(access: string, authenticator = createAuthenticator()): Promise<Authenticator> {
      const prepared = await passkeys.prepare(access);
      if (prepared.statusCode !== 200) throw new Error(prepared.body);
      const added = await passkeys.add(access, authenticator.create(prepared.json()));
      if (added.statusCode !== 201) throw new Error(added.body);
      return authenticator;
    },
    start: (more: object = {}) => press.start(more, fromElsewhere()),
    async offer({ id, secret }, origin = WEB_ORIGIN) {
      return api.post(`/api/v1/auth/challenges/${id}/passkey/options/`, { secret }, { headers: { origin } });
    },
    use: ({ id, secret }: Challenge, credential: object, origin = WEB_ORIGIN): Promise<Answer> =>
      api.post(`/api/v1/auth/challenges/${id}/passkey/`, { secret, credential }, { headers: { origin } }),
    async signIn(authenticator: Authenticator, more: object = {}): Promise<Answer> {
      const browser = await passkeys.start(more);
      return passkeys.use(browser, authenticator.get((await passkeys.offer(browser)).json()));
    },
  };
  return passkeys;
}
