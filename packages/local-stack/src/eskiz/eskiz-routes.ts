import { finished } from 'node:stream';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import { type Faults, meetFault } from 'bot-handset/src/faults';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isGsmText } from '../sms-parts.ts';
import { tashkentTime } from '../tashkent-time.ts';
import { EskizError, errorOfStatus, invalidToken, wrongLogin } from './eskiz-error.ts';
import { type EskizGateway, PRICE, type SentSms } from './gateway.ts';
import { readSmsRequest, requiredField } from './read-sms-request.ts';
import { reportDelivery } from './report-delivery.ts';

export interface EskizRoutesOptions {
  gateway: EskizGateway;
  faults: Faults;
  /** Aborts when the server stops. */
  stopping: AbortSignal;
}

/** The names of the routes in faults of the target `eskiz`. */
type EskizMethod = 'login' | 'refresh' | 'send' | 'status_by_id' | 'get-limit';

interface SmsPath {
  Params: { id: string };
}

/** The part of Eskiz's API that sends single SMS. Register it under a prefix that ends in `/api`. */
export async function eskizRoutes(app: FastifyInstance, options: EskizRoutesOptions): Promise<void> {
  const { gateway, faults, stopping } = options;
  await app.register(formbody);
  await app.register(multipart);

  // Before a fault delays the handler: a caller that hangs up takes an unread body with it.
  app.addHook('preHandler', async (request) => {
    if (request.isMultipart()) request.body = await readForm(request);
  });
  app.setErrorHandler((error, _request, reply) => {
    const shown = error instanceof EskizError ? error : unexpected(error);
    if (shown.retryAfter !== undefined) reply.header('retry-after', shown.retryAfter);
    return reply.code(shown.code).send(shown.toBody());
  });
  app.setNotFoundHandler(() => {
    throw new EskizError(404, 'Not Found');
  });

  /** Makes a handler that applies a due fault first, then answers with `act`. */
  const answer =
    <R extends FastifyRequest>(
      method: EskizMethod,
      act: (request: R, reply: FastifyReply) => object | Promise<object>,
    ) =>
    async (request: R, reply: FastifyReply) => {
      const fault = await meetFault(faults, 'eskiz', method, reply, stopping);
      if (fault.kind === 'dropped') return reply;
      if (fault.kind === 'status' && fault.status === 401 && method === 'login') throw wrongLogin();
      if (fault.kind === 'status') throw errorOfStatus(fault.status, fault.retryAfter);
      return act(request, reply);
    };

  app.post(
    '/auth/login',
    answer('login', ({ body }) => {
      const { email, password } = gateway.account;
      if (requiredField(body, 'email') !== email || requiredField(body, 'password') !== password) throw wrongLogin();
      return showToken(gateway);
    }),
  );

  app.patch(
    '/auth/refresh',
    answer('refresh', (request) => {
      authenticate(gateway, request);
      return showToken(gateway);
    }),
  );

  app.post(
    '/message/sms/send',
    answer('send', (request, reply) => {
      authenticate(gateway, request);
      const sms = gateway.send(readSmsRequest(request.body));
      // After the answer, as in reality, and even if the sender hung up: an SMS can't be recalled
      finished(reply.raw, () => {
        const deliveredAt = new Date();
        sms.deliveredAt = deliveredAt;
        void reportDelivery(sms, deliveredAt, stopping);
      });
      return { id: sms.id, status: 'waiting', message: 'Waiting for SMS provider' };
    }),
  );

  app.get<SmsPath>(
    '/message/sms/status_by_id/:id',
    answer('status_by_id', (request: FastifyRequest<SmsPath>) => {
      authenticate(gateway, request);
      const sms = gateway.find(request.params.id);
      if (!sms) throw new EskizError(404, 'Not Found');
      return { status: 'success', data: showSms(sms) };
    }),
  );

  app.get(
    '/user/get-limit',
    answer('get-limit', (request) => {
      authenticate(gateway, request);
      return { status: 'success', data: { balance: gateway.balance() } };
    }),
  );
}

/** The fields of a multipart form. Files are dropped: Eskiz takes none. */
async function readForm(request: FastifyRequest): Promise<unknown> {
  const fields: Record<string, unknown> = {};
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') part.file.resume();
      else fields[part.fieldname] = part.value;
    }
  } catch (error) {
    throw new EskizError(400, error instanceof Error ? error.message : 'invalid form');
  }
  return fields;
}

function authenticate(gateway: EskizGateway, request: FastifyRequest): void {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (!token) throw invalidToken('Token not provided');
  const state = gateway.tokens.check(token);
  if (state !== 'valid') throw invalidToken(state === 'expired' ? 'Expired token' : 'Invalid token');
}

function showToken(gateway: EskizGateway): object {
  return { message: 'token_generated', data: { token: gateway.tokens.issue() }, token_type: 'bearer' };
}

function showSms(sms: SentSms): object {
  const sentAt = tashkentTime(sms.sentAt);
  const deliveredAt = sms.deliveredAt ? tashkentTime(sms.deliveredAt) : null;
  return {
    id: sms.messageId,
    request_id: sms.id,
    user_sms_id: sms.userSmsId ?? '',
    price: PRICE,
    total_price: PRICE * sms.parts,
    is_ad: false,
    nick: sms.from,
    to: sms.phone,
    message: sms.text,
    encoding: isGsmText(sms.text) ? 0 : 8,
    parts_count: sms.parts,
    status: sms.deliveredAt ? sms.outcome : 'waiting',
    sent_at: sentAt,
    submit_sm_resp_at: sentAt,
    delivery_sm_at: deliveredAt,
    created_at: sentAt,
    updated_at: deliveredAt ?? sentAt,
  };
}

function unexpected(error: unknown): EskizError {
  const code = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (code >= 500 || !(error instanceof Error)) return new EskizError(500, 'Internal Server Error');
  return new EskizError(code, error.message);
}
