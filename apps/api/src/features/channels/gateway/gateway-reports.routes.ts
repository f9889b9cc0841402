import { API_BASE_PATH } from '@raqam/shared/routes';
import type { FastifyInstance } from 'fastify';
import { RequestError } from '../../../http/errors.ts';
import { isUuid } from '../../../uuid.ts';
import { fallBack } from '../sending/fall-back.ts';
import type { CodeDependencies } from '../sending/send-by-request.ts';
import { keepGatewayReport } from './gateway.queries.ts';
import { GATEWAY_PROVIDER, type TelegramGateway } from './telegram-gateway.ts';

/** The path of Gateway's delivery reports. It is no secret: each report is signed. */
export const GATEWAY_REPORT_PATH = `${API_BASE_PATH}/gateway/reports`;

export interface GatewayReportDependencies extends CodeDependencies {
  gateway: TelegramGateway;
  /** Milliseconds. */
  now(): number;
}

/**
 * Takes Gateway's delivery reports, in a scope of their own, since their signature is over the bytes of the body. A code
 * that did not arrive goes on by the next channel before its report is stored: if the process dies in between, Gateway
 * reports again.
 */
export async function registerGatewayReports(app: FastifyInstance, deps: GatewayReportDependencies): Promise<void> {
  const { db, gateway, now } = deps;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, async (_request: unknown, text: string) => text);
  app.post<{ Body: string }>(GATEWAY_REPORT_PATH, { schema: { hide: true } }, async (request, reply) => {
    const { 'x-request-timestamp': timestamp, 'x-request-signature': signature } = request.headers;
    const rawBody = request.body ?? '';
    const signed = { timestamp: String(timestamp), signature: String(signature), rawBody };
    if (!gateway.isSigned(signed, now())) throw new RequestError('not_found');
    const report = gateway.readReport(rawBody);
    if (report === undefined) throw new RequestError('bad_request');
    const { requestId, phone, status, word, costUsd } = report;
    const challengeId = report.challengeId !== null && isUuid(report.challengeId) ? report.challengeId : null;
    if (challengeId !== null && (status === 'expired' || status === 'rejected')) {
      const lost = {
        challengeId,
        channel: 'gateway',
        provider: GATEWAY_PROVIDER,
        providerId: requestId,
        phone,
      } as const;
      await fallBack(deps, lost, request.log);
    }
    await db.run(keepGatewayReport, {
      challenge_id: challengeId,
      provider: GATEWAY_PROVIDER,
      provider_id: requestId,
      status,
      provider_status: word,
      cost_usd: costUsd,
    });
    return reply.code(200).send(''); // any other status is reported again
  });
}
