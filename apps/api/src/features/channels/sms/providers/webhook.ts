import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { signWebhook } from '../../../../encryption/sign-webhook.ts';
import { judgeFailure } from './failed-request.ts';
import { storable } from './report-fields.ts';
import type { ReportRequest, SmsProvider } from './sms-provider.ts';

export interface SmsWebhookOptions {
  /** The operator's own service, which sends the SMS. */
  url: string;
  /** `whsec_…`: the first signs, each of them verifies reports. */
  secrets: readonly string[];
  timeoutMs?: number;
}

/** Short, because a person is waiting. */
const TIMEOUT_MS = 8_000;

const answer = z.object({ id: storable });
const report = z.object({
  id: storable,
  status: z.enum(['waiting', 'delivered', 'undelivered', 'expired', 'rejected', 'other']),
});

/**
 * Posts each SMS to a service of the operator's own, for any other provider and for messengers such as WhatsApp, signed
 * by Standard Webhooks (github.com/standard-webhooks). Reports come back signed by the same secret.
 */
export function createSmsWebhook({ url, secrets, timeoutMs = TIMEOUT_MS }: SmsWebhookOptions): SmsProvider {
  const verifiers = secrets.map((secret) => new Webhook(secret));

  function isSigned({ text, headers }: ReportRequest): boolean {
    const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    return verifiers.some((verifier) => {
      try {
        verifier.verify(text, given);
        return true;
      } catch {
        return false;
      }
    });
  }

  return {
    name: 'webhook',
    async send({ phone, text, language, code, challenge }) {
      const id = randomUUID();
      const timestamp = Math.floor(Date.now() / 1000);
      const body = JSON.stringify({ to: phone, text, language, code, challenge });
      try {
        const response = await fetch(url, {
          method: 'POST',
          body,
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMs),
          headers: {
            'content-type': 'application/json',
            'webhook-id': id,
            'webhook-timestamp': String(timestamp),
            'webhook-signature': signWebhook({ id, timestamp, body }, secrets),
          },
        });
        const reason = `the webhook answered ${response.status}`;
        if (response.status >= 500) return { kind: 'unknown', reason };
        if (!response.ok) return { kind: 'refused', reason };
        const read = answer.safeParse(await response.json().catch(() => undefined));
        return { kind: 'accepted', providerId: read.data?.id ?? id };
      } catch (error) {
        return judgeFailure(error);
      }
    },
    /** Any answer counts: the account behind the webhook is the operator's own. */
    async checkAccount() {
      try {
        await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
        return { state: 'ok', balance: null };
      } catch {
        return { state: 'unreachable', balance: null };
      }
    },
    readReports(request) {
      if (!isSigned(request)) return 'forbidden';
      const read = report.safeParse(request.body);
      if (!read.success) return 'unreadable';
      const { id: providerId, status } = read.data;
      return [{ providerId, status, word: status }];
    },
  };
}
