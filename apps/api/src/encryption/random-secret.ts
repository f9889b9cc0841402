import { hash } from 'node:crypto';

const RANDOM_BYTES = 32;

/** Makes a secret for another service. It is shown once; the database has only its digest. */
export function makeRandomSecret(randomBytes: (length: number) => Buffer, prefix = ''): string {
  return prefix + randomBytes(RANDOM_BYTES).toString('base64url');
}

/** The form in which such a secret is stored. It has 256 random bits, so that nothing slower is needed. */
export function digestRandomSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}
