import type { Card } from '@raqam/shared/contract/bot';
import { formatMaskedPhone } from '@raqam/shared/phone';
import type { FastifyInstance } from 'fastify';
import { type Database, untilUnchanged } from '../../database/database.ts';
import type { Signal } from '../../database/signal.ts';
import { RequestError } from '../../http/errors.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import type { BotCheck } from '../../http/requests/bot-check.ts';
import { isUuid } from '../../uuid.ts';
import type { DescribeOrigin } from '../events/describe-origin.ts';
import { acknowledgeAlerts, disownSession, findChangeOnDevice, undoChange } from './alerts.queries.ts';
import { waitForAlerts } from './wait-for-alerts.ts';

export interface AlertDependencies {
  db: Database;
  requireBot: BotCheck;
  describeOrigin: DescribeOrigin;
  /** The cards of these challenges that still wait. */
  findCards(ids: string[]): Promise<Card[]>;
  /** See `waitForAlerts`. */
  nextAlert: Signal['next'];
}

const DEFAULT_LIMIT = 30;

/** The endpoints by which the bot tells people what happened to their accounts. */
export function registerAlertRoutes(app: FastifyInstance, deps: AlertDependencies): void {
  const { db, requireBot, describeOrigin, findCards, nextAlert } = deps;

  registerEndpoint(app, 'nextAlerts', {
    first: requireBot,
    async handle({ body: { seconds = 0, limit: size = DEFAULT_LIMIT } = {}, request, reply }) {
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const alerts = await waitForAlerts(db, nextAlert, { seconds, size, gone: gone.signal });
      request.isEmptyWait = alerts.length === 0;
      const named = alerts.flatMap(({ challenge_id }) => challenge_id ?? []);
      const cards = named.length > 0 ? await findCards(named) : [];
      return answer(200, {
        alerts: alerts.map((alert) => {
          const { id, telegram_id, kind, created_at, site, phone, lost_phone, new_phone, account_stays } = alert;
          const isLoss = kind === 'number_lost';
          const card = cards.find(({ ref }) => ref === alert.challenge_id);
          const account = isLoss || kind === 'number_changed' ? lost_phone : phone && formatMaskedPhone(phone);
          return {
            id,
            telegram_id,
            kind,
            at: created_at.toISOString(),
            site,
            // where the new owner of a lost number is, is no business of the old one
            ...(isLoss ? { browser: '', system: '' } : describeOrigin(alert)),
            account,
            ...(new_phone !== null && { new_account: new_phone }),
            ...(isLoss && account_stays && { account_stays: true as const }),
            ...(card && { card }),
          };
        }),
      });
    },
  });

  registerEndpoint(app, 'acknowledgeAlerts', {
    first: requireBot,
    async handle({ body: { ids } }) {
      await db.run(acknowledgeAlerts, { ids });
      return answer(204, null);
    },
  });

  registerEndpoint(app, 'disownSession', {
    first: requireBot,
    async handle({ body: { alert: id, telegram_id } }) {
      const args = { id, telegram_id };
      if (!isUuid(id) || !(await disown(db, args))) throw new RequestError('not_found');
      // the number that the same stranger gave to the account would let them in again
      const [change] = await db.run(findChangeOnDevice, args);
      if (change !== undefined) await undo(db, { id: change.id, telegram_id });
      return answer(204, null);
    },
  });

  registerEndpoint(app, 'undoChange', {
    first: requireBot,
    async handle({ body: { alert: id, telegram_id }, request }) {
      const undone = isUuid(id) ? await undo(db, { id, telegram_id }) : undefined;
      if (undone === undefined) throw new RequestError('not_found');
      request.aboutPhone = undone.phone;
      return answer(200, { account: undone.phone && formatMaskedPhone(undone.phone) });
    },
  });
}

/** Undoes a change of number; undefined: there is none. */
async function undo(db: Database, args: { id: string; telegram_id: number }) {
  const [undone] = await untilUnchanged(() => db.run(undoChange, args));
  return undone;
}

/**
 * Whether there was something to disown. Looks twice: while a challenge is being collected, the first statement sees
 * neither an approved challenge nor its session.
 */
function disown(db: Database, args: { id: string; telegram_id: number }): Promise<boolean> {
  return untilUnchanged(async () => {
    const [disowned] = await db.run(disownSession, args);
    return disowned !== undefined || (await db.run(disownSession, args)).length > 0;
  });
}
