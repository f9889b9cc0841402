import type { FastifyBaseLogger } from 'fastify';
import type { Database } from '../../../database/database.ts';
import type { Carrier } from '../sending/carriers.ts';
import { findNewestRequest } from './gateway.queries.ts';
import { GATEWAY_PROVIDER, type TelegramGateway } from './telegram-gateway.ts';

/** Carries codes by Telegram Gateway. */
export function createGatewayCarrier(gateway: TelegramGateway, dailyLimit: number): Carrier {
  return {
    dailyLimit,
    dailyLimitName: 'GATEWAY_DAILY_LIMIT',
    reaches: () => true, // only Gateway knows which numbers have Telegram
    send: (message) => gateway.send(message),
  };
}

/** Tells that a person has entered the right code of a challenge. */
export type ReportEntered = (challengeId: string, code: string) => void;

/**
 * Makes the function that tells Gateway so, for its statistics. Nobody waits for it, and what fails is logged and not
 * repeated.
 */
export function createReportEntered(db: Database, gateway: TelegramGateway, log: FastifyBaseLogger): ReportEntered {
  const report = async (challengeId: string, code: string) => {
    const [request] = await db.run(findNewestRequest, { challenge_id: challengeId, provider: GATEWAY_PROVIDER });
    if (request) await gateway.reportEntered(request.provider_id, code);
  };
  return (challengeId, code) =>
    void report(challengeId, code).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      log.warn({ reason }, 'Telegram Gateway was not told of an entered code');
    });
}
