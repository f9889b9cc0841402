import { WAIT_MAX_SECONDS } from '@raqam/shared/contract/challenges';
import type { FieldProblem } from '@raqam/shared/errors';
import { negotiateLanguage } from '@raqam/shared/languages';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Database } from '../../../database/database.ts';
import { RequestError, refusal } from '../../../http/errors.ts';
import { answer, registerEndpoint } from '../../../http/register-endpoint.ts';
import type { KeyRing } from '../../../keys.ts';
import type { InTurn } from '../../../limits/in-turn.ts';
import type { IpLimit } from '../../../limits/ip-limits.ts';
import type { Origin } from '../../events/events.ts';
import type { People } from '../../events/person.ts';
import { answerSignIn } from '../../sessions/answer-sign-in.ts';
import { findSessionOf } from '../../sessions/authenticate.ts';
import { cleanDeviceName } from '../../sessions/new-session.ts';
import type { SessionCookies } from '../../sessions/session-cookies.ts';
import { SITE_CLIENT, type TokenMint } from '../../sessions/tokens.ts';
import { deriveNumbers, newBoundChallenge } from '../challenge-secrets.ts';
import { describeState } from '../describe-state.ts';
import { startBoundChallenge } from '../press.queries.ts';
import type { IssuePhoneToken } from '../prove/phone-token.ts';
import { collectNumber, type NumberVerified } from '../prove/prove-number.ts';
import type { Authorize } from './authorize.ts';
import { type Collected, collectChallenge } from './collect-challenge.ts';
import type { WaitingRoom } from './waiting-room.ts';

export interface PressDependencies {
  db: Database;
  people: People;
  mint: TokenMint;
  cookies: SessionCookies;
  challengeKeys: KeyRing;
  /** The URL that opens the bot; undefined: there is none. */
  botUrl: string | undefined;
  /** Whether codes can be sent by SMS. */
  hasSms: boolean;
  /** Limits the challenges that one IP starts. */
  challengesOfIp: IpLimit;
  inTurn: InTurn;
  waitingRoom: WaitingRoom;
  authorize: Authorize;
  issuePhoneToken: IssuePhoneToken;
  findOrigin(request: FastifyRequest): Origin;
}

/** The endpoints of a browser that signs in, or proves a number, by one press in Telegram. */
export function registerPressRoutes(app: FastifyInstance, deps: PressDependencies): void {
  const { db, mint, cookies, challengeKeys, botUrl, hasSms, challengesOfIp, waitingRoom, authorize, findOrigin } = deps;
  const [newestKey] = challengeKeys;
  const { issuePhoneToken, inTurn } = deps;
  const channels = [...(botUrl ? (['telegram'] as const) : []), ...(hasSms ? (['sms'] as const) : [])];

  registerEndpoint(app, 'startChallenge', {
    async handle({ body = {}, request, reply }) {
      const { device_id, device_name = '', purpose = 'sign_in', client_id: client } = body;
      // a sign-in is always one to the site itself
      if (purpose === 'sign_in' && client !== undefined) throw unknownClient('unknown');
      // without a body it is a simple request: any page could make its visitors use up their IP's limit
      if (request.headers.origin !== undefined) cookies.refuseForeignOrigin(request);
      const challenge = newBoundChallenge(newestKey);
      const { id, secret, nonce } = challenge;
      const language = negotiateLanguage(request.headers['accept-language']);
      const [started] = await challengesOfIp.run(request, {
        work: () =>
          db.run(startBoundChallenge, {
            ...challenge,
            ...findOrigin(request),
            purpose,
            client_id: client === undefined || client === SITE_CLIENT ? null : client,
            language,
            device_id: device_id ?? null,
            device_name: cleanDeviceName(device_name),
          }),
        counts: () => true,
      });
      if (started === undefined) throw unknownClient('invalid');
      request.aboutChallenge = id;
      cookies.setChallengeSecret(reply, { id, secret });
      return answer(201, {
        id,
        secret,
        state: 'waiting' as const,
        expires_at: started.expires_at.toISOString(),
        telegram: botUrl ? { url: linkTo(botUrl, nonce), number: deriveNumbers(newestKey, id).number } : null,
        channels: [...channels],
      });
    },
  });

  registerEndpoint(app, 'waitForChallenge', {
    handle: async ({ params: { id }, body: { secret, seconds = WAIT_MAX_SECONDS, state } = {}, request, reply }) => {
      const found = await waitingRoom.wait(
        { id, ip: findOrigin(request).ip, seconds, known: state, response: reply.raw },
        () => authorize(request, id, secret),
      );
      const { channel } = found;
      const newState = describeState(found);
      request.isEmptyWait = newState === (state ?? 'waiting');
      return answer(200, {
        state: newState,
        ...(channel && { channel }),
        expires_at: found.expires_at.toISOString(),
        retry_after_seconds: found.retryAfter,
      });
    },
  });

  registerEndpoint(app, 'collectChallenge', {
    async handle({ params: { id }, body: { secret } = {}, request, reply }) {
      const { purpose } = await authorize(request, id, secret);
      const sessionId = findSessionOf(request, { cookies, mint });
      const origin = findOrigin(request);
      const collected = await inTurn<Collected | NumberVerified>(id, () =>
        purpose === 'prove_number'
          ? collectNumber(deps, id, origin)
          : collectChallenge(deps, id, { origin, sessionId }),
      );
      if (!collected.ok) throw refusal(collected);
      if ('number' in collected) return answer(200, issuePhoneToken(collected.number));
      return answerSignIn(deps, reply, collected);
    },
  });
}

function unknownClient(problem: FieldProblem): RequestError {
  return new RequestError('validation_failed', { fields: { client_id: problem } });
}

function linkTo(botUrl: string, nonce: string): string {
  const url = new URL(botUrl);
  url.searchParams.set('start', nonce);
  return url.href;
}
