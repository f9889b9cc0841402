/** The keys in this browser's storage. Nothing secret is among them: tokens never get here. */
export type StoredKey = 'raqam.language' | 'raqam.device-id' | 'raqam.signed-in';

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
