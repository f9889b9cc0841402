import type { Bilingual } from '@raqam/service/bilingual';
import {
  type Environment,
  type Place,
  Refused,
  readOneOf,
  readUrl,
  refuseDevelopmentValue,
  type Values,
  type Variable,
} from '@raqam/service/environment';
import { readTestNumbers, type TestNumber } from '../features/channels/sending/test-numbers.ts';
import { type MobileCountry, mobileCountries } from '../features/channels/sms/mobile-countries.ts';
import type { ProviderConfig } from '../features/channels/sms/providers/create-provider.ts';
import { findUnserved, type ProviderName } from '../features/channels/sms/providers/served-countries.ts';
import { readSmsPrices, type SmsPrices } from '../features/statistics/code-prices.ts';
import { type OneOrTwo, readList, readOneOrTwo } from '../read-lists.ts';
import { smsTexts as texts } from './sms.texts.ts';

const readProvider = readOneOf<ProviderName | 'none'>('eskiz', 'playmobile', 'webhook', 'none');

const asIs = (raw: string) => raw;
const readPassword = (raw: string, place: Place) => refuseDevelopmentValue(raw, place) ?? raw;

/** The variables of SMS. */
export const smsVariables = {
  SMS_PROVIDER: { ...texts.SMS_PROVIDER, fallback: 'none' as ProviderName | 'none', read: readProvider },
  SMS_FALLBACK_PROVIDER: {
    ...texts.SMS_FALLBACK_PROVIDER,
    fallback: 'none' as ProviderName | 'none',
    read: readProvider,
  },
  ESKIZ_EMAIL: { ...texts.ESKIZ_EMAIL, fallback: '', read: asIs },
  ESKIZ_PASSWORD: { ...texts.ESKIZ_PASSWORD, fallback: '', read: readPassword },
  ESKIZ_FROM: { ...texts.ESKIZ_FROM, fallback: '4546', read: asIs },
  ESKIZ_BASE_URL: { ...texts.ESKIZ_BASE_URL, fallback: 'https://notify.eskiz.uz', read: readUrl(['http:', 'https:']) },
  PLAYMOBILE_LOGIN: { ...texts.PLAYMOBILE_LOGIN, fallback: '', read: asIs },
  PLAYMOBILE_PASSWORD: { ...texts.PLAYMOBILE_PASSWORD, fallback: '', read: readPassword },
  PLAYMOBILE_FROM: { ...texts.PLAYMOBILE_FROM, fallback: '3700', read: asIs },
  PLAYMOBILE_REPORT_SECRET: { ...texts.PLAYMOBILE_REPORT_SECRET, fallback: undefined, read: readReportSecret },
  PLAYMOBILE_BASE_URL: {
    ...texts.PLAYMOBILE_BASE_URL,
    fallback: 'https://send.smsxabar.uz',
    read: readUrl(['http:', 'https:']),
  },
  SMS_WEBHOOK_URL: { ...texts.SMS_WEBHOOK_URL, fallback: '', read: readUrl(['http:', 'https:']) },
  SMS_WEBHOOK_SECRET: {
    ...texts.SMS_WEBHOOK_SECRET,
    fallback: undefined as OneOrTwo<string> | undefined,
    read: (raw, place) => readOneOrTwo(raw, (secret) => readWebhookSecret(secret, place)),
  },
  SMS_ALLOWED_COUNTRIES: { ...texts.SMS_ALLOWED_COUNTRIES, fallback: ['UZ'] as MobileCountry[], read: readCountries },
  SMS_DAILY_LIMIT: {
    ...texts.SMS_DAILY_LIMIT,
    fallback: 1000,
    read: (raw) => (/^\d{1,9}$/.test(raw) ? Number(raw) : new Refused('is not a whole number', 'butun son emas')),
  },
  SMS_PRICES: {
    ...texts.SMS_PRICES,
    fallback: undefined,
    read: (raw) =>
      readSmsPrices(readList(raw)) ??
      new Refused('is not a list of prices such as UZ:95,*:1200', 'UZ:95,*:1200 kabi narxlar ro‘yxati emas'),
  },
  SMS_CURRENCY: {
    ...texts.SMS_CURRENCY,
    fallback: 'UZS',
    read: (raw) =>
      /^[A-Z]{3}$/.test(raw)
        ? raw
        : new Refused('is not the code of a currency, such as UZS', 'UZS kabi valyuta kodi emas'),
  },
  TEST_NUMBERS: {
    ...texts.TEST_NUMBERS,
    fallback: [] as TestNumber[],
    read: (raw) => readTestNumbers(raw, Date.now()),
  },
} satisfies Record<string, Variable<unknown>>;

export interface SmsConfig {
  /** The provider, and then its fallback. Empty: no SMS are sent. */
  smsProviders: readonly ProviderConfig[];
  smsCountries: readonly MobileCountry[];
  smsDailyLimit: number;
  /** undefined: statistics tell no costs of SMS. */
  smsPrices: SmsPrices | undefined;
  /** Of all prices. */
  smsCurrency: string;
  /** Numbers with a fixed code, to which nothing is sent. */
  testNumbers: readonly TestNumber[];
}

const requiredByProvider: Readonly<Record<string, readonly (keyof typeof smsVariables)[]>> = {
  eskiz: ['ESKIZ_EMAIL', 'ESKIZ_PASSWORD'],
  playmobile: ['PLAYMOBILE_LOGIN', 'PLAYMOBILE_PASSWORD'],
  webhook: ['SMS_WEBHOOK_URL', 'SMS_WEBHOOK_SECRET'],
};

