/** The keys in this browser's storage. None of the values is secret: tokens are never stored. */
export type StoredKey =
  | 'raqam.language'
  | 'raqam.device-id'
  | 'raqam.signed-in'
  /** The masked number of the account that was signed in last. */
  | 'raqam.account'
  /** This browser has made or used a passkey. */
  | 'raqam.passkey'
  /** When a passkey was offered and declined (milliseconds since 1970). */
  | 'raqam.passkey-declined';

/** The value, null when there is none, undefined when storage is unavailable (private modes, blocked cookies). */
export function readStored(key: StoredKey): string | null | undefined {
  try {
    return localStorage.getItem(key);
  } catch {
    return undefined;
  }
}

/** Writes the value, or removes it (null). False when storage is unavailable. */
export function writeStored(key: StoredKey, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

/**
 * The keys in this tab's storage, for an unfinished sign-in: phones may unload the tab while the person is in Telegram
 * or reads the SMS.
 */
export type KeptKey =
  | `raqam.${'sign-in' | 'press'}.${'page' | 'dialog' | 'interaction' | 'change'}`
  | 'raqam.bot-link'
  | 'raqam.mini-app';

/** The lifetime of the bot's code. */
const KEEP_MS = 10 * 60 * 1000;

/** The value that this tab kept; undefined if there is none, if it is older than ten minutes, or without storage. */
export function readKept(key: KeptKey): unknown {
  try {
    const { at, value } = Object(JSON.parse(sessionStorage.getItem(key) ?? 'null'));
    if (typeof at === 'number' && Math.abs(Date.now() - at) < KEEP_MS) return value;
    sessionStorage.removeItem(key);
  } catch {
    // No storage, or a value that is not ours: nothing is kept.
  }
  return undefined;
}

/** Keeps the value for ten minutes, or removes it (undefined). Without storage a reload starts over. */
export function writeKept(key: KeptKey, value: unknown): void {
  try {
    if (value === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify({ at: Date.now(), value }));
  } catch {
    // No storage.
  }
}
