import type { Phone } from '@raqam/shared/phone';
import type { FastifyInstance } from 'fastify';
import { refusal } from '../../../http/errors.ts';
import { readPhone } from '../../../http/read-phone.ts';
import { answer, registerEndpoint } from '../../../http/register-endpoint.ts';
import { forEachKey } from '../../../keys.ts';
import type { IpLimit } from '../../../limits/ip-limits.ts';
import { digestBoundCode } from '../../challenges/derive-code.ts';
import { isFailedCheck, outcomeOf } from '../../challenges/sign-in-by-request.ts';
import type { ReportEntered } from '../../channels/gateway/gateway-carrier.ts';
import { type RequestDependencies, sendByRequest } from '../../channels/sending/send-by-request.ts';
import { answerSignIn } from '../../sessions/answer-sign-in.ts';
import { findSessionOf } from '../../sessions/authenticate.ts';
import { isKnownDevice } from '../../sessions/known-device.ts';
import type { ChangeGuard } from '../change/authorize.ts';
import { type PhoneChanged, verifyChange } from '../change/change-phone.ts';
import type { IssuePhoneToken } from '../prove/phone-token.ts';
import { type NumberVerified, verifyNumber } from '../prove/prove-number.ts';
import type { Authorize } from './authorize.ts';
import { answerChange } from './press.routes.ts';
import { type Verified, verifyCode } from './verify-code.ts';

export interface CodeDependencies extends RequestDependencies {
  authorize: Authorize;
  /** Failed checks of one IP. */
  failedChecks: IpLimit;
  issuePhoneToken: IssuePhoneToken;
  /** undefined: there is no Telegram Gateway. */
  reportEntered: ReportEntered | undefined;
  changeGuard: ChangeGuard;
}

/** The endpoints of a browser that signs in, or proves a number, with a code of its own challenge. */
export function registerCodeRoutes(app: FastifyInstance, deps: CodeDependencies): void {
  const { db, cookies, codeKeys, authorize, failedChecks, abuse, inTurn, issuePhoneToken, changeGuard, findOrigin } =
    deps;
  const { reportEntered } = deps;

  registerEndpoint(app, 'sendCode', {
    async handle({ params: { id }, body, request, reply }) {
      const found = await authorize(request, id, body.secret);
      const { secret, site, device_id: deviceId } = found;
      if (found.purpose === 'change_phone') await changeGuard.requireProof(request, found);
      const phone = readPhone('phone', body.phone);
      request.aboutPhone = phone;
      const { hostname: host } = new URL(`https://${site}`); // without the port
      const code = { phone, boundTo: id, channel: body.channel, deviceId, host, captcha: body.captcha };
      const sent = await sendByRequest(deps, code, request);
      cookies.setChallengeSecret(reply, { id, secret }); // the challenge lives longer now
      return answer(200, {
        channel: sent.channel,
        delivery: sent.delivery,
        phone,
        expires_at: sent.expiresAt.toISOString(),
        resend_after_seconds: sent.resendAfter,
        ...(sent.nextChannel && { next_channel: sent.nextChannel }),
      });
    },
  });

  registerEndpoint(app, 'verifyCode', {
    async handle({ params: { id }, body: { secret, code, captcha, claim }, request, reply }) {
      const { purpose, phone, proof, device_id, ...found } = await authorize(request, id, secret);
      const sessionId = findSessionOf(request, deps);
      const rememberedId = cookies.findRemembered(request);
      const origin = findOrigin(request);
      const digestsFor = (number: Phone) => forEachKey(codeKeys, (key) => digestBoundCode(key, number, code));
      const changer = purpose === 'change_phone' && { ...(await changeGuard.requireOwner(request, found)), origin };
      const isKnown = async () =>
        phone !== null && (await isKnownDevice(db, { phone, device_id, session_id: sessionId ?? null }));
      await abuse.check(request, { phone: phone ?? '', boundTo: id, captcha, isKnownDevice: isKnown });
      const verified = await failedChecks.run<Verified | NumberVerified | PhoneChanged>(request, {
        work: () =>
          inTurn<Verified | NumberVerified | PhoneChanged>(id, () => {
            if (changer) return verifyChange(deps, id, digestsFor, changer);
            if (purpose === 'prove_number') return verifyNumber(deps, id, digestsFor, origin);
            return verifyCode(deps, id, digestsFor, { origin, sessionId, rememberedId, claim });
          }),
        counts: isFailedCheck,
        isExempt: isKnown,
      });
      abuse.countCheck(phone, outcomeOf(verified));
      if (!verified.ok) throw refusal(verified);
      if (proof === 'gateway') reportEntered?.(id, code);
      if ('changed' in verified) return answerChange(verified);
      if ('number' in verified) return answer(200, issuePhoneToken(verified.number));
      return answerSignIn(deps, reply, verified);
    },
  });
}
