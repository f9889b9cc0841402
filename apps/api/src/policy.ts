/**
 * The numbers of docs/policy.md §1. Durations are in seconds.
 */
const SECOND = 1;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/**
 * After so many failed attempts the code of a challenge is void, even if the next attempt is right. Ory Kratos and
 * SuperTokens allow 5. Attempts at a challenge that is bound to a browser count for that challenge alone: the next one
 * costs one of the number's ten SMS a day (`SMS_CODE`), so there are at most fifty comparisons a day.
 */
export const ATTEMPTS_PER_CHALLENGE = 5;

/**
 * Failed attempts at all codes of one number, over both channels, after which the number is locked. A new code does not
 * reset them. NIST SP 800-63B §5.2.2. Unknown devices and those known to the number's account are counted and locked
 * separately.
 */
export const FAILED_ATTEMPTS_PER_PHONE = [
  { max: 10, window: HOUR },
  { max: 20, window: DAY },
] as const;

/**
 * How often a code for a shared contact clears five of the failed attempts before it, so that nobody locks the owner
 * out. A guesser's comparisons a day at one number: fifty at ten SMS codes, with whatever client; and at codes that the
 * owner asks for in Telegram five each, at most seventy (twenty, and five that each of ten codes clears). The sum is
 * seventy while the owner asks for four codes or fewer, a chance of 7·10⁻⁵, and 120 at worst.
 */
export const CLEARED_BY_OWNER = [{ max: 10, window: DAY }] as const;

/** Of the token that proves a number: long enough for the client's server to verify it. */
export const PHONE_TOKEN_LIFETIME = 5 * MINUTE;

/** For so long the same code of the same client opens the same session again, in case the answer was lost. */
export const REPEATED_SIGN_IN_WINDOW = 60 * SECOND;

export const TELEGRAM_CODE = {
  lifetime: 10 * MINUTE,
  /** Between two codes for one phone. */
  cooldown: 30 * SECOND,
  /**
   * Codes for one phone, and codes for one telegram_id; a typed number that is refused because somebody else has it
   * counts like a code. Authgear allows 10 an hour, Logto 10 in 10 minutes.
   */
  limits: [{ max: 10, window: HOUR }],
} as const;

/**
 * How long a challenge that is bound to a browser waits until its link is opened, then until it is approved, and then
 * until it is collected.
 */
export const CHALLENGE_LIFETIME = {
  waiting: 2 * MINUTE,
  opened: 3 * MINUTE,
  approved: MINUTE,
} as const;

/** The data with which Telegram opens a Mini App: how old it may be, and how far Telegram's clock may be ahead. */
export const MINI_APP_DATA = { lifetime: 5 * MINUTE, clockSkew: 30 * SECOND } as const;

/** Challenges that the browsers of one IP start. */
export const CHALLENGES_PER_IP = [{ max: 20, window: 10 * MINUTE }] as const;

/** Requests of one IP that wait for their challenges at once. */
export const WAITING_CHALLENGES_PER_IP = 100;

/** Cards that a Telegram user declined, or answered with a wrong number: after these there are none for an hour. */
export const REFUSED_CARDS_PER_TELEGRAM_ID = [{ max: 3, window: HOUR }] as const;

/** How long a person can end a session by “it was not me”. */
export const DISOWN_WINDOW = 24 * HOUR;

/** Failed checks from one IPv4 address or IPv6 /64. Successes are free, because mobile carriers share IPs. */
export const FAILED_CHECKS_PER_IP = [
  { max: 30, window: 10 * MINUTE },
  { max: 200, window: DAY },
] as const;

/**
 * Clients of OpenID Connect at one IP that fail to authenticate themselves. A server's other failures don't count: when
 * many sessions end at once, it asks for each.
 */
export const FAILED_CLIENTS_PER_IP = [{ max: 100, window: 10 * MINUTE }] as const;

