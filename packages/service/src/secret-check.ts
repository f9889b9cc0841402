import { hash, timingSafeEqual } from 'node:crypto';

/**
 * Makes a function that checks whether a value is one of `secrets`. It compares hashes in constant time, so its
 * duration reveals neither length nor content of a secret. A value that is not a string never matches.
 */
export function createSecretCheck(secrets: readonly string[]): (given: unknown) => boolean {
  const digest = (text: string) => hash('sha256', text, 'buffer');
  const right = secrets.map(digest);
  return (given) => {
    const candidate = digest(typeof given === 'string' ? given : '');
    return right.map((secret) => timingSafeEqual(secret, candidate)).includes(true);
  };
}
