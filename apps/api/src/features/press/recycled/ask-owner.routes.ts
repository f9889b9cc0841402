import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Database, untilUnchanged } from '../../../database/database.ts';
import { RequestError } from '../../../http/errors.ts';
import { answer, registerEndpoint } from '../../../http/register-endpoint.ts';
import type { KeyRing } from '../../../keys.ts';
import { subjects } from '../../../limits/budgets.ts';
import type { InTurn } from '../../../limits/in-turn.ts';
import type { Origin } from '../../events/events.ts';
import type { SessionCookies } from '../../sessions/session-cookies.ts';
import type { Authorize } from '../browser/authorize.ts';
import { deriveNumbers, keyOfChallenge } from '../challenge-secrets.ts';
import { askNobody, askOwner, findQuestioned } from './ask-owner.queries.ts';

export interface AskOwnerDependencies {
  db: Database;
  cookies: SessionCookies;
  challengeKeys: KeyRing;
  /** The URL that opens the bot; undefined: there is none. */
  botUrl: string | undefined;
  inTurn: InTurn;
  authorize: Authorize;
  findOrigin(request: FastifyRequest): Origin;
}

/**
 * The endpoint of a person who proved a number that may have been sold again, and says that its account is their own:
 * only the account's Telegram, or the operator, can tell.
 */
export function registerAskOwnerRoute(app: FastifyInstance, deps: AskOwnerDependencies): void {
  const { db, cookies, challengeKeys, botUrl, inTurn, authorize, findOrigin } = deps;

  registerEndpoint(app, 'askOwner', {
    async handle({ params: { id }, body: { secret: given } = {}, request, reply }) {
      const { secret } = await authorize(request, id, given);
      if (botUrl === undefined) throw new RequestError('not_found');
      const asked = await inTurn(id, () => ask(db, id, findOrigin(request)));
      if (asked === 'ended') throw new RequestError('challenge_ended');
      cookies.setChallengeSecret(reply, { id, secret }); // the challenge lives longer now
      return answer(200, {
        state: 'opened' as const,
        number: deriveNumbers(keyOfChallenge(challengeKeys, { id, nonce_digest: asked.nonce_digest }), id).number,
        expires_at: asked.expires_at.toISOString(),
      });
    },
  });
}

/** Asks once; asked again, it gives the same answer. */
function ask(db: Database, id: string, origin: Origin): Promise<{ nonce_digest: Buffer; expires_at: Date } | 'ended'> {
  return untilUnchanged(async () => {
    const [found] = await db.run(findQuestioned, { id });
    if (found === undefined) return 'ended';
    const { state, nonce_digest, telegram_id } = found;
    if (state === 'opened') return found;
    if (state !== 'waiting' && state !== 'approved') return 'ended';
    const [pushed] =
      telegram_id === null ? [] : await db.run(askOwner, { ...origin, id, ...describePerson(telegram_id) });
    const [asked] = pushed ? [pushed] : await db.run(askNobody, { id });
    return asked && { nonce_digest, ...asked };
  });
}

function describePerson(telegramId: number) {
  return {
    telegram_id: telegramId,
    refused_cards: subjects.refusedCards(telegramId),
    pushed_cards: subjects.pushedCards(telegramId),
  };
}
