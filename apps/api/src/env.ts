import {
  type Environment,
  isLocalHost,
  isOnRailway,
  logLevel,
  Refused,
  readEnvironment,
  readOneOf,
  readPort,
  readSecret,
  readUrl,
  refuseDevelopmentValue,
  type Variable,
} from '@raqam/shared/environment';
import { readFernetKey } from './features/profile/fernet.ts';
import { type MobileCountry, mobileCountries } from './features/sms/mobile-countries.ts';
import { isNetwork } from './http/client-address.ts';

export type SameSite = 'lax' | 'none';

type SmsProvider = 'eskiz' | 'none';

const randomSecret = 'Make one with: openssl rand -base64 48';

const database = {
  obtain: 'On Railway: add PostgreSQL and reference its DATABASE_URL.',
  read: readUrl(['postgres:', 'postgresql:']),
};

const variables = {
  DATABASE_URL: { ...database, purpose: 'the address of the PostgreSQL database' },
  SECRET_KEY: {
    purpose: 'the key that signs the tokens and protects the codes',
    obtain: randomSecret,
    read: readSecret,
  },
  TELEGRAM_BOT_SECRET: {
    purpose: 'the key that the bot proves itself with (two, comma-separated, while it is being changed)',
    obtain: `${randomSecret}, and give the bot the same one as BOT_SECRET_KEY.`,
    read: readSecrets,
  },
  CORS_ALLOWED_ORIGINS: {
    purpose: 'the origins of the web app, comma-separated',
    obtain: 'For example: https://example.uz',
    read: readOrigins,
  },
  PORT: { purpose: 'the port to listen on', obtain: 'Railway sets it.', fallback: 8000, read: readPort },
  HOST: {
    purpose: 'the address to listen on',
    obtain: 'Leave it out, or 0.0.0.0 where there is no IPv6.',
    fallback: '::',
    read: (raw) => raw,
  },
  ALLOWED_HOSTS: {
    purpose: 'the host names that the API answers to, comma-separated; any, when left out',
    obtain: 'For example: api.example.uz',
    fallback: [],
    read: readList,
  },
  FERNET_KEY: {
    purpose: 'the key that passport numbers are encrypted with; without it none is kept',
    obtain: "Make one with: openssl rand -base64 32 | tr '+/' '-_'",
    fallback: undefined,
    read: (raw, place) => {
      const key = readFernetKey(raw) ?? new Refused('is no Fernet key (32 bytes in URL-safe base64)');
      const published = refuseDevelopmentValue(raw, place);
      return published ?? key;
    },
  },
  SMS_PROVIDER: {
    purpose: 'the SMS gateway',
    obtain: 'eskiz or none',
    fallback: 'none' as SmsProvider,
    read: readOneOf<SmsProvider>('eskiz', 'none'),
  },
  ESKIZ_EMAIL: {
    purpose: 'the account at Eskiz; needed with SMS_PROVIDER=eskiz',
    obtain: 'From my.eskiz.uz.',
    fallback: '',
    read: (raw) => raw,
  },
  ESKIZ_PASSWORD: {
    purpose: 'its API password; needed with SMS_PROVIDER=eskiz',
    obtain: 'From my.eskiz.uz.',
    fallback: '',
    read: (raw, place) => refuseDevelopmentValue(raw, place) ?? raw,
  },
  ESKIZ_FROM: {
    purpose: 'the name that SMS come from',
    obtain: 'As agreed with Eskiz.',
    fallback: '4546',
    read: (raw) => raw,
  },
  ESKIZ_BASE_URL: {
    purpose: 'the address of Eskiz',
    obtain: 'Leave it out for https://notify.eskiz.uz.',
    fallback: 'https://notify.eskiz.uz',
    read: readUrl(['http:', 'https:']),
  },
  API_PUBLIC_URL: {
    purpose: 'the API’s own address, for delivery reports of SMS; none come without it',
    obtain: 'For example: https://api.example.uz. On Railway it is known by itself.',
    fallback: undefined,
    read: readUrl(['http:', 'https:']),
  },
  SMS_ALLOWED_COUNTRIES: {
    purpose: 'the countries that SMS are sent to, comma-separated',
    obtain: `Of: ${mobileCountries.join(', ')}.`,
    fallback: ['UZ'] as MobileCountry[],
    read: readCountries,
  },
  SMS_DAILY_LIMIT: {
    purpose: 'how many SMS a day may cost',
    obtain: 'A whole number.',
    fallback: 1000,
    read: (raw) => (/^\d{1,9}$/.test(raw) ? Number(raw) : new Refused('is no whole number')),
  },
  COOKIE_SAMESITE: {
    purpose: 'how the cookies travel: “none” when web and API are on different sites',
    obtain: 'lax or none',
    fallback: 'lax' as SameSite,
    read: readOneOf<SameSite>('lax', 'none'),
  },
  TRUSTED_PROXIES: {
    purpose: 'the networks whose X-Real-IP header tells the client’s address, comma-separated',
    obtain: 'For example: 10.0.0.0/8. On Railway it is set by itself.',
    fallback: undefined,
    read: readNetworks,
  },
  LOG_LEVEL: logLevel,
} satisfies Record<string, Variable<unknown>>;

