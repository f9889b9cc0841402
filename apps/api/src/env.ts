import type { Bilingual } from '@raqam/service/bilingual';
import {
  brandName,
  type Environment,
  isLocalHost,
  isOnRailway,
  listenHost,
  logLevel,
  type Place,
  Refused,
  readEnvironment,
  readOneOf,
  readPort,
  readSecret,
  readUrl,
  refuseDevelopmentValue,
  type Values,
  type Variable,
} from '@raqam/service/environment';
import { isUnverified, readPostgresUrl } from './database/read-database-url.ts';
import { readFernetKey } from './encryption/fernet.ts';
import { type AbuseConfig, abuseVariables, readAbuse, requiredByCaptcha } from './env/abuse.ts';
import { type GatewayConfig, gatewayVariables, readGateway, readRoutes } from './env/gateway.ts';
import { readSmsConfig, requiredBySms, type SmsConfig, smsVariables } from './env/sms.ts';
import { readTelegramLogin, type TelegramLoginClient, telegramLoginVariables } from './env/telegram-login.ts';
import { texts } from './env.texts.ts';
import type { CodeRoutes } from './features/channels/sending/code-routes.ts';
import { livingTestNumbers } from './features/channels/sending/test-numbers.ts';
import { fitsOnePart } from './features/channels/sms/sms-text.ts';
import { checkCookieMode } from './features/sessions/check-cookie-mode.ts';
import { isNetwork } from './http/requests/client-ip.ts';
import { type OneOrTwo, readList, readOneOrTwo } from './read-lists.ts';

export type SameSite = 'lax' | 'none';

type PrivateAddresses = 'refuse' | 'allow';

/** Verifies Telegram's signature of Mini App data: https://core.telegram.org/bots/webapps#validating-data-for-third-party-use */
const TELEGRAM_PUBLIC_KEY = 'e7bf03a2fa4602af4580703d88dda5bb59f32ed8b02a56c187fe7d34caed242d';

