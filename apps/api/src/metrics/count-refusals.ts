import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isBotCheck } from '../http/is-bot-check.ts';
import { endpointOf } from '../http/register-endpoint.ts';
import type { Counters } from './counters.ts';

/** Counts the requests for codes, and the entered codes, that were answered with an error. */
export function countRefusals(
  app: FastifyInstance,
  { codeRequestsRefused, codeAttemptsRefused }: Pick<Counters, 'codeRequestsRefused' | 'codeAttemptsRefused'>,
): void {
  app.addHook('onResponse', (request, _reply, done) => {
    const { errorCode: reason } = request;
    if (reason !== null && !isBotCheck(request)) {
      switch (endpointOf(request)) {
        case 'createTelegramCode':
          codeRequestsRefused.inc({ channel: 'telegram', reason });
          break;
        case 'sendCode':
          codeRequestsRefused.inc({ channel: 'sms', reason });
          break;
        case 'registerWithTelegram':
          codeAttemptsRefused.inc({ channel: 'telegram', reason });
          break;
        case 'verifyCode':
          codeAttemptsRefused.inc({ channel: 'sms', reason });
          break;
        case 'authenticateBySms':
          (hasCode(request) ? codeAttemptsRefused : codeRequestsRefused).inc({ channel: 'sms', reason });
          break;
      }
    }
    done();
  });
}

function hasCode({ body }: FastifyRequest): boolean {
  const { code }: { code?: unknown } = Object(body); // of any kind if it was refused
  return code !== undefined && code !== null && code !== '';
}
