import type { Brand } from './components/brand/brand.ts';
import type { SiteLinks } from './components/page/site-links.ts';

export interface Environment {
  /** The API's base, absolute or (same origin) `/api/v1`. */
  apiBaseUrl: string;
  /** The bot's username, or another URL that opens it; without it there is no button. */
  bot: string | undefined;
  /** Other origins that `return_to` may lead to. */
  returnToOrigins: readonly string[];
  /** Its colours and corners are in the styles: see site-brand.ts. */
  brand: Brand;
  links: SiteLinks;
}

// Each variable by its full name, so that the build inserts only these values of the environment
const apiBaseUrl = import.meta.env.VITE_API_BASE_URL;
const bot = import.meta.env.VITE_TELEGRAM_BOT_URL || import.meta.env.VITE_TELEGRAM_BOT_USERNAME;
const returnToOrigins = (import.meta.env.VITE_RETURN_TO_ORIGINS ?? '').split(',').map((origin) => origin.trim());

const links = Object.freeze({
  terms: import.meta.env.VITE_TERMS_URL,
  privacy: import.meta.env.VITE_PRIVACY_URL,
  support: import.meta.env.VITE_SUPPORT_URL,
});

const light = import.meta.env.VITE_BRAND_LOGO_URL || undefined;
const dark = import.meta.env.VITE_BRAND_LOGO_DARK_URL;
const brand = Object.freeze({
  name: import.meta.env.VITE_BRAND_NAME,
  logo: light && dark ? { light, dark } : light,
});

/** The only place that reads the environment. */
export const env: Readonly<Environment> = Object.freeze({
  apiBaseUrl,
  bot: bot || undefined,
  returnToOrigins,
  brand,
  links,
});
