import { API_BASE_PATH } from '@raqam/shared/routes';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Database } from '../../../database/database.ts';
import { RequestError } from '../../../http/errors.ts';
import { readBody } from '../../../http/requests/read-body.ts';
import { keepReport } from '../sending/deliveries.queries.ts';
import type { ProviderName } from './providers/served-countries.ts';
import type { ReportRequest, SmsProvider } from './providers/sms-provider.ts';

export interface ReportDependencies {
  db: Database;
  providers: readonly SmsProvider[];
}

/** Bytes of a report: some tell of many SMS at once. */
const REPORT_LIMIT = 64 * 1024;

const PATH = `${API_BASE_PATH}/sms/reports`;

/** The path of a provider's delivery reports, below the API's own URL. */
export function smsReportPath(provider: ProviderName, secret: string): string {
  return `${PATH}/${provider}/${secret}`;
}

/** Takes delivery reports, in a scope of their own: each provider knows whether they come from it. */
export async function registerSmsReports(app: FastifyInstance, { db, providers }: ReportDependencies): Promise<void> {
  type Content = Pick<ReportRequest, 'text' | 'body'>;
  type Report = { Params: { secret?: string }; Body: Content | undefined };

  app.removeContentTypeParser('application/json');
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async ({ headers }: FastifyRequest, body: Buffer): Promise<Content> => ({
      text: body.toString(),
      body: readBody(headers, body),
    }),
  );
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: unknown, text: string): Promise<Content> => ({
      text,
      body: Object.fromEntries(new URLSearchParams(text)),
    }),
  );
  for (const provider of providers) {
    // the first is Eskiz's own from the time when it was the only provider: SMS that are on their way have it
    for (const path of provider.name === 'eskiz' ? [PATH, `${PATH}/eskiz`] : [`${PATH}/${provider.name}`]) {
      app.post<Report>(
        `${path}/:secret?`,
        { schema: { hide: true }, bodyLimit: REPORT_LIMIT },
        async ({ params, headers, body: content }, reply) => {
          const { text, body } = content ?? { text: '', body: undefined };
          const reports = provider.readReports({ secret: params.secret ?? '', headers, text, body });
          if (reports === 'forbidden') throw new RequestError('not_found');
          if (reports === 'unreadable') throw new RequestError('bad_request');
          for (const { providerId, status, word } of reports) {
            await db.run(keepReport, {
              provider: provider.name,
              provider_id: providerId,
              status,
              provider_status: word,
            });
          }
          return reply.code(204).send();
        },
      );
    }
  }
}
