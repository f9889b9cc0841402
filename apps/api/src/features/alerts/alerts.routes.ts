import { formatMaskedPhone } from '@raqam/shared/phone';
import type { FastifyInstance } from 'fastify';
import { type Database, untilUnchanged } from '../../database/database.ts';
import type { Signal } from '../../database/signal.ts';
import { RequestError } from '../../http/errors.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import type { BotCheck } from '../../http/requests/bot-check.ts';
import { isUuid } from '../../uuid.ts';
import type { DescribeOrigin } from '../events/describe-origin.ts';
import { acknowledgeAlerts, disownSession } from './alerts.queries.ts';
import { waitForAlerts } from './wait-for-alerts.ts';

export interface AlertDependencies {
  db: Database;
  requireBot: BotCheck;
  describeOrigin: DescribeOrigin;
  /** See `waitForAlerts`. */
  nextAlert: Signal['next'];
}

const DEFAULT_LIMIT = 30;

/** The endpoints by which the bot tells people what happened to their accounts. */
export function registerAlertRoutes(app: FastifyInstance, deps: AlertDependencies): void {
  const { db, requireBot, describeOrigin, nextAlert } = deps;

  registerEndpoint(app, 'nextAlerts', {
    first: requireBot,
    async handle({ body: { seconds = 0, limit: size = DEFAULT_LIMIT } = {}, request, reply }) {
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const alerts = await waitForAlerts(db, nextAlert, { seconds, size, gone: gone.signal });
      request.isEmptyWait = alerts.length === 0;
      return answer(200, {
        alerts: alerts.map((alert) => {
          const { id, telegram_id, kind, created_at, site, phone, lost_phone } = alert;
          const isNewDevice = kind === 'new_device';
          return {
            id,
            telegram_id,
            kind,
            at: created_at.toISOString(),
            site,
            // where the new owner of a lost number is, is no business of the old one
            ...(isNewDevice ? describeOrigin(alert) : { browser: '', system: '' }),
            account: isNewDevice ? phone && formatMaskedPhone(phone) : lost_phone,
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
      if (!isUuid(id) || !(await disown(db, { id, telegram_id }))) throw new RequestError('not_found');
      return answer(204, null);
    },
  });
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
