import { type OidcScope, oidcScopes } from '@raqam/shared/contract/oidc';
import { matchLanguage } from '@raqam/shared/languages';
import { formatMaskedPhone, normalisePhone } from '@raqam/shared/phone';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import type { Database } from '../../database/database.ts';
import { RequestError } from '../../http/errors.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import { findActiveClient } from '../clients/manage-clients.ts';
import type { Authenticate, Authentication } from '../sessions/authenticate.ts';
import type { SessionCookies } from '../sessions/session-cookies.ts';
import { digestId } from './adapter.ts';
import { describeMethods } from './describe-claims.ts';
import { judgeInteraction } from './judge-interaction.ts';
import { findConsent, saveConsent } from './oidc.queries.ts';
import { compareSession } from './payloads.queries.ts';
import type { Login } from './provider.ts';

export interface InteractionDependencies {
  db: Database;
  cookies: SessionCookies;
  authenticate: Authenticate;
  getProvider: () => Promise<Provider>;
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** The endpoints by which the site's page answers an interaction for its person. */
export function registerInteractionRoutes(app: FastifyInstance, deps: InteractionDependencies): void {
  const { db, cookies, getProvider } = deps;

  registerEndpoint(app, 'showInteraction', {
    first: cookies.refuseForeignOrigin,
    async handle({ params: { id }, request, reply }) {
      const interaction = await findInteraction(await getProvider(), id, request, reply);
      const { client, needs, account } = await judge(deps, interaction, await findSignedIn(deps, request));
      const { login_hint: hint, ui_locales: locales } = interaction.params;
      return answer(200, {
        client: { name: client.name, is_own: client.is_own },
        needs,
        account,
        scopes: readScopes(interaction),
        login_hint: readPhone(hint),
        language: words(locales).map(matchLanguage).find(Boolean) ?? null,
      });
    },
  });

  registerEndpoint(app, 'confirmInteraction', {
    first: cookies.refuseForeignOrigin,
    async handle({ params: { id }, body: shown, request, reply }) {
      const provider = await getProvider();
      const interaction = await findInteraction(provider, id, request, reply);
      const signedIn = await deps.authenticate(request);
      const { client, needs, compared, account } = await judge(deps, interaction, signedIn);
      if (needs === 'sign_in' || compared === undefined) throw new RequestError('session_invalid');
      if (needs !== shown.needs || account !== shown.account) throw new RequestError('interaction_changed');
      const { user, sessionId } = signedIn;
      if (needs === 'consent')
        await db.run(saveConsent, { user_id: user.id, client_id: client.id, scopes: readScopes(interaction) });
      const amr = describeMethods(compared.proof);
      const login = {
        accountId: user.id,
        ts: Math.floor(compared.created_at.getTime() / 1000),
        ...(amr && { amr }),
        ...({ sessionId } satisfies Login),
      };
      return answer(200, {
        redirect_to: await provider.interactionResult(request.raw, reply.raw, { login, consent: {} }),
      });
    },
  });

  registerEndpoint(app, 'abortInteraction', {
    first: cookies.refuseForeignOrigin,
    async handle({ params: { id }, request, reply }) {
      const provider = await getProvider();
      await findInteraction(provider, id, request, reply);
      const result = { error: 'access_denied', error_description: 'the person declined' };
      return answer(200, { redirect_to: await provider.interactionResult(request.raw, reply.raw, result) });
    },
  });
}

/** The interaction of this path and this browser. Throws `interaction_ended`, whatever is wrong. */
async function findInteraction(
  provider: Provider,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Interaction> {
  const interaction = await provider.interactionDetails(request.raw, reply.raw).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'SessionNotFound') throw new RequestError('interaction_ended');
    throw error;
  });
  if (interaction.uid !== id) throw new RequestError('interaction_ended');
  return interaction;
}

/** Who is signed in; undefined: nobody is. */
async function findSignedIn(
  { authenticate }: InteractionDependencies,
  request: FastifyRequest,
): Promise<Authentication | undefined> {
  return authenticate(request).catch((error: unknown) => {
    if (error instanceof RequestError && error.code === 'session_invalid') return undefined;
    throw error;
  });
}

/** What the person has to do. */
async function judge({ db }: InteractionDependencies, interaction: Interaction, signedIn: Authentication | undefined) {
  const { params, prompt } = interaction;
  const client = await findActiveClient(db, String(params['client_id']));
  if (client === undefined) throw new RequestError('interaction_ended');
  const [compared] = signedIn
    ? await db.run(compareSession, {
        session_id: signedIn.sessionId,
        digest: digestId('Interaction', interaction.uid),
      })
    : [];
  const [consent] = signedIn ? await db.run(findConsent, { user_id: signedIn.user.id, client_id: client.id }) : [];
  const needs = judgeInteraction(
    {
      reasons: prompt.reasons,
      isConsentRequested: words(params['prompt']).includes('consent'),
      maxAge: params['max_age'] === undefined ? undefined : Number(params['max_age']),
      expectedUserId: readSubject(params['id_token_hint']),
      scopes: readScopes(interaction),
    },
    signedIn && compared && { userId: signedIn.user.id, isNewer: compared.is_newer, age: compared.age },
    { isOwn: client.is_own, consented: consent?.scopes ?? [] },
  );
  const phone = signedIn?.user.phone;
  return { client, needs, compared, account: phone ? formatMaskedPhone(phone) : null };
}

function readScopes({ params: { scope } }: Interaction): OidcScope[] {
  const asked = words(scope);
  return oidcScopes.filter((known) => asked.includes(known));
}

/** The subject of an ID token that oidc-provider has verified. */
function readSubject(idToken: unknown): unknown {
  const [, payload] = String(idToken).split('.');
  return payload === undefined ? undefined : JSON.parse(Buffer.from(payload, 'base64url').toString()).sub;
}

function readPhone(hint: unknown): string | null {
  const read = typeof hint === 'string' ? normalisePhone(hint) : undefined;
  return read?.ok ? read.phone : null;
}

function words(value: unknown): string[] {
  return typeof value === 'string' ? value.split(' ') : [];
}