/**
 * Interactions of OpenID Connect, and sign-outs of nobody, that the browsers of one IP begin: each is a row for an hour.
 * Ten times the challenges: whoever signs in at one client after another needs one challenge.
 */
export const INTERACTIONS_PER_IP = [{ max: 200, window: 10 * MINUTE }] as const;

/** An IPv6 /48 may have this many times the limit of one /64: a subscriber may have the whole of it. */
export const IPV6_48_FACTOR = 10;

/** Requests of one IP that may wait; more are refused. */
export const WAITING_PER_IP = 50;

export const ACCESS_TOKEN_LIFETIME = 10 * MINUTE;
/** Other services keep the public keys for this long. A new key is listed before it signs only if SECRET_KEY lists both. */
export const PUBLIC_KEYS_MAX_AGE = 10 * MINUTE;

export const REFRESH_TOKEN = {
  idle: 14 * DAY,
  lifetime: 30 * DAY,
  /**
   * How long the parent of the newest token yields that same newest token again: after a lost reply, or when
   * tabs refresh at once. RFC 9700 §4.14.2, SuperTokens.
   */
  reuse: { always: 30 * SECOND, whileNewestUnused: DAY },
} as const;

/** One more sign-in ends the least recently used session. */
export const SESSIONS_PER_USER = 10;

export const SMS_CODE = {
  lifetime: 2 * MINUTE,
  /** After the first, the second and every further code within an hour. Supabase Auth: 60 s. */
  cooldowns: [60 * SECOND, 120 * SECOND, 300 * SECOND],
  limits: [
    { max: 5, window: HOUR },
    { max: 10, window: DAY },
  ],
  /** Additional codes for devices known to the number's account: strangers can't use these up. */
  ofKnownDevices: [{ max: 3, window: DAY }],
} as const;

/** A device counts as known to an account for this long after its last sign-in, whether or not it is signed in. */
export const KNOWN_DEVICE_KEPT = 400 * DAY;

/** SMS that one IP may request. Each costs money, which invites toll fraud. */
export const SMS_PER_IP = [{ max: 20, window: HOUR }] as const;

/**
 * SMS of one IP that the gateway refuses. They use up no other limit, but each calls the gateway and writes an event. Far
 * more than the people behind one IP request while the gateway is down.
 */
export const REFUSED_SMS_PER_IP = [{ max: 60, window: 10 * MINUTE }] as const;

/** Deliveries to webhooks (Standard Webhooks, github.com/standard-webhooks). */
export const WEBHOOK = {
  /** An answer within this time counts. */
  timeout: 15 * SECOND,
  /** How long the process that sends a delivery has it; if the process dies, another one sends it after this time. */
  lease: MINUTE,
  /** After each failed try, except for the last; so there are ten tries within 76 hours. */
  pauses: [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
  /** Each pause is longer by a random part of this, so that retries after an outage do not come all at once. */
  jitter: 0.1,
  /** Requests of one process to one webhook at once. */
  concurrency: 16,
  /** How long a replaced secret still signs, beside the new one. */
  replacedSecret: DAY,
  /** How long a delivery is listed. */
  kept: 35 * DAY,
} as const;

/** How long after signing in a session may act as an administrator; after that one more press in Telegram is asked for. */
export const ADMIN_PROOF_MAX_AGE = 15 * MINUTE;

/** Wrong service keys from one IP. A right key works from every IP. */
export const FAILED_SERVICE_KEYS_PER_IP = [{ max: 30, window: 10 * MINUTE }] as const;

/**
 * Events are listed once they are so old: their order is final then. Events have the time at which their statement
 * began, and one that runs for 10 seconds is cancelled (database/database.ts).
 */
export const EVENTS_SETTLED_AFTER = 15 * SECOND;

/** A balance at the SMS gateway below it is low: about a hundred SMS. In the gateway's currency (Eskiz: UZS). */
export const SMS_BALANCE_LOW = 10_000;
