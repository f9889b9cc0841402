import { WAIT_MAX_SECONDS } from '@raqam/shared/contract/challenges';
import type { FieldProblem } from '@raqam/shared/errors';
import { negotiateLanguage } from '@raqam/shared/languages';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../../database/database.ts';
import type { Channel } from '../../../database/database.types.ts';
import { RequestError, refusal } from '../../../http/errors.ts';
import { answer, registerEndpoint } from '../../../http/register-endpoint.ts';
import type { KeyRing } from '../../../keys.ts';
import type { InTurn } from '../../../limits/in-turn.ts';
import type { IpLimit } from '../../../limits/ip-limits.ts';
import { presentUser } from '../../accounts/present-user.ts';
import type { Origin } from '../../events/events.ts';
import type { People } from '../../events/person.ts';
import { answerSignIn } from '../../sessions/answer-sign-in.ts';
import { findSessionOf } from '../../sessions/authenticate.ts';
import { cleanDeviceName } from '../../sessions/new-session.ts';
import type { SessionCookies } from '../../sessions/session-cookies.ts';
import { forgetBrowser } from '../../sessions/sessions.queries.ts';
import { SITE_CLIENT, type TokenMint } from '../../sessions/tokens.ts';
import { deriveNumbers, newBoundChallenge } from '../challenge-secrets.ts';
import type { ChangeGuard } from '../change/authorize.ts';
import { collectChange, type PhoneChanged } from '../change/change-phone.ts';
import { describeState } from '../describe-state.ts';
import { startBoundChallenge } from '../press.queries.ts';
import type { IssuePhoneToken } from '../prove/phone-token.ts';
import { collectNumber, type NumberVerified } from '../prove/prove-number.ts';
import { continueAs } from '../push/continue-as.ts';
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
  /** The ways that are offered. */
  channels: readonly Channel[];
  /** Limits the challenges that one IP starts. */
  challengesOfIp: IpLimit;
  inTurn: InTurn;
  waitingRoom: WaitingRoom;
  authorize: Authorize;
  issuePhoneToken: IssuePhoneToken;
  changeGuard: ChangeGuard;
  findOrigin(request: FastifyRequest): Origin;
}

/** The endpoints of a browser that signs in, or proves a number, by one press in Telegram. */
export function registerPressRoutes(app: FastifyInstance, deps: PressDependencies): void {
  const { db, mint, cookies, challengeKeys, botUrl, channels, challengesOfIp, waitingRoom, authorize, findOrigin } =
    deps;
  const [newestKey] = challengeKeys;
  const { issuePhoneToken, changeGuard, inTurn } = deps;

  registerEndpoint(app, 'startChallenge', {
    async handle({ body = {}, request, reply }) {
      const { device_id, device_name = '', purpose = 'sign_in', client_id: client } = body;
      const isSignIn = purpose === 'sign_in';
      // a sign-in or a change is always one at the site itself
      if (purpose !== 'prove_number' && client !== undefined) throw unknownClient('unknown');
      // without a body it is a simple request: any page could make its visitors use up their IP's limit
      if (request.headers.origin !== undefined || body.continue !== undefined) cookies.refuseForeignOrigin(request);
      const change = purpose === 'change_phone' ? await changeGuard.start(request, botUrl !== undefined) : undefined;
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
            user_id: change?.userId ?? null,
            session_id: change?.sessionId ?? null,
          }),
        counts: () => true,
      });
      if (started === undefined) throw unknownClient('invalid');
      request.aboutChallenge = id;
      cookies.setChallengeSecret(reply, { id, secret });
      const openedUntil =
        isSignIn && body.continue !== undefined ? await remember(id, body.continue, request, reply) : undefined;
      return answer(201, {
        id,
        secret,
        state: openedUntil ? ('opened' as const) : ('waiting' as const),
        expires_at: (openedUntil ?? started.expires_at).toISOString(),
        telegram:
          botUrl && (change?.ways.telegram ?? true)
            ? { url: linkTo(botUrl, nonce), number: deriveNumbers(newestKey, id).number }
            : null,
        channels: channels.filter((channel) => {
          if (change === undefined) return true;
          if (channel === 'telegram_login') return false;
          return change.ways[channel === 'telegram' ? channel : 'codes'];
        }),
      });
    },
  });

  /** Continues as the remembered account, or forgets it; returns until when its person may decide, if they are asked. */
  async function remember(id: string, continues: boolean, request: FastifyRequest, reply: FastifyReply) {
    const sessionId = cookies.findRemembered(request);
    if (sessionId === undefined) return undefined;
    if (continues) {
      const { isRemembered, openedUntil } = await continueAs(db, id, sessionId);
      if (isRemembered) return openedUntil;
    } else await db.run(forgetBrowser, { id: sessionId });
    cookies.forget(reply);
    return undefined;
  }

  registerEndpoint(app, 'waitForChallenge', {
    handle: async ({
      params: { id },
      body: { secret, seconds = WAIT_MAX_SECONDS, state, channel: knownChannel } = {},
      request,
      reply,
    }) => {
      const found = await waitingRoom.wait(
        { id, ip: findOrigin(request).ip, seconds, known: { state, channel: knownChannel }, response: reply.raw },
        () => authorize(request, id, secret),
      );
      const { channel } = found;
      const newState = describeState(found);
      request.isEmptyWait =
        newState === (state ?? 'waiting') && (knownChannel === undefined || knownChannel === channel);
      return answer(200, {
        state: newState,
        ...(channel && { channel }),
        expires_at: found.expires_at.toISOString(),
        retry_after_seconds: found.retryAfter,
      });
    },
  });

  registerEndpoint(app, 'collectChallenge', {
    async handle({ params: { id }, body: { secret, claim } = {}, request, reply }) {
      const { purpose, ...found } = await authorize(request, id, secret);
      const sessionId = findSessionOf(request, { cookies, mint });
      const rememberedId = cookies.findRemembered(request);
      const origin = findOrigin(request);
      if (purpose === 'change_phone') {
        const changer = { ...(await changeGuard.requireOwner(request, found)), origin };
        return answerChange(await inTurn(id, () => collectChange(deps, id, changer)));
      }
      const collected = await inTurn<Collected | NumberVerified>(id, () =>
        purpose === 'prove_number'
          ? collectNumber(deps, id, origin)
          : collectChallenge(deps, id, { origin, sessionId, rememberedId, claim }),
      );
      if (!collected.ok) throw refusal(collected);
      if ('number' in collected) return answer(200, issuePhoneToken(collected.number));
      return answerSignIn(deps, reply, collected);
    },
  });
}

/** Answers a change of number. Throws its refusal. */
export function answerChange(outcome: PhoneChanged) {
  if (!outcome.ok) throw refusal(outcome);
  return answer(200, { user: presentUser(outcome.changed), phone_changed: true as const });
}

function unknownClient(problem: FieldProblem): RequestError {
  return new RequestError('validation_failed', { fields: { client_id: problem } });
}

function linkTo(botUrl: string, nonce: string): string {
  const url = new URL(botUrl);
  url.searchParams.set('start', nonce);
  return url.href;
}
