/** A user as the server API shows it. Times are ISO 8601, UTC. */
export interface RaqamUser {
  id: string;
  full_name: string;
  /** E.164. null: another person proved that the number is theirs. */
  phone: string | null;
  telegram_id: number | null;
  first_name: string;
  last_name: string;
  role: 'user' | 'admin';
  /** The number was proved. */
  is_verified: boolean;
  date_joined: string;
  /** null: the user is enabled. */
  disabled_at: string | null;
  last_sign_in_at: string | null;
}

/** A device on which a user is signed in. */
export interface RaqamSession {
  id: string;
  device_id: string;
  device_name: string;
  ip_address: string;
  user_agent: string;
  created_at: string;
  last_used_at: string;
}

/** Something that happened: docs/events.md of Raqam. Ignore types and data that you do not know: more are added. */
export interface RaqamEvent {
  id: number;
  /** Continues a list after this event: keep it as `after` of the next one. */
  cursor: string;
  at: string;
  type: string;
  user_id: string | null;
  session_id: string | null;
  actor: 'user' | 'bot' | 'admin' | 'system';
  ip: string | null;
  user_agent: string | null;
  channel: string | null;
  data: Record<string, unknown>;
}

/** One thing by which a user is found. */
export type UserKey = { id: string } | { phone: string } | { telegram_id: number };

export interface EventFilter {
  user_id?: string | undefined;
  type?: string | undefined;
  /** The `cursor` of an event: the list begins after it. */
  after?: string | undefined;
}
