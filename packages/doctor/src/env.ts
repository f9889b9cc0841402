import { BOT, botEnvironment } from '@raqam/dev/development-environment';
import type { Ports } from '@raqam/dev/ports';
import type { Environment } from '@raqam/service/environment';

/** From the operator's environment, by the names that the services use. */
export interface Credentials {
  /** BOT_TOKEN. */
  token: string | undefined;
  /** BOT_SECRET_KEY, or else TELEGRAM_BOT_SECRET. */
  botSecret: string | undefined;
  /** TELEGRAM_BOT_SECRET, the API's, where both are given. */
  apiSecrets: string[] | undefined;
  /** TELEGRAM_API_ROOT. */
  telegramApiRoot: string;
}

/** The values of a deployment. */
export function readCredentials(environment: Environment): Credentials {
  const read = (name: string) => environment[name]?.trim() || undefined;
  const botKey = read('BOT_SECRET_KEY');
  const apiKey = read('TELEGRAM_BOT_SECRET');
  const list = (raw: string | undefined) => raw?.split(',').map((each) => each.trim());
  return {
    token: read('BOT_TOKEN'),
    botSecret: list(botKey ?? apiKey)?.[0], // the first of two is current
    apiSecrets: botKey === undefined ? undefined : list(apiKey),
    telegramApiRoot: read('TELEGRAM_API_ROOT') ?? 'https://api.telegram.org',
  };
}

/** The values of `pnpm dev`. */
export function developmentCredentials(ports: Ports): Credentials {
  const { BOT_SECRET_KEY, TELEGRAM_API_ROOT = '' } = botEnvironment(ports);
  return { token: BOT.token, botSecret: BOT_SECRET_KEY, apiSecrets: undefined, telegramApiRoot: TELEGRAM_API_ROOT };
}

/** The language of the operator's locale (POSIX: LC_ALL before LC_MESSAGES before LANG). */
export function readLanguage({ LC_ALL, LC_MESSAGES, LANG }: Environment): 'en' | 'uz' {
  return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('uz') ? 'uz' : 'en';
}
