import { randomUUID, timingSafeEqual } from 'node:crypto';
import { negotiateLanguage } from '@raqam/shared/languages';
import { API_BASE_PATH } from '@raqam/shared/routes';
import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { type Database, DatabaseUnavailable } from '../../database/database.ts';
import { digestRandomSecret } from '../../encryption/random-secret.ts';
import type { KeyRing, SigningKey } from '../../keys.ts';
import { ACCESS_TOKEN_LIFETIME, HOUR, MINUTE, REFRESH_TOKEN } from '../../policy.ts';
import { findActiveClient } from '../clients/manage-clients.ts';
import { SITE_CLIENT } from '../sessions/tokens.ts';
import { createAdapter } from './adapter.ts';
import { describeClaims } from './describe-claims.ts';
import { findConsent, findUserOfSession } from './oidc.queries.ts';
import { renderErrorPage, renderSignOutPage } from './pages.ts';
import { loadSigningKeys, type Vault } from './signing-keys.ts';

/** Where OpenID Connect is mounted. */
export const OIDC_PATH = '/oidc';

/** Where a browser goes when it has to ask its person; the interaction's cookie is bound to this path. */
export const INTERACTIONS_PATH = `${API_BASE_PATH}/oidc/interactions/`;

export interface ProviderOptions {
  /** What /api and /oidc are below, as the public reaches them. */
  publicUrl: string;
  /** The origin of the site: of its sign-in page, and where a sign-out ends that names no other place. */
  siteUrl: string;
  /** Whether the pages are on another site than the API. */
  isCrossSite: boolean;
  signing: KeyRing<SigningKey>;
  vaults: KeyRing<Vault>;
  cookieKeys: KeyRing<string>;
  /** Called when the database can't serve; the request is answered with 503. */
  onUnavailable(error: DatabaseUnavailable): void;
  /** The session of the access token that came with a request as a cookie. */
  findSessionInCookie(ctx: KoaContextWithOIDC): string | undefined;
}

/** What confirming an interaction adds to oidc-provider's `login`. */
export interface Login {
  sessionId: string;
}

/**
 * Loads oidc-provider, which takes a moment and some memory, and makes the provider. Whatever it issues belongs to a
 * grant, and each grant to one session of this site: its id begins with that session's. A browser that a client sent
 * here is signed in as long as that session lives.
 */
