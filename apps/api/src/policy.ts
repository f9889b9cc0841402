/**
 * The numbers of docs/policy.md §1. Durations are in seconds.
 */
export const SECOND = 1;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/**
 * After so many failed attempts the code of a challenge is void, even if the next attempt is right. Ory Kratos and
 * SuperTokens allow 5. Attempts at a challenge that is bound to a browser count for that challenge alone: the next one
 * costs one of the number's ten codes a day (`CODES_PER_PHONE`), so there are at most fifty comparisons a day.
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

/**
 * The account of a number that nobody has used for so long. 60 days are the shortest term after which an Uzbek operator
 * ends a number; then the person who proves it is asked whether it is new to them. After 180 it is.
 */
export const IDLE_HOLDER = { asked: 60 * DAY, released: 180 * DAY } as const;

/** How long a person has to say whether a number is new to them, after they proved it. */
export const NUMBER_QUESTION_WINDOW = 5 * MINUTE;

/**
 * How long a challenge lives, from its start, once its person has left for Telegram Login: that page may ask for the
 * number, and Telegram for a confirmation.
 */
export const TELEGRAM_LOGIN_LIFETIME = 7 * MINUTE;

/** How old an ID token of Telegram Login may be: it comes straight from the token endpoint. */
export const TELEGRAM_LOGIN_TOKEN_MAX_AGE = 2 * MINUTE;

/** The data with which Telegram opens a Mini App: how old it may be, and how far Telegram's clock may be ahead. */
export const MINI_APP_DATA = { lifetime: 5 * MINUTE, clockSkew: 30 * SECOND } as const;

/** Challenges that the browsers of one IP start. */
export const CHALLENGES_PER_IP = [{ max: 20, window: 10 * MINUTE }] as const;

/** Requests of one IP that wait for their challenges at once. */
export const WAITING_CHALLENGES_PER_IP = 100;

/** Cards that a Telegram user declined, or answered with a wrong number: after these there are none for an hour. */
export const REFUSED_CARDS_PER_TELEGRAM_ID = [{ max: 3, window: HOUR }] as const;

/** Cards that the bot shows a Telegram user without a link that they opened. The link of the challenge stays. */
export const PUSHED_CARDS_PER_TELEGRAM_ID = [{ max: 5, window: HOUR }] as const;

export const PASSKEY = {
  perUser: 10,
  /** How long after signing in a session may make one: it outlives the session (OWASP ASVS 5.0 §7.5.1). */
  proofMaxAge: 15 * MINUTE,
  /** How long a browser may take to make one. */
  offer: 5 * MINUTE,
  /** The same to sign in with one, from the start of the challenge: the person may have to look for another device. */
  signIn: 5 * MINUTE,
} as const;

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

/** Codes by SMS, and as many by Telegram Gateway: each channel counts its own. */
export const SENT_CODE = {
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

/**
 * Different codes for one number, over SMS and Gateway together: as many codes can be guessed at. A code that is sent
 * again, over whatever channel, is not another one. Those of known devices are not counted.
 */
export const CODES_PER_PHONE = [{ max: 10, window: DAY }] as const;

/** Telegram Gateway gives up, and refunds, a code that has not reached the person's Telegram by then. */
export const GATEWAY_LIFETIME = 60 * SECOND;

/** How far the time of a report of Telegram Gateway may be from ours. Its documentation says so. */
export const GATEWAY_REPORT_SKEW = 5 * MINUTE;

/** A device counts as known to an account for this long after its last sign-in, whether or not it is signed in. */
export const KNOWN_DEVICE_KEPT = 400 * DAY;

/** SMS that one IP may request. Each costs money, which invites toll fraud. */
export const SMS_PER_IP = [{ max: 20, window: HOUR }] as const;

/**
 * SMS of one IP that the gateway refuses. They use up no other limit, but each calls the gateway and writes an event. Far
 * more than the people behind one IP request while the gateway is down.
 */
export const REFUSED_SMS_PER_IP = [{ max: 60, window: 10 * MINUTE }] as const;

/**
 * Above these a request for a code costs a proof of work, where ABUSE_RULES=enforce (docs/abuse.md). Codes are those of
 * SMS and Telegram Gateway; unverified: nobody has entered it yet.
 */
export const ABUSE = {
  /** Codes of one IP. Far more people than these share the IP of a mobile carrier: they pay a second of computing. */
  codesPerIp: { max: 5, window: HOUR },
  /** Countries of the numbers to which one IP sends. Authgear: 3 per day. */
  countriesPerIp: { max: 3, window: DAY },
  /** Unverified codes of one country and day (UTC): this, or this share of the best day's verified ones. Authgear. */
  unverifiedPerCountry: { least: 20, share: 0.3, days: 14 },
  /** Unverified codes of one hour to numbers that differ in their last digits only: 10,000 numbers. */
  unverifiedNeighbours: { max: 10, window: HOUR, hiddenDigits: 4 },
  /** Wrong codes of one hour over all numbers. Above them, checks of codes from unknown devices have the price. */
  wrongCodes: { max: 1_000, window: HOUR },
} as const;

/** The proof of work (altcha.org, PBKDF2/SHA-256). */
export const PROOF_OF_WORK = {
  /** Iterations of one derivation. The api makes one for each proof that it asks for: half a millisecond. */
  iterations: 2_000,
  /** Derivations until the solution: a random number in this range. A cheap phone of 2019 needs one or two seconds. */
  derivations: [300, 600],
  /** At most so many times as many, the further a rule is exceeded. */
  mostTimes: 4,
  lifetime: 5 * MINUTE,
} as const;

/** The part of SMS_DAILY_LIMIT that only devices known to the number's account can use. */
export const SMS_OF_KNOWN_DEVICES_SHARE = 0.1;

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

/**
 * How long after signing in a session may change the number of its account by a code. After that one more sign-in is
 * asked for (docs/decisions/0040).
 */
export const CHANGE_PROOF_MAX_AGE = 15 * MINUTE;

/** Changes of the number of one account. */
export const CHANGES_PER_ACCOUNT = [{ max: 3, window: DAY }] as const;

/** Wrong service keys from one IP. A right key works from every IP. */
export const FAILED_SERVICE_KEYS_PER_IP = [{ max: 30, window: 10 * MINUTE }] as const;

/**
 * Events are listed once they are so old: their order is final then. Events have the time at which their statement
 * began, and one that runs for 10 seconds is cancelled (database/database.ts).
 */
export const EVENTS_SETTLED_AFTER = 15 * SECOND;

/** A balance at the SMS gateway below it is low: about a hundred SMS. In the gateway's currency (Eskiz: UZS). */
export const SMS_BALANCE_LOW = 10_000;
