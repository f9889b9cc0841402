import { createSecretCheck } from '@raqam/service/secret-check';
import { API_BASE_PATH } from '@raqam/shared/routes';
import type { FastifyInstance } from 'fastify';
import type { Database } from '../../../database/database.ts';
import { RequestError } from '../../../http/errors.ts';
import { keepReport } from './deliveries.queries.ts';
import type { SmsSender } from './gateway/sms-sender.ts';

export interface ReportDependencies {
  db: Database;
  sender: SmsSender;
  /** The last part of the URL of delivery reports, known only to the gateway: that under each key. */
  reportSecrets: readonly string[];
}

/** The path of delivery reports, below the API's own URL. */
export function smsReportPath(secret: string): string {
  return `${API_BASE_PATH}/sms/reports/${secret}`;
}

/** Takes delivery reports, in a scope of their own. They are unsigned: their URL is the secret. */
export async function registerSmsReports(app: FastifyInstance, deps: ReportDependencies): Promise<void> {
  const { db, sender, reportSecrets } = deps;
  const isReportSecret = createSecretCheck(reportSecrets);
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: unknown, text: string) => Object.fromEntries(new URLSearchParams(text)),
  );
  app.post<{ Params: { secret: string } }>(
    smsReportPath(':secret'),
    { schema: { hide: true } },
    async (request, reply) => {
      if (!isReportSecret(request.params.secret)) throw new RequestError('not_found');
      const report = sender.readReport(request.body);
      if (report === undefined) throw new RequestError('bad_request');
      await db.run(keepReport, {
        provider: sender.name,
        provider_id: report.gatewayId,
        status: report.status,
        provider_status: report.word,
      });
      return reply.code(204).send();
    },
  );
}
