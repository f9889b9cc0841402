import { logFormat } from '@raqam/service/log-format';
import type { Contract } from '@raqam/shared/contract';
import type { FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify';
import { isBotCheck } from './is-bot-check.ts';
import { endpointOf } from './register-endpoint.ts';

/** The logger's options. Logs identify no person: they hold method and path, but no body, header, query or IP. */
export function createLoggerOptions(level: string): FastifyServerOptions['logger'] {
  return {
    level,
    ...logFormat,
    base: null,
    serializers: {
      req: (request: FastifyRequest) => ({ method: request.method, path: request.url.split('?', 1)[0] }),
    },
    redact: [
      'phone',
      '*.phone',
      'code',
      '*.code',
      'secret_key',
      '*.secret_key',
      'req.headers',
      '*.authorization',
      '*.cookie',
    ],
  };
}

/** The bot calls these for every message; only their failures are logged. */
const QUIET: ReadonlySet<keyof Contract | undefined> = new Set([
  'findChat',
  'saveChat',
  'claimUpdate',
  'releaseUpdate',
  'acknowledgeAlerts',
] as const);

/**
 * Logs one line for each request to an endpoint of the contract. `person` is the pseudonym of the number that it is
 * about, `challenge` the sign-in that it belongs to: by them, and by `request_id`, a journey is followed without a
 * number. Health checks, the bot's too, and waits that end with nothing new leave no line, nor do requests that an
 * overload refuses: it has a line of its own.
 *
 * @param nameOf makes the pseudonym of a number (E.164)
 */
export function logAnswers(app: FastifyInstance, nameOf: (phone: string) => string): void {
  // each field is named below, so there is nothing to redact: that would take as long as the line itself
  const log = app.log.child({}, { redact: [] });
  app.addHook('onResponse', (request, reply, done) => {
    const endpoint = endpointOf(request);
    const { errorCode, aboutPhone, aboutChallenge } = request;
    const isQuiet = request.isEmptyWait || QUIET.has(endpoint);
    const isLogged = (errorCode !== null || !isQuiet) && errorCode !== 'overloaded' && !isBotCheck(request);
    if (endpoint !== undefined && isLogged) {
      log.info(
        {
          request_id: request.id,
          endpoint,
          status: reply.statusCode,
          ...(errorCode !== null && { error: errorCode }),
          ms: Math.round(reply.elapsedTime * 10) / 10,
          ...(aboutPhone !== null && { person: nameOf(aboutPhone) }),
          ...(aboutChallenge !== null && { challenge: aboutChallenge }),
        },
        'Answered',
      );
    }
    done();
  });
}
