import { randomBytes } from 'node:crypto';
import type { Passkey } from '@raqam/shared/contract/passkeys';
import { formatMaskedPhone } from '@raqam/shared/phone';
import { readUserAgent } from '@raqam/shared/user-agent';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RowsOf } from '../../database/prepare.ts';
import { RequestError, refusal } from '../../http/errors.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import { forEachKey, type KeyRing } from '../../keys.ts';
import type { InTurn } from '../../limits/in-turn.ts';
import { PASSKEY } from '../../policy.ts';
import { isUuid } from '../../uuid.ts';
import { presentUser } from '../accounts/present-user.ts';
import type { Origin } from '../events/events.ts';
import type { Authorize } from '../press/browser/authorize.ts';
import type { CollectDependencies } from '../press/browser/collect-challenge.ts';
import { derivePasskeyChallenge } from '../press/challenge-secrets.ts';
import { answerSignIn } from '../sessions/answer-sign-in.ts';
import { type Authenticate, findSessionOf } from '../sessions/authenticate.ts';
import type { SessionCookies } from '../sessions/session-cookies.ts';
import type { TokenMint } from '../sessions/tokens.ts';
import { checkNew, KEY_ALGORITHMS } from './check-credential.ts';
import {
  deletePasskey,
  findPasskeyChallenge,
  insertPasskey,
  keepPasskeyChallenge,
  listPasskeys,
} from './passkeys.queries.ts';
import { findRelyingParty, type RelyingParty } from './relying-party.ts';
import { signInWithPasskey, userHandleOf } from './sign-in-with-passkey.ts';

export interface PasskeyDependencies extends CollectDependencies {
  mint: TokenMint;
  cookies: SessionCookies;
  authenticate: Authenticate;
  authorize: Authorize;
  challengeKeys: KeyRing;
  inTurn: InTurn;
  /** CORS_ALLOWED_ORIGINS. */
  webOrigins: readonly string[];
  /** The name that browsers show with a passkey; undefined: the host of the page. */
  brand: string | undefined;
  findOrigin(request: FastifyRequest): Origin;
}

/** For the person to find a phone, or to unlock a security key. */
const BROWSER_TIMEOUT_MS = 120_000;
const CHALLENGE_BYTES = 32;

/** The endpoints of passkeys: those of the account, and of a browser that signs in with one. */
export function registerPasskeyRoutes(app: FastifyInstance, deps: PasskeyDependencies): void {
  const { db, mint, cookies, authenticate, authorize, challengeKeys, inTurn, webOrigins, brand, findOrigin } = deps;

  /** The page that asks, which is always one of the site's: a passkey is bound to it. */
  const findParty = (request: FastifyRequest): RelyingParty => {
    cookies.refuseForeignOrigin(request);
    return findRelyingParty(webOrigins, request.headers.origin ?? '');
  };
  const challengesOf = (id: string) => forEachKey(challengeKeys, (key) => derivePasskeyChallenge(key, id));

  registerEndpoint(app, 'offerPasskey', {
    async handle({ params: { id }, body: { secret } = {}, request }) {
      const party = findParty(request);
      await authorize(request, id, secret);
      const [challenge] = challengesOf(id);
      return answer(200, {
        challenge,
        rpId: party.id,
        timeout: BROWSER_TIMEOUT_MS,
        userVerification: 'required' as const,
      });
    },
  });

  registerEndpoint(app, 'signInWithPasskey', {
    async handle({ params: { id }, body: { secret, credential }, request, reply }) {
      const party = findParty(request);
      await authorize(request, id, secret);
      const collector = {
        party,
        challenges: challengesOf(id),
        origin: findOrigin(request),
        sessionId: findSessionOf(request, { cookies, mint }),
      };
      const signedIn = await inTurn(id, () => signInWithPasskey(deps, id, credential, collector));
      if (!signedIn.ok) throw refusal(signedIn);
      return answerSignIn(deps, reply, signedIn);
    },
  });

  registerEndpoint(app, 'preparePasskey', {
    async handle({ request }) {
      const party = findParty(request);
      const { user, sessionId } = await authenticate(request);
      // the number may be another person's, who would not know of this way in: docs/policy.md §2
      if (user.phone === null || user.phone_proved_at === null) throw new RequestError('phone_not_verified');
      // somebody at a device that was left signed in would keep a way in
      if (user.signed_in_ago > PASSKEY.proofMaxAge) throw new RequestError('proof_required');
      const passkeys = await db.run(listPasskeys, { user_id: user.id });
      if (passkeys.length >= PASSKEY.perUser) throw new RequestError('passkey_limit');
      const challenge = randomBytes(CHALLENGE_BYTES);
      await db.run(keepPasskeyChallenge, { session_id: sessionId, challenge });
      const name = formatMaskedPhone(user.phone);
      return answer(200, {
        rp: { id: party.id, name: brand ?? new URL(party.origin).host },
        user: { id: userHandleOf(user.id), name, displayName: presentUser(user).full_name || name },
        challenge: challenge.toString('base64url'),
        pubKeyCredParams: KEY_ALGORITHMS.map((alg) => ({ type: 'public-key' as const, alg })),
        timeout: BROWSER_TIMEOUT_MS,
        attestation: 'none' as const,
        excludeCredentials: passkeys.map(({ credential_id, transports }) => ({
          type: 'public-key' as const,
          id: credential_id.toString('base64url'),
          transports,
        })),
        authenticatorSelection: {
          residentKey: 'required' as const,
          requireResidentKey: true as const,
          userVerification: 'required' as const,
        },
      });
    },
  });

  registerEndpoint(app, 'addPasskey', {
    async handle({ body: { credential }, request }) {
      const party = findParty(request);
      const { user, sessionId } = await authenticate(request);
      const [asked] = await db.run(findPasskeyChallenge, { session_id: sessionId });
      const checked = asked && (await checkNew(credential, party, asked.challenge));
      if (!checked) throw new RequestError('passkey_invalid');
      const origin = findOrigin(request);
      const { browser, system } = readUserAgent(origin.user_agent);
      const name = [browser, system].filter(Boolean).join(', ');
      const passkey = { ...checked, name, ...origin, session_id: sessionId, challenge: asked.challenge };
      const [added] = await inTurn(user.id, () => db.run(insertPasskey, passkey));
      if (added === undefined) throw new RequestError('passkey_invalid');
      return answer(201, present(added));
    },
  });

  registerEndpoint(app, 'listPasskeys', {
    async handle({ request }) {
      const { user } = await authenticate(request);
      return answer(200, (await db.run(listPasskeys, { user_id: user.id })).map(present));
    },
  });

  registerEndpoint(app, 'removePasskey', {
    async handle({ params: { id }, request }) {
      const { user, sessionId: session_id } = await authenticate(request);
      const args = { id, user_id: user.id, session_id, ...findOrigin(request) };
      const [removed] = isUuid(id) ? await db.run(deletePasskey, args) : [];
      if (removed === undefined) throw new RequestError('not_found');
      return answer(204, null);
    },
  });
}

function present({ id, name, is_backed_up, created_at, last_used_at }: RowsOf<typeof insertPasskey>): Passkey {
  return {
    id,
    name,
    is_backed_up,
    created_at: created_at.toISOString(),
    last_used_at: last_used_at?.toISOString() ?? null,
  };
}
