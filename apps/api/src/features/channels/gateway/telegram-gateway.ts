import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { DeliveryStatus } from '../../../database/database.types.ts';
import { GATEWAY_LIFETIME, GATEWAY_REPORT_SKEW } from '../../../policy.ts';
import type { Carried, Message } from '../sending/carriers.ts';

export interface GatewayOptions {
  /** `https://gatewayapi.telegram.org`, or the emulator. */
  baseUrl: string;
  token: string;
  /** The verified channel in whose name codes are sent; undefined: Telegram's own “Verification Codes”. */
  sender: string | undefined;
  /** URL for delivery reports; without it none are sent. */
  callbackUrl: string | undefined;
  /** Time limit for one call. */
  timeoutMs?: number;
}

/** What became of a code, as Gateway reports it. */
export interface GatewayReport {
  requestId: string;
  challengeId: string | null;
  phone: string;
  status: Exclude<DeliveryStatus, 'unknown' | 'undelivered'>;
  /** The status in Gateway's own words. */
  word: string;
  /** US dollars; 0: it was paid back. */
  costUsd: number | null;
}

export interface TelegramGateway {
  send(message: Message): Promise<Carried>;
  /** Tells Gateway that a code was entered, for its statistics. Throws if it does not take that. */
  reportEntered(requestId: string, code: string): Promise<void>;
  /** Whether Gateway has signed this report. @param nowMs milliseconds */
  isSigned(report: SignedReport, nowMs: number): boolean;
  /** undefined: it is no report. */
  readReport(rawBody: string): GatewayReport | undefined;
}

/** The headers X-Request-Timestamp and X-Request-Signature, and the body as it came. */
export interface SignedReport {
  timestamp: string;
  signature: string;
  rawBody: string;
}

/** The provider of deliveries by Gateway. */
export const GATEWAY_PROVIDER = 'telegram';

/** Short, because a person is waiting, and another channel may follow. */
const TIMEOUT_MS = 6_000;

/** PostgreSQL stores no NUL, and indexes no text of any length. */
const word = z
  .string()
  .max(100)
  .refine((text) => !text.includes('\0'));
const request = z.object({
  request_id: word,
  phone_number: z.string(),
  request_cost: z.number().nonnegative().optional(),
  is_refunded: z.boolean().optional(),
});
const answer = z.union([
  z.object({ ok: z.literal(true), result: request }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);
const report = request.extend({
  delivery_status: z.object({ status: word }),
  payload: z.string().optional(),
});

const statuses: Readonly<Record<string, GatewayReport['status']>> = {
  sent: 'waiting',
  delivered: 'delivered',
  read: 'delivered',
  expired: 'expired',
  revoked: 'rejected',
};

/**
 * Telegram Gateway (https://core.telegram.org/gateway/api). Codes are sent directly: a positive `checkSendAbility` is
 * billed like a code.
 */
export function createTelegramGateway(options: GatewayOptions): TelegramGateway {
  const { baseUrl, token, sender, callbackUrl, timeoutMs = TIMEOUT_MS } = options;
  const reportKey = hash('sha256', token, 'buffer');

  async function call(method: string, parameters: object): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${baseUrl}/${method}`, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(parameters),
    });
    return { status: response.status, body: await response.json().catch(() => undefined) };
  }

  return {
    async send({ phone, code, challengeId }) {
      const unknown = (reason: string) => ({ kind: 'unknown', provider: GATEWAY_PROVIDER, reason }) as const;
      try {
        const { status, body } = await call('sendVerificationMessage', {
          phone_number: phone,
          code,
          ttl: GATEWAY_LIFETIME,
          payload: challengeId,
          ...(sender && { sender_username: sender }),
          ...(callbackUrl && { callback_url: callbackUrl }),
        });
        const read = answer.safeParse(body);
        const reason = `sendVerificationMessage answered ${status}`;
        if (status >= 500) return unknown(reason); // it may have been sent before that failed
        if (read.success && !read.data.ok) {
          const { error } = read.data;
          // about this number; other errors concern the account, or pass
          return {
            kind: 'refused',
            reason: `${reason} ${error.slice(0, 100)}`,
            cannotReach: error.startsWith('PHONE_'),
          };
        }
        if (read.success && read.data.ok) {
          const { request_id: providerId, request_cost: cost } = read.data.result;
          return { kind: 'accepted', provider: GATEWAY_PROVIDER, providerId, costUsd: cost ?? null };
        }
        return status >= 400 ? { kind: 'refused', reason, cannotReach: false } : unknown(reason);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return wasNotSent(error) ? { kind: 'refused', reason, cannotReach: false } : unknown(reason);
      }
    },
    async reportEntered(requestId, code) {
      const { status, body } = await call('checkVerificationStatus', { request_id: requestId, code });
      const read = answer.safeParse(body);
      if (read.success && !read.data.ok) throw new Error(`checkVerificationStatus answered ${read.data.error}`);
      if (!read.success) throw new Error(`checkVerificationStatus answered ${status}`);
    },
    isSigned({ timestamp, signature, rawBody }, nowMs) {
      const expected = createHmac('sha256', reportKey).update(`${timestamp}\n${rawBody}`).digest();
      const given = Buffer.from(/^[0-9a-f]{64}$/i.test(signature) ? signature : '', 'hex');
      const isRight = given.length === expected.length && timingSafeEqual(given, expected);
      const skew = Math.abs(nowMs / 1000 - (/^\d{1,12}$/.test(timestamp) ? Number(timestamp) : 0));
      return isRight && skew <= GATEWAY_REPORT_SKEW;
    },
    readReport(rawBody) {
      const read = report.safeParse(parse(rawBody));
      if (!read.success) return undefined;
      const { request_id, phone_number, delivery_status, payload, request_cost, is_refunded } = read.data;
      return {
        requestId: request_id,
        challengeId: payload ?? null,
        phone: phone_number.startsWith('+') ? phone_number : `+${phone_number}`,
        status: statuses[delivery_status.status] ?? 'other',
        word: delivery_status.status,
        costUsd: is_refunded ? 0 : (request_cost ?? null),
      };
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether the connection failed, so that nothing was sent. */
function wasNotSent(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? String(Reflect.get(error.cause, 'code')) : '';
  return /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(cause);
}
