import { hash, randomUUIDv7 } from 'node:crypto';
import { negotiateLanguage } from '@raqam/shared/languages';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Database } from '../../database/database.ts';
import { RequestError, refusal } from '../../http/errors.ts';
import { registerEndpoint } from '../../http/register-endpoint.ts';
import type { Origin } from '../events/events.ts';
import type { People } from '../events/person.ts';
import { collectChallenge } from '../press/browser/collect-challenge.ts';
import { answerSignIn } from '../sessions/answer-sign-in.ts';
import { findSessionOf } from '../sessions/authenticate.ts';
import { cleanDeviceName } from '../sessions/new-session.ts';
import type { SessionCookies } from '../sessions/session-cookies.ts';
import type { TokenMint } from '../sessions/tokens.ts';
import { type MiniAppIssuer, readInitData } from './init-data.ts';
import { openInMiniApp } from './mini-app.queries.ts';

export interface MiniAppDependencies {
  db: Database;
  people: People;
  mint: TokenMint;
  cookies: SessionCookies;
  /** undefined: there is no Mini App. */
  issuer: MiniAppIssuer | undefined;
  now: () => number;
  findOrigin(request: FastifyRequest): Origin;
}

/** The endpoint of the site opened inside Telegram. */
export function registerMiniAppRoutes(app: FastifyInstance, deps: MiniAppDependencies): void {
  const { db, mint, cookies, issuer, now, findOrigin } = deps;

  registerEndpoint(app, 'signInWithMiniApp', {
    async handle({ body: { init_data, device_id, device_name = '', claim }, request, reply }) {
      if (issuer === undefined) throw new RequestError('not_found');
      const data = readInitData(init_data, issuer, now());
      if (data === undefined) throw new RequestError('init_data_invalid');
      const origin = findOrigin(request);
      const sessionId = findSessionOf(request, { cookies, mint });
      const rememberedId = cookies.findRemembered(request);
      const [opened] = await db.run(openInMiniApp, {
        id: randomUUIDv7(),
        // without a key: the data would work once more under the next one
        nonce_digest: hash('sha256', data.signature, 'buffer'),
        telegram_id: data.telegramId,
        first_name: data.firstName,
        last_name: data.lastName,
        language: negotiateLanguage(request.headers['accept-language']),
        device_id: device_id ?? null,
        device_name: cleanDeviceName(device_name),
        ...origin,
      });
      if (opened === undefined) throw new RequestError('init_data_invalid');
      request.aboutChallenge = opened.id;
      const collected = await collectChallenge(deps, opened.id, { origin, sessionId, rememberedId, claim });
      if (collected.ok) return answerSignIn({ mint, cookies }, reply, collected);
      switch (collected.error) {
        case 'challenge_pending':
          throw new RequestError('contact_required');
        case 'challenge_ended':
          throw new RequestError('init_data_invalid');
        default:
          throw refusal({ error: collected.error });
      }
    },
  });
}
