import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DEVELOPMENT_ESKIZ_ACCOUNT } from '@raqam/local-stack/eskiz/account';
import { DEVELOPMENT_GATEWAY_ACCOUNT } from '@raqam/local-stack/gateway/account';
import { DEVELOPMENT_PLAYMOBILE_ACCOUNT, type PlayMobileAccount } from '@raqam/local-stack/playmobile/account';
import { DEVELOPMENT_LOGIN_SECRET, type LoginClient } from '@raqam/local-stack/telegram-login/login-client';
import { TELEGRAM_LOGIN_CALLBACK_PATH } from '@raqam/shared/routes';
import { DEVELOPMENT_MINI_APP_PUBLIC_KEY } from 'bot-handset/src/mini-app/development-key';
import type { Ports } from './ports.ts';

/** The product's own bot in the emulator. */
export const BOT = {
  token: '1000000001:development-token-of-the-emulated-bot',
  username: 'raqam_bot',
  firstName: 'Raqam',
};

const [BOT_ID = ''] = BOT.token.split(':');

/** Published here, so they protect nothing; every deployment refuses them. */
const SECRET_KEY = 'development-secret-key-for-local-use-only';
const BOT_SECRET = 'development-bot-secret-for-local-use-only';
const PLAYMOBILE_REPORT_SECRET = 'development-report-secret-for-local-use-only';

/** The account at PlayMobile, with the URL to which it reports. */
export function playMobileAccount(ports: Ports): PlayMobileAccount {
  const reportUrl = `http://127.0.0.1:${ports.api}/api/v1/sms/reports/playmobile/${PLAYMOBILE_REPORT_SECRET}`;
  return { ...DEVELOPMENT_PLAYMOBILE_ACCOUNT, reportUrl };
}

/** Opens the bot's chat on the handset page, as https://t.me/<username> does in Telegram. */
const botUrl = (ports: Ports) => `http://localhost:${ports.stack}/?bot=${BOT.username}`;

/** The product's own client of Telegram Login, as BotFather would know it: its id is the bot's. */
export function loginClient(ports: Ports): LoginClient {
  return {
    clientId: BOT_ID,
    clientSecret: DEVELOPMENT_LOGIN_SECRET,
    redirectUris: [`http://localhost:${ports.api}${TELEGRAM_LOGIN_CALLBACK_PATH}`],
  };
}

/** The services get only these variables of the shell, so that they run alike on every machine. */
const inherited = Object.fromEntries(
  // biome-ignore lint/style/noProcessEnv: the only place that passes the shell's environment on
  ['PATH', 'HOME', 'TMPDIR', 'FORCE_COLOR'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
);

export function apiEnvironment(ports: Ports, databaseUrl: string): Record<string, string> {
  return { ...inherited, ...apiVariables(ports, databaseUrl) };
}

/** Writes the api's variables to a file that Node.js loads, for commands in other terminals. */
export function writeApiEnvironment(file: string, ports: Ports, databaseUrl: string): void {
  const lines = Object.entries(apiVariables(ports, databaseUrl)).map(([name, value]) => `${name}=${value}\n`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, lines.join(''));
}

function apiVariables(ports: Ports, databaseUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    SECRET_KEY,
    TELEGRAM_BOT_SECRET: BOT_SECRET,
    TELEGRAM_BOT_USERNAME: botUrl(ports),
    TELEGRAM_BOT_ID: BOT_ID,
    TELEGRAM_MINI_APP_PUBLIC_KEY: DEVELOPMENT_MINI_APP_PUBLIC_KEY,
    TELEGRAM_LOGIN_CLIENT_ID: BOT_ID,
    TELEGRAM_LOGIN_CLIENT_SECRET: DEVELOPMENT_LOGIN_SECRET,
    TELEGRAM_LOGIN_ISSUER: `http://127.0.0.1:${ports.stack}/telegram-login`,
    CORS_ALLOWED_ORIGINS: `http://localhost:${ports.web}`,
    FERNET_KEY: 'development-key-for-local-use-only-00000000=',
    SMS_PROVIDER: 'eskiz',
    ESKIZ_BASE_URL: `http://127.0.0.1:${ports.stack}/eskiz`,
    ESKIZ_EMAIL: DEVELOPMENT_ESKIZ_ACCOUNT.email,
    ESKIZ_PASSWORD: DEVELOPMENT_ESKIZ_ACCOUNT.password,
    SMS_FALLBACK_PROVIDER: 'playmobile',
    PLAYMOBILE_BASE_URL: `http://127.0.0.1:${ports.stack}/playmobile`,
    PLAYMOBILE_LOGIN: DEVELOPMENT_PLAYMOBILE_ACCOUNT.login,
    PLAYMOBILE_PASSWORD: DEVELOPMENT_PLAYMOBILE_ACCOUNT.password,
    PLAYMOBILE_REPORT_SECRET,
    SMS_PRICES: 'UZ:95',
    GATEWAY_BASE_URL: `http://127.0.0.1:${ports.stack}/gateway`,
    GATEWAY_TOKEN: DEVELOPMENT_GATEWAY_ACCOUNT.token,
    PUBLIC_URL: `http://localhost:${ports.api}`,
    WEBHOOK_PRIVATE_ADDRESSES: 'allow',
    HOST: '127.0.0.1',
    PORT: String(ports.api),
  };
}

export function botEnvironment(ports: Ports): Record<string, string> {
  return {
    ...inherited,
    BOT_TOKEN: BOT.token,
    BOT_SECRET_KEY: BOT_SECRET,
    WEBSITE_URL: `http://127.0.0.1:${ports.api}`,
    REGISTER_URL: `http://localhost:${ports.web}/register`,
    TELEGRAM_API_ROOT: `http://127.0.0.1:${ports.stack}`,
    HOST: '127.0.0.1',
    PORT: String(ports.bot),
  };
}

export function webEnvironment(ports: Ports): Record<string, string> {
  return {
    ...inherited,
    VITE_API_BASE_URL: `http://localhost:${ports.api}/api/v1`,
    VITE_TELEGRAM_BOT_USERNAME: BOT.username,
    VITE_TELEGRAM_BOT_URL: botUrl(ports),
  };
}