export async function createProvider(database: Database, options: ProviderOptions): Promise<Provider> {
  const { Provider, errors, interactionPolicy } = await import('oidc-provider');
  const { publicUrl, siteUrl, isCrossSite, signing, vaults, cookieKeys, findSessionInCookie } = options;
  const db: Pick<Database, 'run'> = {
    run: (statement, args) =>
      database.run(statement, args).catch((error: unknown) => {
        if (!(error instanceof DatabaseUnavailable)) throw error;
        options.onUnavailable(error);
        throw Object.assign(new errors.TemporarilyUnavailable(), { statusCode: 503 });
      }),
  };
  const issuer = publicUrl + OIDC_PATH;
  const isSecure = issuer.startsWith('https:');

  const policy = interactionPolicy.base();
  policy.get('login')?.checks.add(
    new interactionPolicy.Check('session_ended', 'the session has ended', 'login_required', ({ oidc }) => {
      return oidc.account === undefined;
    }),
  );

  const findUser = async (sessionId: string | undefined, userId: string | undefined) => {
    if (sessionId === undefined || userId === undefined) return undefined;
    const [user] = await db.run(findUserOfSession, { session_id: sessionId, user_id: userId });
    return user;
  };

  const findAccount: Configuration['findAccount'] = async (ctx, userId, token) => {
    const sessionId = token ? sessionOfGrant(token.grantId) : findBrowserSession(ctx);
    const user = await findUser(sessionId, userId);
    return user && { accountId: user.id, claims: async () => describeClaims(user) };
  };

  /** The session that this browser is signed in with; undefined if it has signed in with another one since. */
  function findBrowserSession(ctx: KoaContextWithOIDC): string | undefined {
    const { session, result } = ctx.oidc;
    const login = result?.login as Login | undefined; // as `confirmInteraction` stored it
    if (login) session?.sidFor(SITE_CLIENT, login.sessionId);
    const sessionId = session?.sidFor(SITE_CLIENT);
    const current = login === undefined ? findSessionInCookie(ctx) : undefined;
    return current === undefined || current === sessionId ? sessionId : undefined;
  }

  /** The browser's grant for a client, or a new one where the person need not be asked. */
  const loadExistingGrant: Configuration['loadExistingGrant'] = async ({ oidc }) => {
    const { client, account, session, requestParamOIDCScopes: scopes } = oidc;
    const sessionId = session?.sidFor(SITE_CLIENT);
    if (!client || !account || !session || sessionId === undefined) return undefined;
    const wanted = [...scopes];
    const grantId = session.grantIdFor(client.clientId);
    if (grantId !== undefined && sessionOfGrant(grantId) === sessionId) {
      const grant = await oidc.provider.Grant.find(grantId);
      if (grant && wanted.every((scope) => grant.getOIDCScope().split(' ').includes(scope))) return grant;
    }
    const isCovered =
      client['is_own'] === true || (await findConsented(db, account.accountId, client.clientId))(wanted);
    if (!isCovered) return undefined;
    const grant = new oidc.provider.Grant({ accountId: account.accountId, clientId: client.clientId });
    grant.jti = `${sessionId}.${randomUUID()}`;
    grant.addOIDCScope(wanted.join(' '));
    await grant.save();
    return grant;
  };

  const provider = new Provider(issuer, {
    adapter: createAdapter(db, vaults, () => new errors.InvalidGrant('already used')),
    jwks: { keys: await loadSigningKeys(database, signing, vaults) },
    cookies: {
      keys: [...cookieKeys],
      names: { session: 'oidc_session', interaction: 'oidc_interaction', resume: 'oidc_resume' },
      long: { httpOnly: true, sameSite: 'lax', path: new URL(issuer).pathname },
      // the site's page sends it by fetch
      short: { httpOnly: true, sameSite: isCrossSite && isSecure ? 'none' : 'lax' },
    },
    findAccount,
    loadExistingGrant,
    interactions: {
      policy,
      url: async (_ctx, { uid }) => `${publicUrl}${INTERACTIONS_PATH}${uid}/`,
    },
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access'],
    claims: {
      openid: ['sub', 'auth_time', 'amr'],
      phone: ['phone_number', 'phone_number_verified'],
      profile: ['name', 'given_name', 'family_name'],
      telegram: ['telegram_id'],
    },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256'] },
    extraClientMetadata: { properties: ['is_own'], validator() {} },
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    // what is issued ends with the session of this site, so that a refresh token gives no access beyond it
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: async () => false,
    rotateRefreshToken: true,
    clientBasedCORS: (ctx, origin, client) =>
      (ctx.oidc.route === 'userinfo' || client.clientAuthMethod === 'none') &&
      (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin),
    ttl: {
      AccessToken: ACCESS_TOKEN_LIFETIME,
      AuthorizationCode: MINUTE,
      Grant: REFRESH_TOKEN.lifetime,
      IdToken: HOUR,
      Interaction: HOUR,
      RefreshToken: REFRESH_TOKEN.idle,
      // one that nobody is signed in with remembers a sign-out that was begun
      Session: (_ctx, { accountId }) => (accountId === undefined ? HOUR : REFRESH_TOKEN.lifetime),
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      userinfo: { enabled: true },
      introspection: {
        enabled: true,
        async allowedPolicy(_ctx, client, token) {
          const isOwnServer = client['is_own'] === true && client.clientAuthMethod !== 'none';
          if (token.clientId !== client.clientId && !isOwnServer) return false;
          if (token.kind === 'ClientCredentials') return false; // there are none
          if ((await findActiveClient(db, token.clientId ?? '')) === undefined) return false;
          return (await findUser(sessionOfGrant(token.grantId), token.accountId)) !== undefined;
        },
      },
      revocation: {
        enabled: true,
        allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId,
      },
      rpInitiatedLogout: {
        enabled: true,
        async logoutSource(ctx, form) {
          const { client, session, entities } = ctx.oidc;
          const isOfPerson = entities.IdTokenHint?.payload['sub'] === session?.accountId;
          const isAsked = !isOfPerson || client?.['is_own'] !== true;
          ctx.body = renderSignOutPage(negotiateLanguage(ctx.get('accept-language')), form, isAsked);
        },
        async postLogoutSuccessSource(ctx) {
          ctx.redirect(`${siteUrl}/`);
        },
      },
    },
    renderError(ctx, out) {
      ctx.type = 'html';
      ctx.body = renderErrorPage(negotiateLanguage(ctx.get('accept-language')), out);
    },
  } satisfies Configuration);

  // URLs are made from the issuer, whatever Host and X-Forwarded-* say
  const { protocol, host } = new URL(issuer);
  Object.defineProperties(provider.request, {
    protocol: { get: () => protocol.slice(0, -1) },
    host: { get: () => host },
  });
  provider.Client.prototype.compareClientSecret = function compareClientSecret(secret: string): boolean {
    const stored = Buffer.from(this.clientSecret ?? '', 'base64url');
    const given = digestRandomSecret(secret);
    return stored.length === given.length && timingSafeEqual(stored, given);
  };
  return provider;
}

/** The session of this site to which a grant belongs. */
function sessionOfGrant(grantId: string | undefined): string | undefined {
  return grantId?.split('.', 1)[0];
}

/** Whether a person consented to scopes of a client before. */
async function findConsented(db: Pick<Database, 'run'>, userId: string, clientId: string) {
  const [consent] = await db.run(findConsent, { user_id: userId, client_id: clientId });
  return (scopes: readonly string[]) => scopes.every((scope) => consent?.scopes.includes(scope));
}
