import type { FastifyInstance } from 'fastify';
import { RequestError } from '../../http/errors.ts';
import { readPhone } from '../../http/read-phone.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import { presentUser } from '../accounts/present-user.ts';
import { type SignInDependencies, signInByRequest } from '../challenges/sign-in-by-request.ts';
import { type RequestDependencies, sendByRequest } from '../channels/sending/send-by-request.ts';
import { issueTokens } from '../sessions/answer-sign-in.ts';

export interface CompatSmsDependencies extends SignInDependencies, RequestDependencies {
  /** Host name of the web app. */
  webHost: string;
  /** Throws Overloaded while nothing new may begin. */
  refuseStart(): void;
}

export function registerSmsRoutes(app: FastifyInstance, deps: CompatSmsDependencies): void {
  registerEndpoint(app, 'authenticateBySms', {
    async handle({ body, request, reply }) {
      const phone = readPhone('phone', body.phone);
      request.aboutPhone = phone;
      if (body.code !== undefined) {
        const { code, captcha, claim } = body;
        const attempt = { channel: 'sms' as const, phone, code, device: body, captcha, claim };
        const signedIn = await signInByRequest(deps, attempt, request);
        return answer(200, { ...issueTokens(deps, reply, signedIn), user: presentUser(signedIn.user) });
      }
      deps.refuseStart();
      const sms = {
        phone,
        boundTo: null,
        channel: 'sms' as const,
        deviceId: body.device_id ?? null,
        host: deps.webHost,
        captcha: body.captcha,
      };
      const { delivery, expiresAt, resendAfter } = await sendByRequest(deps, sms, request);
      if (delivery === 'unknown') throw new RequestError('sms_unavailable', { retryAfter: resendAfter, delivery });
      return answer(200, {
        message: 'SMS code sent' as const,
        phone,
        detail: 'Please verify your phone number with the code sent via SMS',
        expires_at: expiresAt.toISOString(),
        resend_after_seconds: resendAfter,
      });
    },
  });
}