/** The variables that the chosen providers make necessary. */
export function requiredBySms(environment: Environment): (keyof typeof smsVariables)[] {
  const chosen = [environment['SMS_PROVIDER'], environment['SMS_FALLBACK_PROVIDER']];
  return chosen.flatMap((name) => requiredByProvider[name?.trim() ?? ''] ?? []);
}

type SmsValues = Values<typeof smsVariables>;

/** The configuration of SMS, or why its variables do not fit together. */
export function readSmsConfig(
  values: SmsValues,
): { ok: true; config: SmsConfig } | { ok: false; problems: Bilingual[] } {
  const { SMS_PROVIDER: first, SMS_FALLBACK_PROVIDER: fallback, SMS_ALLOWED_COUNTRIES: countries } = values;
  if (fallback !== 'none' && (first === 'none' || first === fallback)) return { ok: false, problems: [loneFallback] };
  const names = [first, fallback].filter((name) => name !== 'none');
  const unserved = names.length > 0 ? findUnserved(countries, names) : [];
  if (unserved.length > 0) return { ok: false, problems: [describeUnserved(unserved, names)] };
  return {
    ok: true,
    config: {
      smsProviders: names.map((name) => readProviderConfig(name, values)),
      smsCountries: countries,
      smsDailyLimit: values.SMS_DAILY_LIMIT,
      smsPrices: values.SMS_PRICES,
      smsCurrency: values.SMS_CURRENCY,
      testNumbers: values.TEST_NUMBERS,
    },
  };
}

function readProviderConfig(name: ProviderName, values: SmsValues): ProviderConfig {
  switch (name) {
    case 'eskiz': {
      const { ESKIZ_BASE_URL: url, ESKIZ_EMAIL: email, ESKIZ_PASSWORD: password, ESKIZ_FROM: from } = values;
      return { name, baseUrl: withoutSlash(url), email, password, from };
    }
    case 'playmobile': {
      const { PLAYMOBILE_BASE_URL: url, PLAYMOBILE_LOGIN: login, PLAYMOBILE_PASSWORD: password } = values;
      const { PLAYMOBILE_FROM: from, PLAYMOBILE_REPORT_SECRET: reportSecret } = values;
      return { name, baseUrl: withoutSlash(url), login, password, from, reportSecret };
    }
    case 'webhook':
      return { name, url: values.SMS_WEBHOOK_URL, secrets: values.SMS_WEBHOOK_SECRET ?? [] }; // both are required
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

const loneFallback: Bilingual = {
  en: 'SMS_FALLBACK_PROVIDER (service api) must be another provider than SMS_PROVIDER, and needs one: set SMS_PROVIDER, or leave SMS_FALLBACK_PROVIDER out',
  uz: 'SMS_FALLBACK_PROVIDER (api xizmati) SMS_PROVIDER’dan boshqa xizmat bo‘lishi kerak va usiz ishlamaydi: SMS_PROVIDER’ni o‘rnating yoki SMS_FALLBACK_PROVIDER’ni olib tashlang',
};

function describeUnserved(countries: readonly string[], providers: readonly string[]): Bilingual {
  const [list, names] = [countries.join(', '), providers.join(', ')];
  return {
    en: `SMS_ALLOWED_COUNTRIES (service api) holds countries that the configured providers (${names}) can’t send to: ${list}. Remove them, or add a provider that sends there: docs/sms-providers.md`,
    uz: `SMS_ALLOWED_COUNTRIES (api xizmati) ichida sozlangan xizmatlar (${names}) yubora olmaydigan davlatlar bor: ${list}. Ularni olib tashlang yoki u yerga yuboradigan xizmat qo‘shing: docs/sms-providers.md`,
  };
}

function readCountries(raw: string): MobileCountry[] | Refused {
  const countries = readList(raw.toUpperCase());
  const known = mobileCountries.filter((country) => countries.includes(country));
  return known.length === countries.length && known.length > 0
    ? known
    : new Refused('holds something that is no country with mobile numbers', 'ichida davlat kodi bo‘lmagan narsa bor');
}

/** 32 characters of a URL: whoever knows it can report deliveries. */
const REPORT_SECRET = /^[\w-]{32,100}$/;

function readReportSecret(raw: string, place: Place): string | Refused {
  return REPORT_SECRET.test(raw)
    ? (refuseDevelopmentValue(raw, place) ?? raw)
    : new Refused('is not 32 to 100 letters, digits, _ or -', '32–100 ta harf, raqam, _ yoki - dan iborat emas');
}

const SECRET_PREFIX = 'whsec_';
/** By Standard Webhooks. */
const SECRET_BYTES = { min: 24, max: 64 };

function readWebhookSecret(raw: string, place: Place): string | Refused {
  const encoded = raw.startsWith(SECRET_PREFIX) ? raw.slice(SECRET_PREFIX.length) : '';
  const bytes = Buffer.from(encoded, 'base64');
  const isWhole = bytes.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '');
  return isWhole && bytes.length >= SECRET_BYTES.min && bytes.length <= SECRET_BYTES.max
    ? (refuseDevelopmentValue(bytes.toString('latin1'), place) ?? raw)
    : new Refused('is not whsec_ and 24 to 64 bytes in base64', 'whsec_ va base64 ko‘rinishidagi 24–64 bayt emas');
}
