import { createSecretCheck } from '@raqam/service/secret-check';
import type { FastifyRequest } from 'fastify';
import { RequestError } from '../errors.ts';

/** Throws `bot_secret_invalid` unless the request holds one of the bot's secrets: `Authorization: Bearer <secret>`. */
export type BotCheck = (request: FastifyRequest) => void;

/** Makes the check of the endpoints that only the bot calls. It takes the same time for every wrong secret. */
export function createBotCheck(secrets: readonly string[]): BotCheck {
  const isBotSecret = createSecretCheck(secrets);
  return ({ headers: { authorization = '' } }) => {
    if (!isBotSecret(/^bearer (.+)$/i.exec(authorization)?.[1])) throw new RequestError('bot_secret_invalid');
  };
}
