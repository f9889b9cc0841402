import type { Phone } from '@raqam/shared/phone';
import type { FastifyBaseLogger } from 'fastify';
import { sql } from 'kysely';
import { prepare } from '../../../database/prepare.ts';
import type { CodeChannel } from './carriers.ts';
import { type CodeDependencies, sendAlong } from './send-by-request.ts';

/** A code that a provider says it did not deliver. */
export interface LostCode {
  challengeId: string;
  channel: CodeChannel;
  /** Its provider, and the provider's own id of it. */
  provider: string;
  providerId: string;
  phone: string;
}

/**
 * The browser's challenge that still waits for a code which was lost. No row: it is over, or another message was sent
 * after this one.
 */
const findWaitingForLost = prepare(
  'find-waiting-for-lost',
  { phone: 'text', language: 'language', site: 'text', ip: 'text', user_agent: 'text', device_id: 'text?' },
  (args: { id: string; channel: CodeChannel; provider: string; provider_id: string; phone: string }) => sql`
    SELECT phone, language, site, host(ip) AS ip, user_agent, device_id FROM challenges
    WHERE id = ${args.id} AND secret_digest IS NOT NULL AND state = 'waiting' AND expires_at > now()
      AND channel = ${args.channel}::channel AND phone = ${args.phone}
      AND ${args.provider_id} = (
        SELECT provider_id FROM deliveries
        WHERE challenge_id = ${args.id} AND provider = ${args.provider} AND provider_id IS NOT NULL
        ORDER BY id DESC LIMIT 1
      )`,
);

/**
 * Sends a lost code by the next channel of its number, unless a person did so before. It is the same code, counted like
 * any other but for the limits per IP: the request for the lost one has counted there.
 */
export async function fallBack(deps: CodeDependencies, lost: LostCode, log: FastifyBaseLogger): Promise<void> {
  const { challengeId, channel, provider, providerId } = lost;
  const [waiting] = await deps.db.run(findWaitingForLost, {
    id: challengeId,
    channel,
    provider,
    provider_id: providerId,
    phone: lost.phone,
  });
  if (waiting === undefined) return;
  const phone = waiting.phone as Phone; // it was stored as one
  const route = deps.findRoute(phone);
  const [next, ...others] = route.slice(route.indexOf(channel) + 1);
  if (next === undefined || !route.includes(channel)) return;
  const { site, ip, user_agent, device_id, language } = waiting;
  const code = {
    phone,
    boundTo: challengeId,
    goesOnFrom: channel,
    device: { device_id, session_id: null },
    origin: { site, ip, user_agent },
    language,
    host: new URL(`https://${site}`).hostname, // without the port
  };
  await sendAlong(deps, [next, ...others], code, log);
}
