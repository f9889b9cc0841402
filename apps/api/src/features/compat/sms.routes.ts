import { type Bilingual, logBoth } from '@raqam/service/bilingual';
import { negotiateLanguage } from '@raqam/shared/languages';
import type { Phone } from '@raqam/shared/phone';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RequestError, refusal } from '../../http/errors.ts';
import { readPhone } from '../../http/read-phone.ts';
import { answer, registerEndpoint } from '../../http/register-endpoint.ts';
import type { IpLimit } from '../../limits/ip-limits.ts';
import { presentUser } from '../accounts/present-user.ts';
import { type SignInDependencies, signInByRequest } from '../challenges/sign-in-by-request.ts';
import { isMobileIn, type MobileCountry } from '../channels/sms/mobile-countries.ts';
import { type SentCode, sendSmsCode } from '../channels/sms/send-sms-code.ts';
import type { SmsSender } from '../channels/sms/sms-sender.ts';
import { writeSms } from '../channels/sms/sms-text.ts';
import { findSessionOf } from '../sessions/authenticate.ts';

export interface SmsDependencies extends SignInDependencies {
  /** undefined: there is no gateway. */
  sender: SmsSender | undefined;
  countries: readonly MobileCountry[];
  dailyLimit: number;
  /** Host name of the web app: the browser offers the code only there. */
  webHost: string;
  /** Limits the SMS that one IP requests. */
  smsOfIp: IpLimit;
  /** Limits those that the gateway refuses. */
  refusedSmsOfIp: IpLimit;
}

export function registerSmsRoutes(app: FastifyInstance, deps: SmsDependencies): void {
  registerEndpoint(app, 'authenticateBySms', {
    async handle({ body, request, reply }) {
      const phone = readPhone('phone', body.phone);
      if (body.code === undefined)
        return answer(200, await sendCode(deps, phone, { request, deviceId: body.device_id }));
      const attempt = { channel: 'sms' as const, phone, code: body.code, device: body };
      const { user, tokens } = await signInByRequest(deps, attempt, { request, reply });
      return answer(200, { ...tokens, user: presentUser(user) });
    },
  });
}

async function sendCode(
  deps: SmsDependencies,
  phone: Phone,
  { request, deviceId }: { request: FastifyRequest; deviceId: string | undefined },
) {
  const { sender, countries, webHost, smsOfIp, refusedSmsOfIp, findOrigin } = deps;
  if (!isMobileIn(countries, phone)) throw new RequestError('phone_not_supported');
  if (sender === undefined) throw new RequestError('sms_unavailable');
  const language = negotiateLanguage(request.headers['accept-language']);
  const writeText = (code: string) => writeSms(language, { host: webHost, code });
  const onLostDelivery = ({ message }: Error) =>
    request.log.error({ reason: message }, 'A sent SMS could not be recorded');
  const device = { device_id: deviceId ?? null, session_id: findSessionOf(request, deps) ?? null };
  const send = () =>
    sendSmsCode({ ...deps, sender, onLostDelivery }, { phone, device, origin: findOrigin(request), writeText });
  const isRefused = (result: SentCode) =>
    !result.ok && result.error === 'sms_unavailable' && result.delivery === undefined;
  const isSent = (result: SentCode) => result.ok || (result.error === 'sms_unavailable' && !isRefused(result));
  // the IP's limits first: a request that they refuse writes nothing, so it touches neither a number's code nor its budget
  const sent = await refusedSmsOfIp.run(request, {
    work: () => smsOfIp.run(request, { work: send, counts: isSent }),
    counts: isRefused,
  });
  if (!sent.ok) {
    if (sent.error === 'sms_unavailable') {
      const [level, text] =
        sent.delivery === 'unknown' ? (['warn', smsPerhapsSent] as const) : (['error', smsNotSent] as const);
      logBoth(request.log, level, text, { reason: sent.reason });
    }
    throw refusal(sent);
  }
  return {
    message: 'SMS code sent' as const,
    phone,
    detail: 'Please verify your phone number with the code sent via SMS',
    expires_at: sent.expiresAt.toISOString(),
    resend_after_seconds: sent.resendAfter,
  };
}

const smsNotSent: Bilingual = {
  en: 'An SMS could not be sent. If the login failed, check ESKIZ_EMAIL and ESKIZ_PASSWORD (service api); otherwise ESKIZ_FROM and the balance at my.eskiz.uz, or SMS_DAILY_LIMIT',
  uz: 'SMS yuborib bo‘lmadi. Login xato bo‘lsa, ESKIZ_EMAIL va ESKIZ_PASSWORD’ni (api xizmati) tekshiring; aks holda ESKIZ_FROM’ni va my.eskiz.uz’dagi balansni yoki SMS_DAILY_LIMIT’ni',
};

const smsPerhapsSent: Bilingual = {
  en: 'The SMS gateway did not answer in time, so an SMS may or may not arrive; the person was asked to enter its code if it does. If this goes on, check the state of Eskiz and ESKIZ_BASE_URL (service api)',
  uz: 'SMS-shlyuz vaqtida javob bermadi, SMS yetib borishi ham, bormasligi ham mumkin; foydalanuvchiga kod kelsa, uni kiritish taklif qilindi. Bu davom etsa, Eskiz holatini va ESKIZ_BASE_URL’ni (api xizmati) tekshiring',
};
