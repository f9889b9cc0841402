import type { Bilingual } from '@raqam/service/bilingual';
import { Refused, readUrl, refuseDevelopmentValue, type Values, type Variable } from '@raqam/service/environment';
import { type CodeRoutes, DEFAULT_ROUTES, readCodeRoutes } from '../features/channels/sending/code-routes.ts';

/** The variables of Telegram Gateway, and of the order in which channels are tried. */
export const gatewayVariables = {
  GATEWAY_TOKEN: {
    purpose: {
      en: 'the token of Telegram Gateway, which sends codes to people’s Telegram; without it none are sent',
      uz: 'Telegram Gateway tokeni: kodlar foydalanuvchining Telegramiga yuboriladi; usiz yuborilmaydi',
    },
    obtain: {
      en: 'From gateway.telegram.org → API token. Codes are paid for (docs/customize/gateway.md).',
      uz: 'gateway.telegram.org → API token sahifasidan olinadi. Kodlar pullik (docs/customize/gateway.md).',
    },
    fallback: undefined,
    read: (raw, place) => refuseDevelopmentValue(raw, place) ?? raw,
  },
  GATEWAY_BASE_URL: {
    purpose: { en: 'the URL of Telegram Gateway', uz: 'Telegram Gateway manzili (URL)' },
    obtain: { en: 'Only for an emulator.', uz: 'Faqat emulyator uchun.' },
    fallback: 'https://gatewayapi.telegram.org',
    read: readUrl(['http:', 'https:']),
  },
  GATEWAY_SENDER: {
    purpose: {
      en: 'the Telegram channel in whose name Telegram Gateway sends codes; without it the chat is “Verification Codes” alone',
      uz: 'Telegram Gateway kodlarni qaysi Telegram kanal nomidan yuborishi; usiz faqat «Verification Codes» chati ko‘rinadi',
    },
    obtain: {
      en: 'The username of a verified channel of the account at gateway.telegram.org.',
      uz: 'gateway.telegram.org’dagi hisobga tegishli, tasdiqlangan kanalning foydalanuvchi nomi (username).',
    },
    fallback: undefined,
    read: (raw) =>
      /^@?[A-Za-z]\w{3,31}$/.test(raw)
        ? raw.replace(/^@/, '')
        : new Refused('is not the username of a channel', 'kanal foydalanuvchi nomi emas'),
  },
  GATEWAY_DAILY_LIMIT: {
    purpose: {
      en: 'how many codes Telegram Gateway may send per day',
      uz: 'Telegram Gateway bir kunda ko‘pi bilan nechta kod yuborishi',
    },
    obtain: { en: 'A whole number.', uz: 'Butun son.' },
    fallback: 1000,
    read: (raw) => (/^\d{1,9}$/.test(raw) ? Number(raw) : new Refused('is not a whole number', 'butun son emas')),
  },
  GATEWAY_PRICE: {
    purpose: {
      en: 'what one code of Telegram Gateway costs in SMS_CURRENCY, for the costs in the statistics; without it they are what Gateway says, in US dollars',
      uz: 'Telegram Gateway’ning bitta kodi narxi, SMS_CURRENCY’da: statistikadagi xarajatlar uchun; usiz Gateway aytgan summa AQSH dollarida ko‘rsatiladi',
    },
    obtain: { en: 'A number, for example: 120', uz: 'Son, masalan: 120' },
    fallback: undefined,
    read: (raw) => (/^\d{1,9}(?:\.\d{1,4})?$/.test(raw) ? Number(raw) : new Refused('is not a number', 'son emas')),
  },
  CODE_CHANNELS: {
    purpose: {
      en: 'by which channels a code is sent, in this order, by the country of the number; without it by Telegram Gateway, then by SMS, as far as they are configured',
      uz: 'kod qaysi kanallar orqali, qaysi tartibda yuborilishi, raqam davlati bo‘yicha; usiz: avval Telegram Gateway, keyin SMS (sozlangan bo‘lsa)',
    },
    obtain: {
      en: 'Country codes of two letters with gateway, sms or both, comma-separated; * is every other country, for example: UZ:gateway+sms,KZ:sms,*:gateway',
      uz: 'Ikki harfli davlat kodlari va gateway, sms yoki ikkalasi, vergul bilan ajratilgan; * — qolgan davlatlar, masalan: UZ:gateway+sms,KZ:sms,*:gateway',
    },
    fallback: undefined,
    read: (raw) =>
      readCodeRoutes(raw.split(',').filter((entry) => entry.trim() !== '')) ??
      new Refused(
        'is not a list of channels such as UZ:gateway+sms,*:gateway',
        'UZ:gateway+sms,*:gateway kabi kanallar ro‘yxati emas',
      ),
  },
} satisfies Record<string, Variable<unknown>>;

/** Telegram Gateway, as it is configured. */
export interface GatewayConfig {
  baseUrl: string;
  token: string;
  /** undefined: Telegram's own chat. */
  sender: string | undefined;
  dailyLimit: number;
}

type GatewayValues = Values<typeof gatewayVariables>;

/** undefined: no codes go by Telegram Gateway. */
export function readGateway(values: GatewayValues): GatewayConfig | undefined {
  if (values.GATEWAY_TOKEN === undefined) return undefined;
  return {
    baseUrl: values.GATEWAY_BASE_URL.replace(/\/+$/, ''),
    token: values.GATEWAY_TOKEN,
    sender: values.GATEWAY_SENDER,
    dailyLimit: values.GATEWAY_DAILY_LIMIT,
  };
}

/**
 * The channels of codes. A problem if CODE_CHANNELS names one that is not configured, or SMS for a country that is none
 * of `smsCountries`, which is empty without an SMS provider.
 */
export function readRoutes(
  { CODE_CHANNELS: routes, GATEWAY_TOKEN: token }: GatewayValues,
  smsCountries: readonly string[],
): { ok: true; routes: CodeRoutes } | { ok: false; problem: Bilingual } {
  if (routes === undefined) return { ok: true, routes: DEFAULT_ROUTES };
  for (const [country, channels] of routes) {
    if (channels.includes('gateway') && token === undefined) return { ok: false, problem: unknownGateway };
    const isSent = country === '*' ? smsCountries.length > 0 : smsCountries.includes(country);
    if (channels.includes('sms') && !isSent) return { ok: false, problem: unknownSms };
  }
  return { ok: true, routes };
}

const unknownGateway: Bilingual = {
  en: 'CODE_CHANNELS (service api) names gateway, but GATEWAY_TOKEN is not set. Set it, or take gateway out',
  uz: 'CODE_CHANNELS (api xizmati) ichida gateway bor, lekin GATEWAY_TOKEN o‘rnatilmagan. Uni o‘rnating yoki gateway’ni olib tashlang',
};

const unknownSms: Bilingual = {
  en: 'CODE_CHANNELS (service api) names sms for a country to which none are sent. Set SMS_PROVIDER and add the country to SMS_ALLOWED_COUNTRIES, or take sms out',
  uz: 'CODE_CHANNELS (api xizmati) SMS yuborilmaydigan davlat uchun sms’ni ko‘rsatgan. SMS_PROVIDER’ni o‘rnatib, davlatni SMS_ALLOWED_COUNTRIES’ga qo‘shing yoki sms’ni olib tashlang',
};
