import type { FastifyInstance } from 'fastify';
import type { Database } from '../../../database/database.ts';
import { RequestError, refusal } from '../../../http/errors.ts';
import { readPhone } from '../../../http/read-phone.ts';
import { answer, registerEndpoint } from '../../../http/register-endpoint.ts';
import type { BotCheck } from '../../../http/requests/bot-check.ts';
import { forEachKey, type KeyRing } from '../../../keys.ts';
import type { InTurn } from '../../../limits/in-turn.ts';
import type { IpLimit } from '../../../limits/ip-limits.ts';
import { isUuid } from '../../../uuid.ts';
import { splitName } from '../../accounts/split-name.ts';
import type { DescribeCard } from '../card.ts';
import { deriveNumbers, digestNonce, keyOfChallenge } from '../challenge-secrets.ts';
import { shareContact } from './bot-press.queries.ts';
import { decideChallenge } from './decide-challenge.ts';
import { openChallenge } from './open-challenge.ts';

export interface BotPressDependencies {
  db: Database;
  requireBot: BotCheck;
  challengeKeys: KeyRing;
  challengesOfIp: IpLimit;
  inTurn: InTurn;
  describeCard: DescribeCard;
}

/** The endpoints by which the bot shows cards and reports what people pressed. */
export function registerBotPressRoutes(app: FastifyInstance, deps: BotPressDependencies): void {
  const { db, requireBot, challengeKeys, challengesOfIp, inTurn, describeCard } = deps;

  registerEndpoint(app, 'openChallenge', {
    first: requireBot,
    async handle({ body: { start, telegram_id: telegramId, full_name = '' }, request }) {
      const digests = forEachKey(challengeKeys, (key) => digestNonce(key, start));
      const opened = await openChallenge(db, digests, { telegramId, ...splitName(full_name) });
      if (!opened.ok) throw refusal(opened);
      const { id, phone, account_phone } = opened.linked;
      request.aboutChallenge = id;
      request.aboutPhone = phone ?? account_phone;
      return answer(200, describeCard(opened.linked));
    },
  });

  registerEndpoint(app, 'shareContact', {
    first: requireBot,
    async handle({ body: { ref, telegram_id, phone_number }, request }) {
      const phone = readPhone('phone_number', phone_number, 'contact');
      request.aboutPhone = phone;
      if (ref !== undefined && !isUuid(ref)) throw new RequestError('not_found');
      const [shared] = await inTurn(phone, () => db.run(shareContact, { id: ref ?? null, telegram_id, phone }));
      if (shared === undefined) throw new RequestError('not_found');
      request.aboutChallenge = shared.id;
      const card = describeCard({ ...shared, phone });
      return answer(200, shared.is_done ? { ...card, choices: [] } : card);
    },
  });

  registerEndpoint(app, 'decideChallenge', {
    first: requireBot,
    async handle({ body, request }) {
      const { ref: id, telegram_id: telegramId } = body;
      if (isUuid(id)) request.aboutChallenge = id;
      const judge = (nonce_digest: Buffer) => {
        if (!('choice' in body)) return 'declined';
        const { number } = deriveNumbers(keyOfChallenge(challengeKeys, { id, nonce_digest }), id);
        return body.choice === number ? 'approved' : 'wrong_number';
      };
      const decided = isUuid(id) ? await inTurn(id, () => decideChallenge(db, { id, telegramId, judge })) : undefined;
      if (decided === undefined || decided.state === 'waiting') throw new RequestError('not_found');
      // a refused card counts like one more challenge of the IP that sent people its link
      if (decided.refusedIp !== undefined) await challengesOfIp.count(decided.refusedIp);
      return answer(200, { state: decided.state });
    },
  });
}
