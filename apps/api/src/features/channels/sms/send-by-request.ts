import { type Bilingual, logBoth } from '@raqam/service/bilingual';
import { negotiateLanguage } from '@raqam/shared/languages';
import type { Phone } from '@raqam/shared/phone';
import type { FastifyRequest } from 'fastify';
import { RequestError, refusal } from '../../../http/errors.ts';
import type { IpLimit } from '../../../limits/ip-limits.ts';
import type { Origin } from '../../events/events.ts';
import { findSessionOf } from '../../sessions/authenticate.ts';
import type { SessionCookies } from '../../sessions/session-cookies.ts';
import type { TokenMint } from '../../sessions/tokens.ts';
import type { SmsSender } from './gateway/sms-sender.ts';
import { isMobileIn, type MobileCountry } from './mobile-countries.ts';
import { type SendingDependencies, type SentCode, sendSmsCode } from './send-sms-code.ts';
import { writeSms } from './sms-text.ts';

export interface SmsDependencies extends Omit<SendingDependencies, 'sender' | 'onLostDelivery'> {
  mint: TokenMint;
  cookies: SessionCookies;
  /** undefined: there is no gateway. */
  sender: SmsSender | undefined;
  countries: readonly MobileCountry[];
  /** The name of the site in SMS; undefined: its host. */
  brand: string | undefined;
  /** Limits the SMS that one IP requests. */
  smsOfIp: IpLimit;
  /** Limits those that the gateway refuses. */
  refusedSmsOfIp: IpLimit;
  findOrigin(request: FastifyRequest): Origin;
}

export interface RequestedSms {
  phone: Phone;
  /** The browser's challenge; null: see `CodeToSend`. */
  boundTo: string | null;
  /** The client's own id for its device. */
  deviceId: string | null;
  /** Host name of the site: the browser offers the code only there. */
  host: string;
}

/** Sends the code that a request asks for, within the limits of its IP. Throws RequestError on a refusal. */
export async function sendByRequest(
  deps: SmsDependencies,
  { phone, boundTo, deviceId, host }: RequestedSms,
  request: FastifyRequest,
): Promise<SentCode & { ok: true }> {
  const { sender, countries, brand, smsOfIp, refusedSmsOfIp, findOrigin } = deps;
  if (!isMobileIn(countries, phone)) throw new RequestError('phone_not_supported');
  if (sender === undefined) throw new RequestError('sms_unavailable');
  const language = negotiateLanguage(request.headers['accept-language']);
  const onLostDelivery = ({ message }: Error) =>
    request.log.error({ reason: message }, 'A sent SMS could not be recorded');
  const sms = {
    phone,
    boundTo,
    device: { device_id: deviceId, session_id: findSessionOf(request, deps) ?? null },
    origin: findOrigin(request),
    writeText: (code: string) => writeSms(language, { host, brand, code }),
  };
  // the IP's limits first: a request that they refuse writes nothing, so it touches neither a number's code nor its budget
  const sent = await refusedSmsOfIp.run(request, {
    work: () =>
      smsOfIp.run(request, {
        work: () => sendSmsCode({ ...deps, sender, onLostDelivery }, sms),
        counts: ({ ok }) => ok,
      }),
    counts: (result) => !result.ok && result.error === 'sms_unavailable',
  });
  if (!sent.ok) {
    if (sent.error === 'sms_unavailable') logBoth(request.log, 'error', smsNotSent, { reason: sent.reason });
    throw refusal(sent);
  }
  if (sent.delivery === 'unknown') logBoth(request.log, 'warn', smsPerhapsSent, { reason: sent.reason });
  return sent;
}

const smsNotSent: Bilingual = {
  en: 'An SMS could not be sent. If the login failed, check ESKIZ_EMAIL and ESKIZ_PASSWORD (service api); otherwise ESKIZ_FROM and the balance at my.eskiz.uz, or SMS_DAILY_LIMIT',
  uz: 'SMS yuborib bo‘lmadi. Login xato bo‘lsa, ESKIZ_EMAIL va ESKIZ_PASSWORD’ni (api xizmati) tekshiring; aks holda ESKIZ_FROM’ni va my.eskiz.uz’dagi balansni yoki SMS_DAILY_LIMIT’ni',
};

const smsPerhapsSent: Bilingual = {
  en: 'The SMS gateway did not answer in time, so an SMS may or may not arrive; the person was asked to enter its code if it does. If this goes on, check the state of Eskiz and ESKIZ_BASE_URL (service api)',
  uz: 'SMS-shlyuz vaqtida javob bermadi, SMS yetib borishi ham, bormasligi ham mumkin; foydalanuvchiga kod kelsa, uni kiritish taklif qilindi. Bu davom etsa, Eskiz holatini va ESKIZ_BASE_URL’ni (api xizmati) tekshiring',
};
