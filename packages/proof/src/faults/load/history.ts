/** A session that the api has acknowledged to its client. */
export interface KnownSession {
  id: string;
  userId: string;
  phone: string;
  access: string;
  /** The newest refresh token that reached the client. */
  refresh: string | undefined;
  /** `acknowledged`: the session must be over; `sent`: it may be. */
  logout: 'no' | 'sent' | 'acknowledged';
}

/** A code or a press, and the sessions that it opened. */
export interface Redemption {
  what: string;
  sessions: Set<string>;
}

/** The wrong codes that were tried at the only challenge of a number. */
interface Guesses {
  phone: string;
  sent: number;
  /** Answered with `code_incorrect` while the code was alive. */
  acknowledged: number;
}

/** What the clients of a load know, which is all that the database is checked against. */
export interface History {
  sessions: KnownSession[];
  redemptions: Redemption[];
  guesses: Guesses[];
  /** Numbers, tokens and secrets, which no log may hold. */
  secrets: Set<string>;
  /** Answers that no client may get, such as a 400 to the right code. */
  failures: string[];
  /** Journeys that came to their end, by kind. */
  done: Map<string, number>;
  /** Journeys that a limit ended, which an outage may cause: the code expired, say. */
  abandoned: number;
}

export function createHistory(): History {
  return {
    sessions: [],
    redemptions: [],
    guesses: [],
    secrets: new Set(),
    failures: [],
    done: new Map(),
    abandoned: 0,
  };
}

/** The session's id in an access token. */
export function sessionOf(access: string): string {
  const [, claims = ''] = access.split('.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString()).sid;
}
