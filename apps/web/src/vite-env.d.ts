/** Checked before a build by check-environment.ts. */
interface ImportMetaEnv {
  readonly VITE_API_BASE_URL: string;
  readonly VITE_TELEGRAM_BOT_USERNAME?: string;
  readonly VITE_TELEGRAM_BOT_URL?: string;
  readonly VITE_RETURN_TO_ORIGINS?: string;
  readonly VITE_BRAND_NAME?: string;
  readonly VITE_BRAND_LOGO_URL?: string;
  readonly VITE_BRAND_LOGO_DARK_URL?: string;
  readonly VITE_TERMS_URL?: string;
  readonly VITE_PRIVACY_URL?: string;
  readonly VITE_SUPPORT_URL?: string;
}

/** Any other variable is a type error. */
interface ViteTypeOptions {
  strictImportMetaEnv: unknown;
}
