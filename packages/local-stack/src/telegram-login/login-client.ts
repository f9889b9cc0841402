/** A client of Telegram Login: what BotFather knows of a site. */
export interface LoginClient {
  clientId: string;
  clientSecret: string;
  /** Compared letter by letter. */
  redirectUris: readonly string[];
}

/** Published here, so it protects nothing. */
export const DEVELOPMENT_LOGIN_SECRET = 'development-secret-of-telegram-login';
