import { BOT_CHECK_NUMBER } from '@raqam/shared/bot-check';
import type { FastifyRequest } from 'fastify';
import { endpointOf } from './register-endpoint.ts';

/** Whether an answered request was the bot's check of its key, which passed: nobody was refused a code. */
export function isBotCheck(request: FastifyRequest): boolean {
  if (request.errorCode !== 'phone_invalid' || endpointOf(request) !== 'createTelegramCode') return false;
  const { phone_number }: { phone_number?: unknown } = Object(request.body); // of any kind if it was refused
  return phone_number === BOT_CHECK_NUMBER;
}
