import { finished } from 'node:stream';
import { type Faults, meetFault } from 'bot-handset/src/faults';
import type { FastifyInstance } from 'fastify';
import type { DeliveryPlans } from '../delivery-plans.ts';
import { postReport } from '../post-report.ts';
import type { SmsStore } from '../sms-store.ts';
import { tashkentTime } from '../tashkent-time.ts';
import type { PlayMobileAccount } from './account.ts';
import { PlayMobileError, type PlayMobileSms, readMessages } from './read-messages.ts';

export interface PlayMobileRoutesOptions {
  account: PlayMobileAccount;
  plans: DeliveryPlans;
  inbox: SmsStore;
  faults: Faults;
  /** Aborts when the server stops. */
  stopping: AbortSignal;
}

const DELIVERED = 'Delivered';

/** The part of PlayMobile's API that sends SMS. Register it under a prefix. */
export async function playMobileRoutes(app: FastifyInstance, options: PlayMobileRoutesOptions): Promise<void> {
  const { account, plans, inbox, faults, stopping } = options;
  const right = `Basic ${Buffer.from(`${account.login}:${account.password}`).toString('base64')}`;

  app.setErrorHandler((error, _request, reply) => {
    const isOurs = error instanceof PlayMobileError;
    const isMalformed = error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500;
    const shown = isOurs
      ? error
      : isMalformed
        ? new PlayMobileError(101, 'Syntax error')
        : new PlayMobileError(100, 'Internal server error', 500);
    return reply.code(shown.status).send(shown.toBody());
  });

  app.post('/broker-api/send', async (request, reply) => {
    const fault = await meetFault(faults, 'playmobile', 'send', reply, stopping);
    if (fault.kind === 'dropped') return reply;
    if (fault.kind === 'status') {
      // an answer of 200 can hold an error as well
      if (fault.status < 500) return reply.code(fault.status).send(new PlayMobileError(102, 'Account lock').toBody());
      return reply.code(fault.status).send('');
    }
    if (request.headers.authorization !== right) return reply.code(401).send('');
    const messages = readMessages(request.body);
    const accepted = messages.map((sms) => ({ sms, status: plans.take() }));
    for (const { sms, status } of accepted) if (status === DELIVERED) inbox.add(sms.recipient, sms.text);
    // After the answer, as in reality, and even if the sender hung up: an SMS can't be recalled
    finished(reply.raw, () => accepted.forEach(({ sms, status }) => void report(sms, status)));
    return reply.type('text/plain').send('Request is received');
  });

  async function report({ messageId }: PlayMobileSms, status: string): Promise<void> {
    if (account.reportUrl === undefined) return;
    const message = { 'message-id': messageId, channel: 'SMS', status, 'status-date': tashkentTime(new Date()) };
    await postReport(account.reportUrl, { messages: [message] }, stopping);
  }
}
