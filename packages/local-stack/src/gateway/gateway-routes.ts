import { finished } from 'node:stream';
import formbody from '@fastify/formbody';
import { type RequestArgs, readArgs } from 'bot-handset/src/bot-api/request/request-args';
import { type Faults, meetFault } from 'bot-handset/src/faults';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from './gateway-error.ts';
import { optional, readMessageParams, readPhoneNumber, readRequestId } from './read-params.ts';
import { showRequest, type TelegramGateway, type VerificationRequest } from './telegram-gateway.ts';

export interface GatewayRoutesOptions {
  telegramGateway: TelegramGateway;
  faults: Faults;
  /** Aborts when the server stops. */
  stopping: AbortSignal;
}

/** https://core.telegram.org/gateway/api. Register it under a prefix, which is the base URL of clients. */
export async function gatewayRoutes(app: FastifyInstance, options: GatewayRoutesOptions): Promise<void> {
  const { telegramGateway: gateway, faults, stopping } = options;
  await app.register(formbody);

  app.setErrorHandler((error, _request, reply) => {
    const shown = error instanceof GatewayError ? error : unexpected(error);
    return reply.code(shown.status).send(shown.toBody());
  });

  const charged = (request: VerificationRequest) => ({
    ...showRequest(request),
    ...(request.cost > 0 ? { remaining_balance: gateway.balance() } : {}),
  });
  const methods: Record<string, (args: RequestArgs, reply: FastifyReply) => unknown> = {
    sendverificationmessage(args, reply) {
      const params = readMessageParams(args);
      const request = gateway.send(params);
      // After the answer, as in reality, and even if the sender hung up
      finished(reply.raw, () => gateway.deliver(request));
      return params.requestId === undefined ? charged(request) : showRequest(request);
    },
    checksendability: (args) => charged(gateway.check(readPhoneNumber(args))),
    checkverificationstatus(args) {
      const request = gateway.find(readRequestId(args));
      const code = optional(args, 'code');
      if (code !== undefined) gateway.enter(request, code);
      return showRequest(request);
    },
    revokeverificationmessage(args) {
      gateway.revoke(gateway.find(readRequestId(args)));
      return true;
    },
  };

  app.route<{ Params: { method: string } }>({
    method: ['GET', 'POST'],
    url: '/:method',
    handler: async (request, reply) => {
      const fault = await meetFault(faults, 'gateway', request.params.method, reply, stopping);
      if (fault.kind === 'dropped') return reply;
      if (fault.kind === 'status') {
        const error = fault.status === 429 ? `FLOOD_WAIT_${fault.retryAfter}` : 'INTERNAL_SERVER_ERROR';
        throw new GatewayError(fault.error ?? error, fault.status);
      }
      const args = readArgs(request.query, request.body);
      authenticate(gateway, request, args);
      const method = methods[request.params.method.toLowerCase()];
      if (!method) throw new GatewayError('UNKNOWN_METHOD', 404);
      return { ok: true, result: method(args, reply) };
    },
  });
}

/** The token is a Bearer token or the parameter `access_token`. */
function authenticate(gateway: TelegramGateway, request: FastifyRequest, args: RequestArgs): void {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = bearer ?? optional(args, 'access_token');
  if (token === undefined) throw new GatewayError('ACCESS_TOKEN_REQUIRED');
  if (token !== gateway.account.token) throw new GatewayError('ACCESS_TOKEN_INVALID');
}

function unexpected(error: unknown): GatewayError {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return new GatewayError(status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR', status);
}