/** Railway's edge reaches a service from private ranges and the carrier-grade NAT range (its documentation, 2026). */
const RAILWAY_PROXIES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.0.0.0/8', 'fd00::/8'];

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
  /** undefined: no SMS are sent. */
  eskiz: { baseUrl: string; email: string; password: string; from: string } | undefined;
  /** Without a slash at its end. */
  publicUrl: string | undefined;
  smsCountries: readonly MobileCountry[];
  smsDailyLimit: number;
  cookieSameSite: SameSite;
  trustedProxies: readonly string[];
  logLevel: string;
  warnings: readonly string[];
}

/** Reads the environment: the configuration, or one problem per variable. */
export function readConfig(environment: Environment): { ok: true; config: Config } | { ok: false; problems: string[] } {
  const usesPublicUrl = environment['DATABASE_URL'] === undefined;
  const read = readEnvironment(variables, { ...withPublicUrl(environment), ...requireEskiz(environment) });
  if (!read.ok) return read;

  const { values } = read;
  const onRailway = isOnRailway(environment);
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
        onRailway && values.ALLOWED_HOSTS.length > 0 ? [...values.ALLOWED_HOSTS, '.railway.app'] : values.ALLOWED_HOSTS,
      fernetKey: values.FERNET_KEY,
      eskiz: readEskiz(values),
      publicUrl: readPublicUrl(values.API_PUBLIC_URL, environment),
      smsCountries: values.SMS_ALLOWED_COUNTRIES,
      smsDailyLimit: values.SMS_DAILY_LIMIT,
      cookieSameSite: values.COOKIE_SAMESITE,
      trustedProxies: values.TRUSTED_PROXIES ?? (onRailway ? RAILWAY_PROXIES : []),
      logLevel: values.LOG_LEVEL,
      warnings: usesPublicUrl
        ? ['DATABASE_PUBLIC_URL is used, whose traffic is billed: reference DATABASE_URL, the private one, instead']
        : [],
    }),
  };
}

/** The database's address alone, for the commands that need nothing else. */
export function readDatabaseUrl(environment: Environment) {
  return readEnvironment({ DATABASE_URL: variables.DATABASE_URL }, withPublicUrl(environment));
}

/** DATABASE_PUBLIC_URL serves where DATABASE_URL is missing. */
function withPublicUrl(environment: Environment): Environment {
  const { DATABASE_URL, DATABASE_PUBLIC_URL } = environment;
  return { ...environment, DATABASE_URL: DATABASE_URL ?? DATABASE_PUBLIC_URL };
}

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

function readCountries(raw: string): MobileCountry[] | Refused {
  const countries = readList(raw.toUpperCase());
  const known = mobileCountries.filter((country) => countries.includes(country));
  return known.length === countries.length && known.length > 0
    ? known
    : new Refused('holds a country that is not known here');
}

function readList(raw: string): string[] {
  return raw
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function readNetworks(raw: string): string[] | Refused {
  const networks = readList(raw);
  return networks.every(isNetwork) ? networks : new Refused('holds something that is no network');
}

function readSecrets(raw: string, place: Parameters<typeof readSecret>[1]): string[] | Refused {
  const secrets = raw.split(',').map((entry) => readSecret(entry.trim(), place));
  const refused = secrets.find((secret) => secret instanceof Refused);
  if (refused) return refused;
  if (secrets.length > 2) return new Refused('holds more than two secrets');
  return secrets.filter((secret) => typeof secret === 'string');
}

function readOrigins(raw: string, { deployed }: { deployed: boolean }): string[] | Refused {
  const origins = readList(raw);
  if (origins.length === 0) return new Refused('is empty');
  for (const origin of origins) {
    if (origin.includes('*')) return new Refused('holds a *, which would let other sites act for the user');
    if (!/^https?:/.test(origin) || !URL.canParse(origin) || new URL(origin).origin !== origin) {
      return new Refused(
        'holds something other than origins such as https://example.uz (no path, no slash at the end)',
      );
    }
    if (deployed && isLocalHost(new URL(origin).hostname)) return new Refused('points to localhost');
  }
  return origins;
}
