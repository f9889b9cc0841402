import type { Bilingual } from '@raqam/service/bilingual';
import {
  brandName,
  developmentValue,
  type Environment,
  listenHost,
  logLevel,
  type Place,
  Refused,
  readEnvironment,
  readPort,
  readSecret,
  readUrl,
  type Variable,
} from '@raqam/service/environment';
import type { Brand } from './brand.ts';

/** Telegram makes only these a link. */
const readPublicUrl = readUrl(['https:']);
const readHttpUrl = readUrl(['http:', 'https:']);

export const variables = {
  BOT_TOKEN: {
    purpose: { en: 'the token of the Telegram bot', uz: 'Telegram botining tokeni' },
    obtain: {
      en: 'From @BotFather: /newbot, or /mybots → API Token.',
      uz: '@BotFather’dan olinadi: /newbot yoki /mybots → API Token.',
    },
    read: (raw, { isPublic }) => {
      if (!/^\d+:[\w-]+$/.test(raw)) {
        return new Refused(
          'is not a token as @BotFather gives them (123456:ABC…)',
          '@BotFather beradigan token emas (123456:ABC… ko‘rinishida bo‘ladi)',
        );
      }
      return isPublic && raw.includes('development') ? developmentValue() : raw;
    },
  },
  WEBSITE_URL: {
    purpose: { en: 'the URL of the API', uz: 'API manzili' },
    obtain: {
      en: 'The URL of the service api, public or on Railway’s private network, for example: https://api.example.uz',
      uz: 'api xizmatining ochiq yoki Railway ichki tarmog‘idagi manzili, masalan: https://api.example.uz',
    },
    read: readHttpUrl,
  },
  BOT_SECRET_KEY: {
    purpose: {
      en: 'the key that identifies the bot to the API',
      uz: 'bot o‘zini API’ga tanitadigan kalit',
    },
    obtain: {
      en: 'Give it the same value as TELEGRAM_BOT_SECRET of the API.',
      uz: 'Unga api xizmatidagi TELEGRAM_BOT_SECRET bilan bir xil qiymat bering.',
    },
    otherName: 'TELEGRAM_BOT_SECRET',
    // during a rotation the API has two: the first is current
    read: (raw, place) => readSecret(raw.split(',')[0]?.trim() ?? '', place),
  },
  REGISTER_URL: {
    purpose: { en: 'the page of the site where the code is entered', uz: 'saytning kod kiritiladigan sahifasi' },
    obtain: {
      en: 'The public URL of the service web with /register, for example: https://example.uz/register',
      uz: 'web xizmatining ochiq manzili va /register, masalan: https://example.uz/register',
    },
    read: (raw, place) =>
      raw.includes('#')
        ? new Refused(
            'contains a #, which the bot adds to the link itself',
            'ichida # bor: bu belgini havolaga bot o‘zi qo‘shadi',
          )
        : readHttpUrl(raw, place),
  },
  PORT: {
    purpose: {
      en: 'the port of the health checks and the webhook',
      uz: 'holat tekshiruvlari (health check) va webhook porti',
    },
    obtain: { en: 'Railway sets it.', uz: 'Railway uni o‘zi o‘rnatadi.' },
    fallback: 8080,
    read: readPort,
  },
  HOST: listenHost,
  BOT_WEBHOOK_URL: {
    purpose: {
      en: 'the URL that Telegram sends updates to; without it the bot polls',
      uz: 'Telegram yangilanishlarni yuboradigan manzil; usiz bot ularni o‘zi so‘rab turadi',
    },
    obtain: { en: 'For example: https://bot.example.uz/telegram', uz: 'Masalan: https://bot.example.uz/telegram' },
    fallback: undefined,
    read: readWebhookUrl,
  },
  BOT_WEBHOOK_SECRET: {
    purpose: {
      en: 'the secret that proves that an update comes from Telegram; required with BOT_WEBHOOK_URL',
      uz: 'yangilanish Telegram’dan kelganini isbotlaydigan kalit; BOT_WEBHOOK_URL bilan birga kerak',
    },
    obtain: {
      en: 'Make one with: openssl rand -hex 32',
      uz: 'Shu buyruq bilan yarating: openssl rand -hex 32',
    },
    fallback: undefined,
    read: (raw) =>
      /^[\w-]{16,256}$/.test(raw)
        ? raw
        : new Refused(
            'must be 16 to 256 letters, digits, _ or -',
            '16 tadan 256 tagacha lotin harfi, raqam, _ yoki - dan iborat bo‘lishi kerak',
          ),
  },
  BRAND_NAME: brandName,
  SUPPORT_URL: {
    purpose: {
      en: 'the page or chat where people get help, linked in the bot’s help',
      uz: 'yordam sahifasi yoki chati, botning yordam matnidagi havola',
    },
    obtain: {
      en: 'For example: https://t.me/example_support. Leave it out to have no link.',
      uz: 'Masalan: https://t.me/example_support. Ko‘rsatilmasa, havola bo‘lmaydi.',
    },
    fallback: undefined,
    read: readPublicUrl,
  },
  TERMS_URL: {
    purpose: {
      en: 'the terms of use, linked in the bot’s help',
      uz: 'foydalanish shartlari, botning yordam matnidagi havola',
    },
    obtain: {
      en: 'For example: https://example.uz/terms. Leave it out to have no link.',
      uz: 'Masalan: https://example.uz/terms. Ko‘rsatilmasa, havola bo‘lmaydi.',
    },
    fallback: undefined,
    read: readPublicUrl,
  },
  TELEGRAM_API_ROOT: {
    purpose: { en: 'the Bot API server', uz: 'Bot API serveri' },
    obtain: {
      en: 'Leave it out for https://api.telegram.org.',
      uz: 'Ko‘rsatilmasa, https://api.telegram.org ishlatiladi.',
    },
    fallback: 'https://api.telegram.org',
    read: readHttpUrl,
  },
  LOG_LEVEL: logLevel,
} satisfies Record<string, Variable<unknown>>;

