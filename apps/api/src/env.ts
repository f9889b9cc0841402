import type { Bilingual } from '@raqam/service/bilingual';
import {
  type Environment,
  isLocalHost,
  isOnRailway,
  listenHost,
  logLevel,
  Refused,
  railwayReference,
  readEnvironment,
  readOneOf,
  readPort,
  readSecret,
  readUrl,
  refuseDevelopmentValue,
  refuseLocalHost,
  type Values,
  type Variable,
} from '@raqam/service/environment';
import { readFernetKey } from './features/profile/fernet.ts';
import { checkCookieMode } from './features/sessions/check-cookie-mode.ts';
import { type MobileCountry, mobileCountries } from './features/sms/mobile-countries.ts';
import { isNetwork } from './http/client-address.ts';

export type SameSite = 'lax' | 'none';

type SmsProvider = 'eskiz' | 'none';

const randomSecret = {
  en: 'Make one with: openssl rand -base64 48',
  uz: 'Shu buyruq bilan yarating: openssl rand -base64 48',
};

const fromEskiz = { en: 'From my.eskiz.uz.', uz: 'my.eskiz.uz saytidan olinadi.' };

export const variables = {
  DATABASE_URL: {
    purpose: { en: 'the address of the PostgreSQL database', uz: 'PostgreSQL bazasining manzili' },
    obtain: {
      en: `On Railway: add PostgreSQL, then set DATABASE_URL=${railwayReference('Postgres.DATABASE_URL')} in the variables of api.`,
      uz: `Railway’da: PostgreSQL qo‘shing, so‘ng api o‘zgaruvchilariga DATABASE_URL=${railwayReference('Postgres.DATABASE_URL')} deb yozing.`,
    },
    otherName: 'DATABASE_PUBLIC_URL',
    read: readUrl(['postgres:', 'postgresql:']),
  },
  SECRET_KEY: {
    purpose: {
      en: 'the key that signs the tokens and protects the codes',
      uz: 'tokenlarni imzolaydigan va kodlarni himoya qiladigan kalit',
    },
    obtain: randomSecret,
    read: readSecret,
  },
  TELEGRAM_BOT_SECRET: {
    purpose: {
      en: 'the key that the bot proves itself with (two, comma-separated, while it is being changed)',
      uz: 'bot o‘zini API’ga tanitadigan kalit (almashtirish paytida vergul bilan ajratilgan ikkita kalit)',
    },
    obtain: {
      en: `${randomSecret.en}, and give the bot the same one as BOT_SECRET_KEY.`,
      uz: `${randomSecret.uz}, so‘ng xuddi shu qiymatni botga BOT_SECRET_KEY qilib bering.`,
    },
    read: readSecrets,
  },
  CORS_ALLOWED_ORIGINS: {
    purpose: {
      en: 'the origins of the web app, comma-separated',
      uz: 'veb-ilovaning manzillari (origin), vergul bilan ajratilgan',
    },
    obtain: {
      en: 'The public address of the service web, for example: https://example.uz',
      uz: 'web xizmatining ommaviy manzili, masalan: https://example.uz',
    },
    read: readOrigins,
  },
  PORT: {
    purpose: { en: 'the port to listen on', uz: 'xizmat tinglaydigan port' },
    obtain: { en: 'Railway sets it.', uz: 'Railway uni o‘zi o‘rnatadi.' },
    fallback: 8000,
    read: readPort,
  },
  HOST: listenHost,
  ALLOWED_HOSTS: {
    purpose: {
      en: 'the host names that the API answers to, comma-separated; any, when left out',
      uz: 'API javob beradigan host nomlari, vergul bilan ajratilgan; ko‘rsatilmasa, istalgan host',
    },
    obtain: { en: 'For example: api.example.uz', uz: 'Masalan: api.example.uz' },
    fallback: [],
    read: readList,
  },
  FERNET_KEY: {
    purpose: {
      en: 'the key that passport numbers are encrypted with; without it none is kept',
      uz: 'pasport raqamlari shifrlanadigan kalit; usiz ular saqlanmaydi',
    },
    obtain: {
      en: "Make one with: openssl rand -base64 32 | tr '+/' '-_'",
      uz: "Shu buyruq bilan yarating: openssl rand -base64 32 | tr '+/' '-_'",
    },
    fallback: undefined,
    read: (raw, place) => {
      const key =
        readFernetKey(raw) ??
        new Refused(
          'is not a Fernet key (32 bytes in URL-safe base64)',
          'Fernet kaliti emas (URL uchun xavfsiz base64 ko‘rinishidagi 32 bayt)',
        );
      const published = refuseDevelopmentValue(raw, place);
      return published ?? key;
    },
  },
  REDIS_URL: {
    purpose: {
      en: 'the Redis by which replicas of the api share what addresses may try; without it each counts by itself',
      uz: 'api nusxalari manzillar urinishlarini birga sanaydigan Redis; usiz har biri o‘zi sanaydi',
    },
    obtain: {
      en: `On Railway: add Redis and set REDIS_URL=${railwayReference('Redis.REDIS_URL')}.`,
      uz: `Railway’da Redis qo‘shing va REDIS_URL=${railwayReference('Redis.REDIS_URL')} deb yozing.`,
    },
    fallback: undefined,
    read: readRedisUrl,
  },
  SMS_PROVIDER: {
    purpose: { en: 'the SMS gateway', uz: 'SMS yuboradigan xizmat' },
    obtain: { en: 'eskiz or none', uz: 'eskiz yoki none' },
    fallback: 'none' as SmsProvider,
    read: readOneOf<SmsProvider>('eskiz', 'none'),
  },
  ESKIZ_EMAIL: {
    purpose: {
      en: 'the account at Eskiz; needed with SMS_PROVIDER=eskiz',
      uz: 'Eskiz’dagi hisobning email manzili; SMS_PROVIDER=eskiz bo‘lganda majburiy',
    },
    obtain: fromEskiz,
    fallback: '',
    read: (raw) => raw,
  },
  ESKIZ_PASSWORD: {
    purpose: {
      en: 'the API password at Eskiz; needed with SMS_PROVIDER=eskiz',
      uz: 'Eskiz’dagi API paroli; SMS_PROVIDER=eskiz bo‘lganda majburiy',
    },
    obtain: fromEskiz,
    fallback: '',
    read: (raw, place) => refuseDevelopmentValue(raw, place) ?? raw,
  },
  ESKIZ_FROM: {
    purpose: { en: 'the name that SMS come from', uz: 'SMS yuboruvchisining nomi' },
    obtain: { en: 'As agreed with Eskiz.', uz: 'Eskiz bilan kelishilganidek.' },
    fallback: '4546',
    read: (raw) => raw,
  },
  ESKIZ_BASE_URL: {
    purpose: { en: 'the address of Eskiz', uz: 'Eskiz manzili' },
    obtain: {
      en: 'Leave it out for https://notify.eskiz.uz.',
      uz: 'Ko‘rsatilmasa, https://notify.eskiz.uz ishlatiladi.',
    },
    fallback: 'https://notify.eskiz.uz',
    read: readUrl(['http:', 'https:']),
  },
  API_PUBLIC_URL: {
    purpose: {
      en: 'the API’s own address: delivery reports of SMS come to it (none without it), and the cookie mode is checked by it',
      uz: 'API’ning o‘z manzili: SMS yetkazilgani haqidagi xabarlar shu yerga keladi (usiz kelmaydi), cookie sozlamasi ham shunga qarab tekshiriladi',
    },
    obtain: {
      en: 'For example: https://api.example.uz. On Railway it is known by itself.',
      uz: 'Masalan: https://api.example.uz. Railway’da o‘zi aniqlanadi.',
    },
    fallback: undefined,
    read: readUrl(['http:', 'https:']),
  },
  SMS_ALLOWED_COUNTRIES: {
    purpose: {
      en: 'the countries that SMS are sent to, comma-separated',
      uz: 'SMS yuboriladigan davlatlar, vergul bilan ajratilgan',
    },
    obtain: { en: `Of: ${mobileCountries.join(', ')}.`, uz: `Quyidagilardan: ${mobileCountries.join(', ')}.` },
    fallback: ['UZ'] as MobileCountry[],
    read: readCountries,
  },
  SMS_DAILY_LIMIT: {
    purpose: { en: 'how many SMS may be sent in a day', uz: 'bir kunda ko‘pi bilan nechta SMS yuborilishi' },
    obtain: { en: 'A whole number.', uz: 'Butun son.' },
    fallback: 1000,
    read: (raw) => (/^\d{1,9}$/.test(raw) ? Number(raw) : new Refused('is not a whole number', 'butun son emas')),
  },
  COOKIE_SAMESITE: {
    purpose: {
      en: 'how the cookies travel: “none” when web and API are on different sites',
      uz: 'cookie’lar qanday yuborilishi: veb-ilova va API turli saytlarda bo‘lsa, “none”',
    },
    obtain: { en: 'lax or none', uz: 'lax yoki none' },
    fallback: 'lax' as SameSite,
    read: readOneOf<SameSite>('lax', 'none'),
  },
  TRUSTED_PROXIES: {
    purpose: {
      en: 'the networks whose X-Real-IP header tells the client’s address, comma-separated',
      uz: 'mijoz manzilini aytadigan X-Real-IP sarlavhasiga ishoniladigan tarmoqlar, vergul bilan ajratilgan',
    },
    obtain: {
      en: 'For example: 10.0.0.0/8. On Railway it is set by itself.',
      uz: 'Masalan: 10.0.0.0/8. Railway’da o‘zi o‘rnatiladi.',
    },
    fallback: undefined,
    read: readNetworks,
  },
  LOG_LEVEL: logLevel,
} satisfies Record<string, Variable<unknown>>;

