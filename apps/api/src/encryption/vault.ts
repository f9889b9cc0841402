import { randomBytes } from 'node:crypto';
import { deriveKeys } from '../keys.ts';
import type { OneOrTwo } from '../read-lists.ts';
import { createFernet, type Fernet } from './fernet.ts';

/** Encrypts the secrets that the database has to give back, such as those of webhooks. */
export function openVault(secretKeys: OneOrTwo<string>): Fernet {
  return createFernet(deriveKeys(secretKeys).vault, Date.now, randomBytes);
}
