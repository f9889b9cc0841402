/** Printed in the place of a secret. */
const REPLACEMENT = '[secret]';

/**
 * The last line of defence: removes every known secret from a text, and the control characters with which an examined
 * server could write to the operator's terminal.
 */
export function createRedactor(): { addSecret(secret: string): void; redact(text: string): string } {
  const secrets = new Set<string>();
  return {
    addSecret(secret) {
      if (secret !== '') secrets.add(secret);
    },
    redact(text) {
      const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
      const redacted = longestFirst.reduce((rest, secret) => rest.replaceAll(secret, REPLACEMENT), text);
      return redacted.replace(/\p{Cc}/gu, ' ');
    },
  };
}