/** Railway's edge reaches a service from private ranges and the carrier-grade NAT range (its documentation, 2026). */
const RAILWAY_PROXIES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.0.0.0/8', 'fd00::/8'];

/** The hosts of Railway's health checks and domains, and of its private network, by which the bot calls. */
const RAILWAY_HOSTS = ['.railway.app', '.railway.internal'];

/** The API's typed configuration. `warnings` are for the log: the start goes on. */
export interface Config {
  databaseUrl: string;
  secretKey: string;
  /** The first is current, the second, if any, on its way in or out. */
  botSecrets: readonly string[];
  webOrigins: readonly string[];
  port: number;
  host: string;
  allowedHosts: readonly string[];
  fernetKey: Buffer | undefined;
  /** undefined: what addresses may try is counted in this process's memory. */
  redisUrl: string | undefined;
  /** undefined: no SMS are sent. */
  eskiz: { baseUrl: string; email: string; password: string; from: string } | undefined;
  /** Without a slash at its end. */
  publicUrl: string | undefined;
  smsCountries: readonly MobileCountry[];
  smsDailyLimit: number;
  cookieSameSite: SameSite;
  trustedProxies: readonly string[];
  logLevel: string;
  warnings: readonly Bilingual[];
}

/** Reads the environment: the configuration, or one problem per variable. */
export function readConfig(
  environment: Environment,
): { ok: true; config: Config } | { ok: false; problems: Bilingual[] } {
  const read = readEnvironment('api', variables, { ...environment, ...requireEskiz(environment) });
  if (!read.ok) return read;

  const { values } = read;
  const onRailway = isOnRailway(environment);
  const publicUrl = readPublicUrl(values.API_PUBLIC_URL, environment);
  return {
    ok: true,
    config: Object.freeze({
      databaseUrl: values.DATABASE_URL,
      secretKey: values.SECRET_KEY,
      botSecrets: values.TELEGRAM_BOT_SECRET,
      webOrigins: values.CORS_ALLOWED_ORIGINS,
      port: values.PORT,
      host: values.HOST,
      allowedHosts:
        onRailway && values.ALLOWED_HOSTS.length > 0
          ? [...values.ALLOWED_HOSTS, ...RAILWAY_HOSTS]
          : values.ALLOWED_HOSTS,
      fernetKey: values.FERNET_KEY,
      redisUrl: values.REDIS_URL,
      eskiz: readEskiz(values),
      publicUrl,
      smsCountries: values.SMS_ALLOWED_COUNTRIES,
      smsDailyLimit: values.SMS_DAILY_LIMIT,
      cookieSameSite: values.COOKIE_SAMESITE,
      trustedProxies: values.TRUSTED_PROXIES ?? (onRailway ? RAILWAY_PROXIES : []),
      logLevel: values.LOG_LEVEL,
      warnings: findWarnings(values, publicUrl, environment),
    }),
  };
}