/** The bot's typed configuration. */
export interface Config {
  token: string;
  apiUrl: string;
  secretKey: string;
  registerUrl: string;
  brand: Brand;
  port: number;
  host: string;
  /** undefined: the bot polls. */
  webhook: { url: string; secret: string } | undefined;
  telegramApiRoot: string;
  logLevel: string;
}

/** Reads the environment: the configuration, or one problem per variable. */
export function readConfig(
  environment: Environment,
): { ok: true; config: Config } | { ok: false; problems: Bilingual[] } {
  const required = environment['BOT_WEBHOOK_URL']?.trim() ? (['BOT_WEBHOOK_SECRET'] as const) : [];
  const read = readEnvironment('bot', variables, environment, required);
  if (!read.ok) return read;

  const { values } = read;
  const { BOT_WEBHOOK_URL: url, BOT_WEBHOOK_SECRET: webhookSecret } = values;
  return {
    ok: true,
    config: Object.freeze({
      token: values.BOT_TOKEN,
      apiUrl: values.WEBSITE_URL,
      secretKey: values.BOT_SECRET_KEY,
      registerUrl: values.REGISTER_URL,
      brand: { name: values.BRAND_NAME, supportUrl: values.SUPPORT_URL, termsUrl: values.TERMS_URL },
      port: values.PORT,
      host: values.HOST,
      webhook: url !== undefined && webhookSecret !== undefined ? { url, secret: webhookSecret } : undefined,
      telegramApiRoot: values.TELEGRAM_API_ROOT,
      logLevel: values.LOG_LEVEL,
    }),
  };
}

function readWebhookUrl(raw: string, place: Place): string | Refused {
  const url = readHttpUrl(raw, place);
  if (url instanceof Refused) return url;
  const { pathname } = new URL(url);
  return ['/', '/healthz', '/readyz'].includes(pathname)
    ? new Refused('needs a path of its own, such as /telegram', 'uchun alohida yo‘l kerak, masalan /telegram')
    : url;
}
