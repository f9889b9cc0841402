import { type Bilingual, logBoth } from '@raqam/service/bilingual';
import { negotiateLanguage } from '@raqam/shared/languages';
import type { Phone } from '@raqam/shared/phone';
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import { RequestError, refusal } from '../../../http/errors.ts';
import type { AbuseGuard } from '../../../limits/abuse/guard.ts';
import type { IpLimit } from '../../../limits/ip-limits.ts';
import type { Origin } from '../../events/events.ts';
import { findSessionOf } from '../../sessions/authenticate.ts';
import { isKnownDevice } from '../../sessions/known-device.ts';
import type { SessionCookies } from '../../sessions/session-cookies.ts';
import type { TokenMint } from '../../sessions/tokens.ts';
import type { Carriers, CodeChannel } from './carriers.ts';
import type { FindRoute } from './code-routes.ts';
import { type CodeToSend, type SendingDependencies, type SentCode, sendCode } from './send-code.ts';

export interface CodeDependencies extends Omit<SendingDependencies, 'onLostDelivery'> {
  carriers: Carriers;
  findRoute: FindRoute;
}

export interface RequestDependencies extends CodeDependencies {
  mint: TokenMint;
  cookies: SessionCookies;
  /** Limits the codes that one IP requests. */
  smsOfIp: IpLimit;
  /** Limits those that the providers refuse. */
  refusedSmsOfIp: IpLimit;
  abuse: AbuseGuard;
  findOrigin(request: FastifyRequest): Origin;
}

export interface RequestedCode {
  phone: Phone;
  /** The browser's challenge; null: see `CodeToSend`. */
  boundTo: string | null;
  /** undefined: the first that reaches the number. */
  channel: CodeChannel | undefined;
  /** The client's own id for its device. */
  deviceId: string | null;
  /** Host name of the site: the browser offers the code of an SMS only there. */
  host: string;
  /** What the request pays, if codes have a price at the moment. */
  captcha: string | undefined;
}

export type SentByRequest = SentCode & {
  ok: true;
  /** The one after `channel`, which the person may ask for. */
  nextChannel: CodeChannel | undefined;
};

/**
 * Sends the code that a request asks for, within the limits of its IP: over the channel that it names or the number's
 * first one, and over the next if nothing was sent. Throws RequestError on a refusal.
 */
export async function sendByRequest(
  deps: RequestDependencies,
  { phone, boundTo, channel, deviceId, host, captcha }: RequestedCode,
  request: FastifyRequest,
): Promise<SentByRequest> {
  const { smsOfIp, refusedSmsOfIp, findOrigin } = deps;
  // clients that know only phone and code say “SMS” to people
  const route = boundTo === null ? findSmsRoute(deps, phone) : findRoute(deps, phone, channel);
  const [first] = route;
  if (first === undefined) throw new RequestError('phone_not_supported');
  const device = { device_id: deviceId, session_id: findSessionOf(request, deps) ?? null };
  const code = {
    phone,
    boundTo,
    device,
    origin: findOrigin(request),
    language: negotiateLanguage(request.headers['accept-language']),
    host,
  };
  const priced = {
    phone,
    boundTo,
    captcha,
    isKnownDevice: () => isKnownDevice(deps.db, { phone, ...device }),
    isTest: deps.findTestCode(phone) !== undefined,
  };
  // the IP's limits first: a request that they refuse writes nothing, so it touches neither a number's code nor its budget
  const sent = await refusedSmsOfIp.run(request, {
    work: () =>
      smsOfIp.run(request, {
        work: () =>
          deps.abuse.send(request, priced, () => sendAlong(deps, [first, ...route.slice(1)], code, request.log)),
        counts: ({ ok }) => ok,
      }),
    counts: (result) => !result.ok && result.error === 'sms_unavailable',
  });
  if (!sent.ok) throw refusal(sent);
  const nextChannel = boundTo === null ? undefined : route[route.indexOf(sent.channel) + 1];
  return { ...sent, nextChannel };
}

/** The channels from the named one on. Throws RequestError if that one is not configured. */
function findRoute({ carriers, findRoute }: CodeDependencies, phone: Phone, channel: CodeChannel | undefined) {
  const isConfigured = channel ? carriers[channel] : Object.values(carriers).some(Boolean);
  if (!isConfigured) throw new RequestError('sms_unavailable');
  const route = findRoute(phone);
  if (channel === undefined) return route;
  return route.includes(channel) ? route.slice(route.indexOf(channel)) : [];
}

