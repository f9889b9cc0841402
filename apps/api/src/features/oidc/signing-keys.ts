import { generateKeyPair, type JsonWebKey } from 'node:crypto';
import { promisify } from 'node:util';
import type { Database } from '../../database/database.ts';
import type { KeyRing, SigningKey } from '../../keys.ts';
import { findSigningKey, insertSigningKey } from './oidc.queries.ts';

/** Encrypts what one value of SECRET_KEY protects. */
export interface Vault {
  encrypt(text: string): string;
  decrypt(token: string): string | undefined;
}

const MODULUS_BITS = 2048;

/**
 * The private keys of ID tokens as JWKs, those that sign first. For each value of SECRET_KEY there are its key of ES256
 * and one of RS256. The latter can't be derived: whoever needs it first makes it, and it is stored under that value
 * alone, so that it lives exactly as long as that value is listed.
 */
export async function loadSigningKeys(
  db: Database,
  signing: KeyRing<SigningKey>,
  vaults: KeyRing<Vault>,
): Promise<JsonWebKey[]> {
  const keys: JsonWebKey[] = [];
  for (const [position, { kid, privateKey }] of signing.entries()) {
    const vault = vaults[position];
    if (vault === undefined) throw new Error('Each key has its vault');
    const ofEs256 = { ...privateKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' };
    keys.push(await loadRsaKey(db, kid, vault), ofEs256);
  }
  return keys;
}

async function loadRsaKey(db: Database, kid: string, vault: Vault): Promise<JsonWebKey> {
  const stored = await findRsaKey(db, kid, vault);
  if (stored) return stored;
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_BITS });
  const made = JSON.stringify({ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' });
  await db.run(insertSigningKey, { kid, private_key: vault.encrypt(made) });
  const kept = await findRsaKey(db, kid, vault); // another process may have been first
  if (kept === undefined) throw new Error('The stored signing key is gone');
  return kept;
}

async function findRsaKey(db: Database, kid: string, vault: Vault): Promise<JsonWebKey | undefined> {
  const [row] = await db.run(findSigningKey, { kid });
  if (row === undefined) return undefined;
  const text = vault.decrypt(row.private_key);
  if (text === undefined) throw new Error('The stored signing key can’t be decrypted');
  return JSON.parse(text);
}
