/** Seconds between two calls, at most, as the model counts them: it makes the order of all times clear. */
const TICK = 0.001;
const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

export interface User {
  id: string;
  phone: string | undefined;
  telegram: number | undefined;
  isVerified: boolean;
  /** Gateway has proved this number. */
  isProvedByGateway: boolean;
  /** When somebody proved the number while the user was away. */
  questionedAt: number | undefined;
  isDisabled: boolean;
  /** When they joined or proved their number last. */
  provedAt: number;
}

/** Somebody proved the number while the user was away, and the user has not proved it since. */
export function isInQuestion({ questionedAt = Number.NEGATIVE_INFINITY, provedAt }: User): boolean {
  return questionedAt > provedAt;
}

/** One device of one user: its newest session, which may be over. */
export interface Session {
  id: string;
  /** Of the challenge that opened it; known once the database was read. */
  challenge: string | undefined;
  user: User;
  device: string;
  createdAt: number;
  rotatedAt: number;
  usedAt: number;
  generation: number;
  /** The client has shown an access token of the newest generation. */
  isNewestUsed: boolean;
  isEnded: boolean;
  /** Its browser is not remembered. */
  isForgotten: boolean;
  /** The browser that opened it. */
  openedBy: string;
  /** The sign-in created the account. */
  isFirst: boolean;
  proof: string;
}

/** A challenge of a number: every client that knows number and code can use it. */
export interface NumberCode {
  channel: 'telegram' | 'sms';
  phone: string;
  code: string;
  telegram: number | undefined;
  proof: 'contact' | 'typed' | 'sms';
  state: 'waiting' | 'collected' | 'refused' | 'declined';
  /** No newer one has replaced it. */
  isCurrent: boolean;
  tries: number;
  knownTries: number;
  issuedAt: number;
  expiresAt: number;
  collectedAt: number | undefined;
  session: Session | undefined;
  wasAsked: boolean;
}

/** A challenge of one browser. */
export interface Challenge {
  id: string;
  secret: string;
  nonce: string;
  number: string;
  choices: string[];
  device: string;
  /** Of a change of number: the session that started it. */
  change: { user: User; session: Session } | undefined;
  state: 'waiting' | 'opened' | 'approved' | 'collected' | 'declined' | 'wrong_number' | 'taken' | 'refused';
  channel: 'telegram' | 'sms' | 'gateway' | undefined;
  telegram: number | undefined;
  phone: string | undefined;
  proof: 'approval' | 'contact' | 'sms' | 'gateway' | undefined;
  /** The code that it sent last. */
  code: string | undefined;
  /** The number that this code is for, and whether SMS alone carries it. */
  codeOf: string | undefined;
  tries: number;
  needsSms: boolean;
  /** The number at which the person was asked whether it is new to them. */
  askedAt: string | undefined;
  expiresAt: number;
  collectedAt: number | undefined;
  session: Session | undefined;
}

/** What Telegram told a person. */
export interface Alert {
  kind: 'new_device' | 'number_lost' | 'number_changed';
  id: string | undefined;
  /** Of the challenge that signed in: by it the alert is known. */
  session: Session | undefined;
  user: User;
  telegram: number;
  device: string | undefined;
  at: number;
  /** Of a change: what is restored. */
  former: { phone: string | undefined; isVerified: boolean; provedAt: number } | undefined;
  isUndone: boolean;
}

/** Tokens that a client was given. */
export interface Token {
  session: string;
  user: string;
  generation: number;
  access: string;
  refresh: string;
  at: number;
}

/** A browser, with its own device_id and user agent. */
export interface Browser {
  name: string;
  device: string;
  /** All tokens that it ever got, the newest last. */
  tokens: Token[];
  /** The cookie by which it is remembered. */
  remembered: { cookie: string; session: string } | undefined;
}

/** A code that was sent to somebody. */
export interface KnownCode {
  phone: string;
  channel: 'telegram' | 'sms' | 'gateway';
  code: string;
}

/** What the database should hold, and what the clients know. Times are seconds since the start. */
export class World {
  now = 0;
  users: User[] = [];
  sessions: Session[] = [];
  codes: NumberCode[] = [];
  challenges: Challenge[] = [];
  alerts: Alert[] = [];
  known: KnownCode[] = [];
  /** Times of what is counted, the newest first. */
  counted = new Map<string, number[]>();
  browsers: Browser[] = ['laptop', 'phone', 'stranger'].map((name) => ({
    name,
    device: `device-of-${name}`,
    tokens: [],
    remembered: undefined,
  }));

  tick(): number {
    this.now += TICK;
    return this.now;
  }

  userOf(telegram: number | undefined): User | undefined {
    return telegram === undefined ? undefined : this.users.find((user) => user.telegram === telegram);
  }

  holderOf(phone: string | undefined): User | undefined {
    return phone === undefined ? undefined : this.users.find((user) => user.phone === phone);
  }

  sessionOf(id: string | undefined): Session | undefined {
    return this.sessions.find((session) => session.id === id);
  }

  /** The live challenge of a number. */
  codeOf(channel: string, phone: string): NumberCode | undefined {
    return this.codes.find((code) => code.isCurrent && code.channel === channel && code.phone === phone);
  }

  /** It can be refreshed: 14 days without use, 30 days at most. */
  isAlive({ isEnded, rotatedAt, createdAt }: Session): boolean {
    return !isEnded && this.now - rotatedAt < 14 * DAY && this.now - createdAt < 30 * DAY;
  }

  /** Its access tokens count. */
  isOpen({ isEnded, createdAt, user }: Session): boolean {
    return !isEnded && !user.isDisabled && this.now - createdAt < 30 * DAY;
  }

  /** Seconds since the user used a session or proved the number. */
  idleOf = (user: User): number => {
    const used = this.sessions.filter((session) => session.user === user);
    return this.now - Math.max(user.provedAt, ...used.flatMap(({ usedAt, rotatedAt }) => [usedAt, rotatedAt]));
  };

  /** Whether P, verified, was signed in on the device before; the device names itself or shows an access token. */
  isKnownDevice(phone: string, device: string | undefined, token: Token | undefined): boolean {
    const P = this.holderOf(phone);
    return (
      P?.isVerified === true &&
      this.sessions.some(
        (session) => session.user === P && (session.device === device || session.id === token?.session),
      )
    );
  }

  /** The access token that a browser sends: the newest, for ten minutes. */
  accessOf(browser: Browser): Token | undefined {
    const newest = browser.tokens.at(-1);
    return newest && this.now - newest.at < 10 * MINUTE ? newest : undefined;
  }

  count(subject: string, keep = 20): void {
    this.counted.set(subject, [this.now, ...(this.counted.get(subject) ?? [])].slice(0, keep));
  }

  countedWithin(subject: string, seconds: number): number {
    return (this.counted.get(subject) ?? []).filter((at) => this.now - at < seconds).length;
  }

  /** Ten failed attempts in an hour or twenty in a day lock a number, for unknown and for known devices apart. */
  isLocked(subject: string): boolean {
    return this.countedWithin(subject, HOUR) >= 10 || this.countedWithin(subject, DAY) >= 20;
  }

  /** Three refused cards in an hour: none is approved. */
  hasRefusedCards(telegram: number): boolean {
    return this.countedWithin(`card:${telegram}`, HOUR) >= 3;
  }

  /** Deletes the rows of sessions: their devices are not known any more. */
  dropSessions(isDropped: (session: Session) => boolean): void {
    this.sessions = this.sessions.filter((session) => !isDropped(session));
  }
}