function findSmsRoute({ carriers: { sms } }: CodeDependencies, phone: Phone): CodeChannel[] {
  if (sms === undefined) throw new RequestError('sms_unavailable');
  return sms.reaches(phone) ? ['sms'] : [];
}

/**
 * Sends a code over the first of the channels that takes it. One that is not available, can't reach the number, or has
 * used up its limit sends nothing, so the next one is tried; a cooldown is waited for instead.
 */
export async function sendAlong(
  deps: CodeDependencies,
  [first, ...others]: readonly [CodeChannel, ...CodeChannel[]],
  code: Omit<CodeToSend, 'channel'>,
  log: FastifyBaseLogger,
): Promise<SentCode> {
  const onLostDelivery = ({ message }: Error) => log.error({ reason: message }, 'A sent code could not be recorded');
  const send = async (channel: CodeChannel, goesOnFrom: CodeToSend['goesOnFrom']): Promise<SentCode> => {
    const carrier = deps.carriers[channel];
    if (carrier === undefined) return { ok: false, error: 'sms_unavailable', reason: `${channel} is not configured` };
    const sent = await sendCode({ ...deps, carrier, onLostDelivery }, { ...code, channel, goesOnFrom });
    logSending(log, channel, sent);
    return sent;
  };
  let sent = await send(first, code.goesOnFrom);
  for (const channel of others) {
    if (sent.ok || !['sms_unavailable', 'phone_not_supported', 'code_limit', 'sms_required'].includes(sent.error))
      break;
    const wasTried = !('retryAfter' in sent) && sent.error !== 'sms_required'; // its challenge has the number
    const next = await send(channel, wasTried ? 'any' : code.goesOnFrom);
    if (!next.ok && next.error === 'challenge_ended') break;
    sent = next;
  }
  return sent;
}

function logSending(log: FastifyBaseLogger, channel: CodeChannel, sent: SentCode): void {
  if (sent.ok && sent.delivery === 'unknown') logBoth(log, 'warn', texts[channel].perhapsSent, { reason: sent.reason });
  if (!sent.ok && sent.error === 'sms_unavailable')
    logBoth(log, 'error', texts[channel].notSent, { reason: sent.reason });
}

const texts: Readonly<Record<CodeChannel, Record<'notSent' | 'perhapsSent', Bilingual>>> = {
  sms: {
    notSent: {
      en: 'An SMS could not be sent. The reason names the provider: check its variables (service api, docs/sms-providers.md), its sender name and texts, and the balance; or SMS_DAILY_LIMIT',
      uz: 'SMS yuborib bo‘lmadi. Sababda xizmat nomi bor: uning o‘zgaruvchilarini (api xizmati, docs/sms-providers.md), yuboruvchi nomi va matnlari tasdiqlanganini hamda balansni tekshiring; yoki SMS_DAILY_LIMIT’ni',
    },
    perhapsSent: {
      en: 'The SMS provider did not answer in time, so an SMS may or may not arrive; the person was asked to enter its code if it does. If this goes on, check the state of the provider that the reason names',
      uz: 'SMS-shlyuz vaqtida javob bermadi, SMS yetib borishi ham, bormasligi ham mumkin; foydalanuvchiga kod kelsa, uni kiritish taklif qilindi. Bu davom etsa, sababda ko‘rsatilgan xizmatning holatini tekshiring',
    },
  },
  gateway: {
    notSent: {
      en: 'Telegram Gateway took no code. Check GATEWAY_TOKEN and GATEWAY_SENDER (service api), the balance at gateway.telegram.org, or GATEWAY_DAILY_LIMIT',
      uz: 'Telegram Gateway kodni qabul qilmadi. GATEWAY_TOKEN va GATEWAY_SENDER’ni (api xizmati), gateway.telegram.org’dagi balansni yoki GATEWAY_DAILY_LIMIT’ni tekshiring',
    },
    perhapsSent: {
      en: 'Telegram Gateway did not answer in time, so a code may or may not arrive; the person was asked to enter it if it does. If this goes on, check GATEWAY_BASE_URL (service api) and whether the api reaches Telegram',
      uz: 'Telegram Gateway vaqtida javob bermadi, kod yetib borishi ham, bormasligi ham mumkin; foydalanuvchiga kod kelsa, uni kiritish taklif qilindi. Bu davom etsa, GATEWAY_BASE_URL’ni va api Telegram’ga ulana olishini (api xizmati) tekshiring',
    },
  },
};