/** The database's address alone, for the commands that need nothing else. */
export function readDatabaseUrl(environment: Environment) {
  return readEnvironment('api', { DATABASE_URL: variables.DATABASE_URL }, environment);
}

function findWarnings(
  { COOKIE_SAMESITE: sameSite, CORS_ALLOWED_ORIGINS: webOrigins }: Values<typeof variables>,
  publicUrl: string | undefined,
  { DATABASE_URL }: Environment,
): Bilingual[] {
  const cookieMode = checkCookieMode({ sameSite, webOrigins, publicUrl });
  return [...(DATABASE_URL === undefined ? [billedDatabase] : []), ...(cookieMode ? [cookieMode] : [])];
}

const billedDatabase = {
  en: 'DATABASE_PUBLIC_URL (service api) is used, whose traffic is billed: reference DATABASE_URL, the private one, instead',
  uz: 'DATABASE_PUBLIC_URL (api xizmati) ishlatilyapti, uning trafigi pullik: o‘rniga ichki manzilni, DATABASE_URL’ni ulang',
};

/** Both are optional alone, and required with the gateway. */
function requireEskiz(environment: Environment): Environment {
  if (environment['SMS_PROVIDER']?.trim() !== 'eskiz') return {};
  const { ESKIZ_EMAIL = '', ESKIZ_PASSWORD = '' } = environment;
  return { ESKIZ_EMAIL, ESKIZ_PASSWORD };
}

