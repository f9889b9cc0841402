import { randomUUID } from 'node:crypto';
import { type Faults, meetFault } from 'bot-handset/src/faults';
import type { FastifyInstance } from 'fastify';
import { Webhook } from 'standardwebhooks';
import type { SmsStore } from '../sms-store.ts';

export interface SmsWebhookRoutesOptions {
  /** `whsec_…` */
  secret: string;
  inbox: SmsStore;
  faults: Faults;
  /** Aborts when the server stops. */
  stopping: AbortSignal;
}

/** The default secret of a stack: `development-sms-webhook-secret-for-local-use-only`. */
export const DEVELOPMENT_SMS_WEBHOOK_SECRET = `whsec_${Buffer.from('development-sms-webhook-secret-for-local-use-only').toString('base64')}`;

/**
 * A service of an operator's own that sends codes: it verifies each request by Standard Webhooks, and puts the text into
 * the inbox of the phone. Register it under a prefix.
 */
export async function smsWebhookRoutes(app: FastifyInstance, options: SmsWebhookRoutesOptions): Promise<void> {
  const { secret, inbox, faults, stopping } = options;
  const webhook = new Webhook(secret);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => done(null, text));

  app.post<{ Body: string }>('/', async ({ body, headers }, reply) => {
    const fault = await meetFault(faults, 'sms-webhook', 'send', reply, stopping);
    if (fault.kind === 'dropped') return reply;
    if (fault.kind === 'status') return reply.code(fault.status).send({});
    const message = verify(body, headers);
    if (message === undefined) return reply.code(401).send({ message: 'the signature is wrong' });
    const { to, text, language, code, challenge } = message;
    const isWhole = [to, text, language, code, challenge].every((value) => typeof value === 'string' && value !== '');
    if (!isWhole) return reply.code(400).send({ message: 'to, text, language, code and challenge are required' });
    inbox.add(String(to), String(text));
    return { id: randomUUID() };
  });

  function verify(body: string, headers: Record<string, unknown>): Record<string, unknown> | undefined {
    const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    try {
      return Object.fromEntries(Object.entries(Object(webhook.verify(body, given))));
    } catch {
      return undefined;
    }
  }
}
