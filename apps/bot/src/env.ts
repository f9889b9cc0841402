import {
  type Environment,
  logLevel,
  type Place,
  Refused,
  readEnvironment,
  readPort,
  readSecret,
  readUrl,
  type Variable,
} from '@raqam/shared/environment';

const readHttpUrl = readUrl(['http:', 'https:']);

const variables = {
  BOT_TOKEN: {
    purpose: 'the token of the Telegram bot',
    obtain: 'Ask @BotFather for one.',
    read: (raw, { deployed }) => {
      if (!/^\d+:[\w-]+$/.test(raw)) return new Refused('is not a token as @BotFather gives them (123456:ABC…)');
      if (deployed && raw.includes('development')) return new Refused('is the development value of the repository');
      return raw;
    },
  },
  WEBSITE_URL: {
    purpose: 'the address of the API',
    obtain: 'For example: https://api.example.uz',
    read: readHttpUrl,
  },
  BOT_SECRET_KEY: {
    purpose: 'the key that the bot proves itself to the API with',
    obtain: 'Give it the same value as TELEGRAM_BOT_SECRET of the API.',
    // the API may hold two while they are being changed: the first is current
    read: (raw, place) => readSecret(raw.split(',')[0]?.trim() ?? '', place),
  },
  REGISTER_URL: {
    purpose: 'the page of the site where the code is entered',
    obtain: 'For example: https://example.uz/register',
    read: (raw, place) =>
      raw.includes('#') ? new Refused('holds a #, which the link to the page needs itself') : readHttpUrl(raw, place),
  },
  PORT: {
    purpose: 'the port of the health checks and the webhook',
    obtain: 'Railway sets it.',
    fallback: 8080,
    read: readPort,
  },
  HOST: {
    purpose: 'the address to listen on',
    obtain: 'Leave it out, or 0.0.0.0 where there is no IPv6.',
    fallback: '::',
    read: (raw) => raw,
  },
  BOT_WEBHOOK_URL: {
    purpose: 'where Telegram sends updates; without it the bot polls',
    obtain: 'For example: https://bot.example.uz/telegram',
    fallback: undefined,
    read: readWebhookUrl,
  },
  BOT_WEBHOOK_SECRET: {
    purpose: 'what proves that an update comes from Telegram; needed with BOT_WEBHOOK_URL',
    obtain: 'Make one with: openssl rand -hex 32',
    fallback: undefined,
    read: (raw) => (/^[\w-]{16,256}$/.test(raw) ? raw : new Refused('must be 16 to 256 letters, digits, _ or -')),
  },
  TELEGRAM_API_ROOT: {
    purpose: 'the Bot API server',
    obtain: 'Leave it out for https://api.telegram.org.',
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
  port: number;
  host: string;
  /** undefined: the bot polls. */
  webhook: { url: string; secret: string } | undefined;
  telegramApiRoot: string;
  logLevel: string;
}

/** Reads the environment: the configuration, or one problem per variable. */
export function readConfig(environment: Environment): { ok: true; config: Config } | { ok: false; problems: string[] } {
  const secret = environment['BOT_SECRET_KEY'] ?? environment['TELEGRAM_BOT_SECRET'];
  const webhookSecretMissing =
    environment['BOT_WEBHOOK_URL'] !== undefined && environment['BOT_WEBHOOK_SECRET'] === undefined;
  const read = readEnvironment(variables, {
    ...environment,
    BOT_SECRET_KEY: secret,
    ...(webhookSecretMissing && { BOT_WEBHOOK_SECRET: '' }), // optional alone, required beside the URL
  });
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
    ? new Refused('needs a path of its own, such as /telegram')
    : url;
}