function readEskiz(
  values: { [Name in `ESKIZ_${'BASE_URL' | 'EMAIL' | 'PASSWORD' | 'FROM'}`]: string } & { SMS_PROVIDER: SmsProvider },
): Config['eskiz'] {
  if (values.SMS_PROVIDER === 'none') return undefined;
  const { ESKIZ_BASE_URL: baseUrl, ESKIZ_EMAIL: email, ESKIZ_PASSWORD: password, ESKIZ_FROM: from } = values;
  return { baseUrl: baseUrl.replace(/\/+$/, ''), email, password, from };
}

function readPublicUrl(given: string | undefined, { RAILWAY_PUBLIC_DOMAIN }: Environment): string | undefined {
  const url = given ?? (RAILWAY_PUBLIC_DOMAIN && `https://${RAILWAY_PUBLIC_DOMAIN}`);
  return url?.replace(/\/+$/, '');
}

function readRedisUrl(raw: string, place: Parameters<typeof readSecret>[1]): string | Refused {
  const url = readUrl(['redis:', 'rediss:'])(raw, place);
  if (url instanceof Refused) return url;
  const { username, password, href } = new URL(url);
  try {
    decodeURIComponent(username + password);
  } catch {
    return new Refused('holds a % that begins nothing: write it as %25', 'ichida yolg‘iz % bor: uni %25 deb yozing');
  }
  return href; // with its protocol in small letters, by which ioredis knows whether to encrypt
}

function readCountries(raw: string): MobileCountry[] | Refused {
  const countries = readList(raw.toUpperCase());
  const known = mobileCountries.filter((country) => countries.includes(country));
  return known.length === countries.length && known.length > 0
    ? known
    : new Refused('holds a country that is not known here', 'ichida ro‘yxatda yo‘q davlat bor');
}

function readList(raw: string): string[] {
  return raw
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function readNetworks(raw: string): string[] | Refused {
  const networks = readList(raw);
  return networks.every(isNetwork)
    ? networks
    : new Refused('holds something that is not a network', 'ichida tarmoq bo‘lmagan narsa bor');
}

function readSecrets(raw: string, place: Parameters<typeof readSecret>[1]): string[] | Refused {
  const secrets = raw.split(',').map((entry) => readSecret(entry.trim(), place));
  const refused = secrets.find((secret) => secret instanceof Refused);
  if (refused) return refused;
  if (secrets.length > 2) return new Refused('holds more than two secrets', 'ichida ikkitadan ortiq kalit bor');
  return secrets.filter((secret) => typeof secret === 'string');
}

function readOrigins(raw: string, { deployed }: { deployed: boolean }): string[] | Refused {
  const origins = readList(raw);
  if (origins.length === 0) return new Refused('is empty', 'bo‘sh');
  for (const origin of origins) {
    if (origin.includes('*'))
      return new Refused(
        'holds a *, which would let other sites act for the user',
        'ichida * bor: u boshqa saytlarga foydalanuvchi nomidan ish qilishga yo‘l ochadi',
      );
    if (!/^https?:/.test(origin) || !URL.canParse(origin) || new URL(origin).origin !== origin) {
      return new Refused(
        'holds something other than origins such as https://example.uz (no path, no slash at the end)',
        'ichida https://example.uz kabi manzildan boshqa narsa bor (yo‘l ham, oxirida / ham bo‘lmasin)',
      );
    }
    if (deployed && isLocalHost(new URL(origin).hostname)) return refuseLocalHost();
  }
  return origins;
}
