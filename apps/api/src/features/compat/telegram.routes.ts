import { createSecretCheck } from '@raqam/service/secret-check';
import { CODE_LENGTH } from '@raqam/shared/code';
import type { FastifyInstance } from 'fastify';
import { RequestError, refusal } from '../../http/errors.ts';
import { readPhone } from '../../http/read-phone.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import { MINUTE, TELEGRAM_CODE } from '../../policy.ts';
import { splitName } from '../accounts/split-name.ts';
import { type SignInDependencies, signInByRequest } from '../challenges/sign-in-by-request.ts';
import { issueCode } from '../channels/bot/issue-code.ts';
import { answerSignIn } from '../sessions/answer-sign-in.ts';

export interface TelegramDependencies extends SignInDependencies {
  botSecrets: readonly string[];
}

export function registerTelegramRoutes(app: FastifyInstance, deps: TelegramDependencies): void {
  const isBotSecret = createSecretCheck(deps.botSecrets);

  registerEndpoint(app, 'createTelegramCode', {
    first({ body }) {
      const { secret_key } = (body ?? {}) as { secret_key?: unknown }; // nothing of it is checked yet
      if (!isBotSecret(secret_key)) throw new RequestError('bot_secret_invalid');
    },
    async handle({ body, request }) {
      const { telegram_id: telegramId, phone_number, proof = 'typed', full_name = '', request_id } = body;
      const phone = readPhone('phone_number', phone_number, proof);
      request.aboutPhone = phone;
      const person = { phone, telegramId, proof, ...splitName(full_name) };
      const issued = await deps.inTurn(phone, () => issueCode(deps, { ...person, requestId: request_id }));
      if (!issued.ok) throw refusal(issued);
      return answer(200, {
        success: true as const,
        code: issued.code,
        expires_at: issued.expiresAt.toISOString(),
        remaining_seconds: issued.remaining,
        code_length: CODE_LENGTH,
        expire_minutes: TELEGRAM_CODE.lifetime / MINUTE,
        resend_after_seconds: issued.resendAfter,
        ...(issued.numberStays && { number_stays: true as const }),
      });
    },
  });

  registerEndpoint(app, 'registerWithTelegram', {
    async handle({ body, request, reply }) {
      const phone = readPhone('phone', body.phone);
      request.aboutPhone = phone;
      const attempt = { channel: 'telegram' as const, phone, code: body.code, device: body, claim: body.claim };
      return answerSignIn(deps, reply, await signInByRequest(deps, attempt, request));
    },
  });
}
