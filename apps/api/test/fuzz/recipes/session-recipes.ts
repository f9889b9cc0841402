import { createAuthenticator } from '../../support/authenticator.ts';
import { fromElsewhere, WEB_ORIGIN } from '../../support/test-api.ts';
import type { Prepared } from '../send.ts';
import type { Parts, Recipes } from './recipe.ts';

/** Passkeys are made on the site's own pages. */
const fromPage = { origin: WEB_ORIGIN };
const nothing = { prepare: async () => ({}), repeats: true } as const;

/** Endpoints of a person who is signed in, and those that need nothing. */
export function recipesOfSessions({ api, world, press, passkeys, secrets }: Parts): Recipes {
  const signedIn = async (): Promise<Prepared> => ({ bearer: (await world.signUp()).access });
  const onTwoDevices = async () => {
    const member = await world.signUp({ device_id: 'first' });
    const browser = await press.approve(member, { device_id: 'second' });
    const { access, refresh } = (await press.collect(browser, fromElsewhere())).json().tokens;
    secrets.add(access, refresh);
    const list = await api.get('/api/v1/auth/sessions/', { headers: { authorization: `Bearer ${access}` } });
    const other = list.json().find((session: { is_current: boolean }) => !session.is_current);
    return { bearer: access, other: String(other.id) };
  };
  return {
    metrics: { prepare: async () => ({ isDirect: true }), repeats: true },
    jwks: nothing,
    healthz: nothing,
    readyz: nothing,
    api_healthz: nothing,
    api_readyz: nothing,
    me: { prepare: signedIn, repeats: true },
    listSessions: { prepare: signedIn, repeats: true },
    endOtherSessions: { prepare: signedIn, repeats: true },
    endSession: {
      async prepare() {
        const { bearer, other } = await onTwoDevices();
        return { bearer, params: { id: other } };
      },
    },
    endDevice: {
      async prepare() {
        const { bearer } = await onTwoDevices();
        return { bearer, body: { device_id: 'first' } };
      },
    },
    logout: { prepare: signedIn },
    deleteMe: { prepare: signedIn },
    updateMe: {
      prepare: async () => ({
        ...(await signedIn()),
        body: { first_name: 'Aziza', last_name: 'Karimova', address: 'Toshkent', passport_id: 'AB1234567' },
      }),
      repeats: true,
    },
    refreshSession: { prepare: async () => ({ body: { refresh: (await world.signUp()).refresh } }) },
    preparePasskey: { prepare: async () => ({ ...(await signedIn()), headers: fromPage }), repeats: true },
    addPasskey: {
      async prepare() {
        const { access } = await world.signUp();
        const offered = (await passkeys.prepare(access)).json();
        return { bearer: access, body: { credential: createAuthenticator().create(offered) }, headers: fromPage };
      },
    },
    listPasskeys: { prepare: signedIn, repeats: true },
    removePasskey: {
      async prepare() {
        const { access } = await world.signUp();
        await passkeys.make(access);
        const [{ id }] = (await passkeys.list(access)).json();
        return { bearer: access, params: { id } };
      },
    },
  };
}
