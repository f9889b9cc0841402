export interface Environment {
  /** The API's base, absolute or (same origin) `/api/v1`. */
  apiBaseUrl: string;
  /** Where the button to the bot leads; without it there is no button. */
  botUrl: string | undefined;
}

// Each variable by its full name: so the build puts in these values and nothing else of the environment.
const apiBaseUrl = import.meta.env.VITE_API_BASE_URL;
const botUsername = import.meta.env.VITE_TELEGRAM_BOT_USERNAME?.replace(/^@/, '');
const botUrl = import.meta.env.VITE_TELEGRAM_BOT_URL || (botUsername && `https://t.me/${botUsername}`);

/** The only place that reads the environment. */
export const env: Readonly<Environment> = Object.freeze({ apiBaseUrl, botUrl: botUrl || undefined });
