import { z } from 'zod';

/** The repository's version, and the commit where it is known: `0.1.0+435aca7`. */
const version = z.string();
/** `PHONE_RULES`: equal where the builds read every spelling of a number alike. */
const phoneRules = z.string();

/**
 * The state of a secret that encrypts data. `off`: it has one value; `running`: its second value is still needed; `done`:
 * nothing needs it.
 */
const rotation = z.enum(['off', 'running', 'done']);

/** `NotReadyReason` of the contract. */
export const notReadyReasonSchema = z.enum(['database', 'pooler', 'migrations', 'read_only', 'closing']);

/** Whether the SMS provider accepts the account; `off`: no provider is configured. */
export const smsReadinessSchema = z.enum(['ok', 'login_refused', 'unreachable', 'off']);

/** Whether the account has money for more SMS. `unknown`: the provider does not say; `off`: no provider is configured. */
const smsBalance = z.enum(['ok', 'low', 'empty', 'unknown', 'off']);

/** The API's /readyz when it is ready; otherwise it answers 503 in the error shape, with a `reason`. */
export const apiReadinessSchema = z.object({
  status: z.literal('ok'),
  version,
  phone_rules: phoneRules,
  /** The newest migration of this build, which the database has. */
  migration: z.string(),
  /** This user may write to the database. */
  writable: z.boolean(),
  /** State of REDIS_URL. Without Redis every process counts by itself. */
  redis: z.enum(['ok', 'unreachable', 'off']),
  sms: smsReadinessSchema,
  sms_balance: smsBalance,
  /** The same of SMS_FALLBACK_PROVIDER. */
  sms_fallback: smsReadinessSchema,
  sms_fallback_balance: smsBalance,
  /**
   * Whether Telegram Login's server was reached when it was last needed. `unknown`: nobody has used it since the start;
   * `off`: it is not configured.
   */
  telegram_login: z.enum(['ok', 'unreachable', 'unknown', 'off']),
  /** Whether codes go by Telegram Gateway, too: it is never called for this. */
  gateway: z.enum(['on', 'off']),
  /** Whether somebody who is not disabled has the role `admin`. */
  admin: z.enum(['present', 'none']),
  /** Deliveries to enabled webhooks: those that wait for over an hour, and those that failed for good in the last day. */
  webhooks: z.object({ late: z.number(), failed: z.number() }),
  /** Numbers of TEST_NUMBERS that sign in with a fixed code today. */
  test_numbers: z.number(),
  /** State of FERNET_KEY. `mismatch`: another key encrypted the data in the database. */
  fernet: z.enum(['ok', 'mismatch', 'off']),
  rotations: z.object({ secret_key: rotation, fernet_key: rotation }),
  /** PUBLIC_URL, where the SMS gateway reports deliveries; null: not set. */
  public_url: z.url().nullable(),
  /** The username of the bot that links open for the sign-in by one press; null: TELEGRAM_BOT_USERNAME names none. */
  bot: z.string().nullable(),
  /** TELEGRAM_BOT_ID, the bot whose Mini App signs people in; null: not set. */
  mini_app: z.string().nullable(),
});

/** The bot's /readyz, ready or (503) not. */
export const botReadinessSchema = z.object({
  status: z.enum(['ok', 'not_ready']),
  /** Why no updates arrive. `conflict`: Telegram gives them to another instance, or to a webhook. */
  reason: z.enum(['starting', 'conflict', 'unreachable', 'stopping']).optional(),
  mode: z.enum(['polling', 'webhook']),
  /** When updates last went to another instance; null: never since this one started. */
  last_conflict: z.iso.datetime().nullable(),
  /** REGISTER_URL, where the bot sends people. */
  register_url: z.url(),
  /** The bot's user name, from getMe; null: Telegram has not answered yet. */
  username: z.string().nullable().optional(),
  /** The bot's id, from BOT_TOKEN. */
  id: z.string().optional(),
  /** Whether the API accepts the bot's key and host. */
  api: z.enum(['ok', 'secret_refused', 'host_refused', 'unreachable', 'unknown']).optional(),
  version,
  phone_rules: phoneRules,
});

/** The web app's /build.json, written when it is built. */
export const webBuildSchema = z.object({
  product: z.literal('raqam'),
  /** `development`: Vite's development server made it up. */
  mode: z.enum(['build', 'development']),
  version,
  phoneRules,
  /** VITE_API_BASE_URL: a URL, or a path of the site's own host. */
  apiBaseUrl: z.string().refine((url) => URL.canParse(url, 'http://localhost')),
  /** VITE_TELEGRAM_BOT_USERNAME and VITE_TELEGRAM_BOT_URL; null: not set. */
  botUsername: z.string().nullable(),
  botUrl: z.url().nullable(),
});

export type ApiReadiness = z.infer<typeof apiReadinessSchema>;
export type RotationState = z.infer<typeof rotation>;
export type BotReadiness = z.infer<typeof botReadinessSchema>;
export type WebBuild = z.infer<typeof webBuildSchema>;
