/**
 * Who gets in and what it takes, in numbers. Durations are in seconds unless the name says otherwise.
 */
export const SECOND = 1;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** OWASP ASVS 5.0 §6.5: at least 20 bits, from a secure random source, for a few minutes. */
export const CODE_LENGTH = 6;

/** Right code or wrong, the sixth try at one code is refused. Ory Kratos and SuperTokens allow 5. */
export const TRIES_PER_CODE = 5;

/** Wrong tries at all codes of one phone and channel: a new code does not reset them. NIST SP 800-63B §5.2.2. */
export const WRONG_TRIES_PER_PHONE = { hourly: 10, daily: 20 } as const;

export const TELEGRAM_CODE = {
  lifetime: 10 * MINUTE,
  /** Between two codes for one phone. */
  cooldown: 30 * SECOND,
  /** Codes for one phone, and codes for one telegram_id. Authgear allows 10 an hour, Logto 10 in 10 minutes. */
  hourly: 10,
} as const;

/** Failed checks from one address (IPv6: one /64). Successes are free, because mobile carriers share addresses. */
export const FAILED_CHECKS_PER_ADDRESS = [
  { max: 30, window: 10 * MINUTE },
  { max: 200, window: DAY },
] as const;

export const ACCESS_TOKEN_LIFETIME = 10 * MINUTE;

export const REFRESH_TOKEN = {
  idle: 14 * DAY,
  lifetime: 30 * DAY,
  /**
   * How long the parent of the newest token yields that same newest token again: after a lost reply, or when
   * tabs refresh at once. RFC 9700 §4.14.2, SuperTokens.
   */
  reuse: { always: 30 * SECOND, whileNewestUnused: DAY },
} as const;

/** The session used longest ago goes. */
export const SESSIONS_PER_USER = 10;

export const SMS_CODE = {
  lifetime: 2 * MINUTE,
  /** After the first, the second and every further code within an hour. Supabase Auth: 60 s. */
  cooldowns: [60 * SECOND, 120 * SECOND, 300 * SECOND],
  hourly: 5,
  daily: 10,
} as const;

/** SMS that one address may ask for. Every one costs money: toll fraud. */
export const SMS_PER_ADDRESS = { max: 20, window: HOUR } as const;