export const variables = {
  DATABASE_URL: {
    ...texts.DATABASE_URL,
    otherName: 'DATABASE_PUBLIC_URL',
    read: readPostgresUrl,
  },
  DATABASE_POOL_MAX: {
    ...texts.DATABASE_POOL_MAX,
    fallback: 20,
    read: (raw) =>
      /^[1-9]\d{0,3}$/.test(raw)
        ? Number(raw)
        : new Refused('is not a number from 1 to 9999', '1 dan 9999 gacha bo‘lgan son emas'),
  },
  SECRET_KEY: {
    ...texts.SECRET_KEY,
    read: readSecrets,
  },
  TELEGRAM_BOT_SECRET: {
    ...texts.TELEGRAM_BOT_SECRET,
    read: readSecrets,
  },
  TELEGRAM_BOT_USERNAME: {
    ...texts.TELEGRAM_BOT_USERNAME,
    fallback: undefined,
    read: readBotUrl,
  },
  TELEGRAM_BOT_ID: {
    ...texts.TELEGRAM_BOT_ID,
    fallback: undefined,
    read: (raw) =>
      /^[1-9]\d{4,15}$/.test(raw) ? raw : new Refused('is not the id of a bot', 'bot identifikatori emas'),
  },
  TELEGRAM_MINI_APP_PUBLIC_KEY: {
    ...texts.TELEGRAM_MINI_APP_PUBLIC_KEY,
    fallback: TELEGRAM_PUBLIC_KEY,
    read: readPublicKey,
  },
  ...telegramLoginVariables,
  CORS_ALLOWED_ORIGINS: {
    ...texts.CORS_ALLOWED_ORIGINS,
    read: readOrigins,
  },
  PORT: {
    ...texts.PORT,
    fallback: 8000,
    read: readPort,
  },
  HOST: listenHost,
  ALLOWED_HOSTS: {
    ...texts.ALLOWED_HOSTS,
    fallback: [],
    read: readList,
  },
  FERNET_KEY: {
    ...texts.FERNET_KEY,
    fallback: undefined,
    read: (raw, place) => readOneOrTwo(raw, (key) => readFernetKeyOf(key, place)),
  },
  REDIS_URL: {
    ...texts.REDIS_URL,
    fallback: undefined,
    read: readRedisUrl,
  },
  PUBLIC_URL: {
    ...texts.PUBLIC_URL,
    otherName: 'API_PUBLIC_URL',
    fallback: undefined,
    read: readUrl(['http:', 'https:']),
  },
  BRAND_NAME: brandName,
  ...smsVariables,
  ...gatewayVariables,
  ...abuseVariables,
  EVENTS_KEEP_DAYS: {
    ...texts.EVENTS_KEEP_DAYS,
    fallback: 180,
    read: (raw) =>
      /^[1-9]\d{0,3}$/.test(raw)
        ? Number(raw)
        : new Refused('is not a number from 1 to 9999', '1 dan 9999 gacha bo‘lgan son emas'),
  },
  WEBHOOK_PRIVATE_ADDRESSES: {
    ...texts.WEBHOOK_PRIVATE_ADDRESSES,
    fallback: 'refuse' as PrivateAddresses,
    read: readOneOf<PrivateAddresses>('refuse', 'allow'),
  },
  COOKIE_SAMESITE: {
    ...texts.COOKIE_SAMESITE,
    fallback: 'lax' as SameSite,
    read: readOneOf<SameSite>('lax', 'none'),
  },
  TRUSTED_PROXIES: {
    ...texts.TRUSTED_PROXIES,
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
export interface Config extends SmsConfig {
  databaseUrl: string;
  /** Maximum number of connections to the database. */
  databasePoolMax: number;
  /** The first signs and encrypts; a second one still verifies and decrypts during a rotation. */
  secretKeys: OneOrTwo<string>;
  /** The first is current; a second one is accepted during a rotation. */
  botSecrets: OneOrTwo<string>;
  /** The URL that opens the bot; undefined: nobody can sign in by a press in Telegram. */
  botUrl: string | undefined;
  /** Mini Apps; undefined: there is none. `publicKey` verifies Telegram's signature (Ed25519, hexadecimal). */
  miniApp: { botId: string; publicKey: string } | undefined;
  /** undefined: nobody signs in on Telegram's own page. */
  telegramLogin: TelegramLoginClient | undefined;
  webOrigins: readonly [string, ...string[]];
  port: number;
  host: string;
  allowedHosts: readonly string[];
  /** The first encrypts; a second one still decrypts during a rotation. */
  fernetKeys: OneOrTwo<Buffer> | undefined;
  /** undefined: the limits per IP are counted in this process's memory. */
  redisUrl: string | undefined;
  /** Where the public reaches the API, without a trailing slash. */
  publicUrl: string | undefined;
  /** The issuer of tokens: the public URL, or else the first web origin. */
  issuer: string;
  /** undefined: no codes go by Telegram Gateway. */
  gateway: GatewayConfig | undefined;
  /** What a code of Telegram Gateway costs, in the currency of `smsPrices`; undefined: what Gateway says counts. */
  gatewayPrice: number | undefined;
  codeRoutes: CodeRoutes;
  /** The name of the site in SMS; undefined: its host. */
  brandName: string | undefined;
  abuse: AbuseConfig;
  eventsKeepDays: number;
  /** Whether webhooks may have private addresses and plain HTTP. */
  privateWebhooks: boolean;
  cookieSameSite: SameSite;
  trustedProxies: readonly string[];
  logLevel: string;
  warnings: readonly Bilingual[];
}

/** Reads the environment: the configuration, or one problem per variable. */
export function readConfig(
  environment: Environment,
): { ok: true; config: Config } | { ok: false; problems: Bilingual[] } {
  const read = readEnvironment('api', variables, environment, [
    ...requiredBySms(environment),
    ...requiredByCaptcha(environment['CAPTCHA']?.trim()),
  ]);
  if (!read.ok) return read;

  const { values } = read;
  if (values.SECRET_KEY.some((key) => values.TELEGRAM_BOT_SECRET.includes(key)))
    return { ok: false, problems: [texts.sameSecret] };
  const sms = readSmsConfig(values);
  if (!sms.ok) return sms;
  const { BRAND_NAME: brand, CORS_ALLOWED_ORIGINS: origins } = values;
  const isShort = origins.every((origin) => fitsOnePart({ brand, host: new URL(origin).hostname }));
  if (sms.config.smsProviders.length > 0 && brand !== undefined && !isShort)
    return { ok: false, problems: [texts.longBrandName] };
  const routes = readRoutes(values, sms.config.smsProviders.length > 0 ? sms.config.smsCountries : []);
  if (!routes.ok) return { ok: false, problems: [routes.problem] };
  const onRailway = isOnRailway(environment);
  const publicUrl = readPublicUrl(values.PUBLIC_URL, environment);
  const telegramLogin = readTelegramLogin(values, { publicUrl, sameSite: values.COOKIE_SAMESITE });
  if (!telegramLogin.ok) return { ok: false, problems: [telegramLogin.problem] };
  return {
    ok: true,
    config: Object.freeze({
      databaseUrl: values.DATABASE_URL,
      databasePoolMax: values.DATABASE_POOL_MAX,
      secretKeys: values.SECRET_KEY,
      botSecrets: values.TELEGRAM_BOT_SECRET,
      botUrl: values.TELEGRAM_BOT_USERNAME,
      miniApp: values.TELEGRAM_BOT_ID
        ? { botId: values.TELEGRAM_BOT_ID, publicKey: values.TELEGRAM_MINI_APP_PUBLIC_KEY }
        : undefined,
      telegramLogin: telegramLogin.client,
      webOrigins: values.CORS_ALLOWED_ORIGINS,
      port: values.PORT,
      host: values.HOST,
      allowedHosts:
        onRailway && values.ALLOWED_HOSTS.length > 0
          ? [...values.ALLOWED_HOSTS, ...RAILWAY_HOSTS]
          : values.ALLOWED_HOSTS,
      fernetKeys: values.FERNET_KEY,
      redisUrl: values.REDIS_URL,
      publicUrl,
      issuer: publicUrl ?? values.CORS_ALLOWED_ORIGINS[0],
      ...sms.config,
      gateway: readGateway(values),
      gatewayPrice: values.GATEWAY_PRICE,
      codeRoutes: routes.routes,
      brandName: values.BRAND_NAME,
      abuse: readAbuse(values),
      eventsKeepDays: values.EVENTS_KEEP_DAYS,
      privateWebhooks: values.WEBHOOK_PRIVATE_ADDRESSES === 'allow',
      cookieSameSite: values.COOKIE_SAMESITE,
      trustedProxies: values.TRUSTED_PROXIES ?? (onRailway ? RAILWAY_PROXIES : []),
      logLevel: values.LOG_LEVEL,
      warnings: findWarnings(values, publicUrl, environment),
    }),
  };
}

/** Reads DATABASE_URL alone, for the commands that need nothing else. */
export function readDatabaseUrl(environment: Environment) {
  return readEnvironment('api', { DATABASE_URL: variables.DATABASE_URL }, environment);
}

function findWarnings(
  { COOKIE_SAMESITE: sameSite, CORS_ALLOWED_ORIGINS: webOrigins, DATABASE_URL, TEST_NUMBERS }: Values<typeof variables>,
  publicUrl: string | undefined,
  environment: Environment,
): Bilingual[] {
  const cookieMode = checkCookieMode({ sameSite, webOrigins, publicUrl });
  return [
    ...(environment['DATABASE_URL'] === undefined ? [texts.billedDatabase] : []),
    ...(isUnverified(DATABASE_URL) ? [texts.unverifiedDatabase] : []),
    ...(cookieMode ? [cookieMode] : []),
    ...(livingTestNumbers(TEST_NUMBERS, Date.now()).length < TEST_NUMBERS.length ? [texts.endedTestNumber] : []),
  ];
}

function readPublicUrl(given: string | undefined, { RAILWAY_PUBLIC_DOMAIN }: Environment): string | undefined {
  const url = given ?? (RAILWAY_PUBLIC_DOMAIN && `https://${RAILWAY_PUBLIC_DOMAIN}`);
  return url?.replace(/\/+$/, '');
}

/** A username, with or without @, or another URL that opens the bot, such as that of a local emulator. */
function readBotUrl(raw: string, place: Place): string | Refused {
  if (raw.includes('://')) return readUrl(['http:', 'https:'])(raw, place);
  const name = raw.replace(/^@/, '');
  return /^[A-Za-z]\w{3,31}$/.test(name)
    ? `https://t.me/${name}`
    : new Refused('is not the username of a bot, such as my_shop_bot', 'bot nomi (masalan, my_shop_bot) emas');
}

function readPublicKey(raw: string, { isPublic }: Place): string | Refused {
  if (isPublic)
    return new Refused('is for development only: remove it', 'faqat mahalliy ishga tushirish uchun: uni olib tashlang');
  return /^[0-9a-f]{64}$/.test(raw) ? raw : new Refused('is not 64 hexadecimal digits', '64 ta o‘n oltilik raqam emas');
}

function readRedisUrl(raw: string, place: Place): string | Refused {
  const url = readUrl(['redis:', 'rediss:'])(raw, place);
  if (url instanceof Refused) return url;
  const { username, password, href } = new URL(url);
  try {
    decodeURIComponent(username + password);
  } catch {
    return new Refused('holds a % that begins nothing: write it as %25', 'ichida yolg‘iz % bor: uni %25 deb yozing');
  }
  return href; // with a lower-case protocol: ioredis decides by it whether to encrypt
}

function readNetworks(raw: string): string[] | Refused {
  const networks = readList(raw);
  return networks.every(isNetwork)
    ? networks
    : new Refused('holds something that is not a network', 'ichida tarmoq bo‘lmagan narsa bor');
}

function readSecrets(raw: string, place: Place): OneOrTwo<string> | Refused {
  return readOneOrTwo(raw, (secret) => readSecret(secret, place));
}

function readFernetKeyOf(raw: string, place: Place): Buffer | Refused {
  return (
    refuseDevelopmentValue(raw, place) ??
    readFernetKey(raw) ??
    new Refused(
      'is not a Fernet key (32 bytes in URL-safe base64)',
      'Fernet kaliti emas (URL uchun xavfsiz base64 ko‘rinishidagi 32 bayt)',
    )
  );
}

function readOrigins(raw: string, { isPublic }: Place): [string, ...string[]] | Refused {
  const [first, ...others] = readList(raw);
  if (first === undefined) return new Refused('is empty', 'bo‘sh');
  for (const origin of [first, ...others]) {
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
    if (isPublic && isLocalHost(new URL(origin).hostname))
      return new Refused(
        'holds an origin on localhost beside a public site: pages on people’s own machines could use their sessions',
        'ochiq sayt bilan birga localhost manzili ham yozilgan: foydalanuvchining o‘z kompyuteridagi sahifalar uning seansidan foydalana oladi',
      );
  }
  return [first, ...others];
}
