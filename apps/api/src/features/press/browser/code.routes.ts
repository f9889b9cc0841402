import type { Phone } from '@raqam/shared/phone';
import type { FastifyInstance } from 'fastify';
import { RequestError, refusal } from '../../../http/errors.ts';
import { readPhone } from '../../../http/read-phone.ts';
import { answer, registerEndpoint } from '../../../http/register-endpoint.ts';
import { forEachKey } from '../../../keys.ts';
import type { IpLimit } from '../../../limits/ip-limits.ts';
import { digestCode } from '../../challenges/derive-code.ts';
import { isFailedCheck } from '../../challenges/sign-in-by-request.ts';
import { type SmsDependencies, sendByRequest } from '../../channels/sms/send-by-request.ts';
import { answerSignIn } from '../../sessions/answer-sign-in.ts';
import { findSessionOf } from '../../sessions/authenticate.ts';
import { isKnownDevice } from '../../sessions/known-device.ts';
import type { IssuePhoneToken } from '../prove/phone-token.ts';
import { type NumberVerified, verifyNumber } from '../prove/prove-number.ts';
import type { Authorize } from './authorize.ts';
import { type Verified, verifyCode } from './verify-code.ts';

export interface CodeDependencies extends SmsDependencies {
  authorize: Authorize;
  /** Failed checks of one IP. */
  failedChecks: IpLimit;
  issuePhoneToken: IssuePhoneToken;
}

/** The endpoints of a browser that signs in, or proves a number, with a code of its own challenge. */
export function registerCodeRoutes(app: FastifyInstance, deps: CodeDependencies): void {
  const { db, cookies, codeKeys, authorize, failedChecks, inTurn, issuePhoneToken, findOrigin } = deps;

  registerEndpoint(app, 'sendCode', {
    async handle({ params: { id }, body, request, reply }) {
      const { secret, site, device_id: deviceId } = await authorize(request, id, body.secret);
      const phone = readPhone('phone', body.phone);
      request.aboutPhone = phone;
      if (body.channel === 'gateway') throw new RequestError('sms_unavailable'); // there is no such channel yet
      const { hostname: host } = new URL(`https://${site}`); // without the port
      const sent = await sendByRequest(deps, { phone, boundTo: id, deviceId, host }, request);
      cookies.setChallengeSecret(reply, { id, secret }); // the challenge lives longer now
      return answer(200, {
        channel: 'sms' as const,
        delivery: sent.delivery,
        phone,
        expires_at: sent.expiresAt.toISOString(),
        resend_after_seconds: sent.resendAfter,
      });
    },
  });

  registerEndpoint(app, 'verifyCode', {
    async handle({ params: { id }, body: { secret, code }, request, reply }) {
      const { purpose, phone, device_id } = await authorize(request, id, secret);
      const sessionId = findSessionOf(request, deps);
      const origin = findOrigin(request);
      const digestsFor = (number: Phone) => forEachKey(codeKeys, (key) => digestCode(key, 'sms', number, code));
      const verified = await failedChecks.run<Verified | NumberVerified>(request, {
        work: () =>
          inTurn<Verified | NumberVerified>(id, () =>
            purpose === 'prove_number'
              ? verifyNumber(deps, id, digestsFor, origin)
              : verifyCode(deps, id, digestsFor, { origin, sessionId }),
          ),
        counts: isFailedCheck,
        isExempt: async () =>
          phone !== null && (await isKnownDevice(db, { phone, device_id, session_id: sessionId ?? null })),
      });
      if (!verified.ok) throw refusal(verified);
      if ('number' in verified) return answer(200, issuePhoneToken(verified.number));
      return answerSignIn(deps, reply, verified);
    },
  });
}
