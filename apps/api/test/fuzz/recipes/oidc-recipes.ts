import type { Configuration } from 'openid-client';
import { addRelyingParty, authorizationRequest } from '../../support/oidc.ts';
import { WEB_ORIGIN } from '../../support/test-api.ts';
import type { Prepared } from '../send.ts';
import type { Parts, Recipes } from './recipe.ts';

/** Endpoints by which the site's page answers a client of OpenID Connect. */
export function recipesOfOidc({ api, world, secrets, url }: Parts): Recipes {
  let config: Configuration | undefined;
  async function begin(): Promise<Prepared> {
    config ??= await addRelyingParty({ db: api.db, issuer: `${url}/oidc` });
    const { url: address } = await authorizationRequest(config);
    const answer = await fetch(address, { redirect: 'manual', headers: { accept: 'text/html' } });
    const cookies = answer.headers.getSetCookie().map((line) => /^([^=]+)=([^;]*)/.exec(line) ?? []);
    const jar = Object.fromEntries(cookies.map(([, name = '', value = '']) => [name, value]));
    secrets.add(...Object.values(jar));
    const id = /interactions\/([\w-]+)/.exec(answer.headers.get('location') ?? '')?.[1] ?? 'missing';
    return { params: { id }, cookies: jar, bearer: (await world.signUp()).access };
  }
  return {
    showInteraction: { prepare: begin, repeats: true },
    abortInteraction: { prepare: begin, repeats: true },
    confirmInteraction: {
      async prepare() {
        const prepared = await begin();
        const cookie = Object.entries(prepared.cookies ?? {}).map(([name, value]) => `${name}=${value}`);
        const path = `/api/v1/oidc/interactions/${prepared.params?.['id']}/show/`;
        const shown = await api.post(path, '', {
          headers: { cookie: cookie.join('; '), origin: WEB_ORIGIN, authorization: `Bearer ${prepared.bearer}` },
        });
        const { needs, account } = shown.json();
        return { ...prepared, body: { needs, account } };
      },
      repeats: true,
    },
  };
}
