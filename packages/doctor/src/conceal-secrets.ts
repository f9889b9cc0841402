/** Stands for a secret in what is printed. */
const CURTAIN = '[secret]';

/**
 * The last line of defence: takes every secret that it was told of out of a text, and the control characters
 * with which an examined server could write on the operator's terminal.
 */
export function createCurtain(): { conceal(secret: string): void; hide(text: string): string } {
  const secrets = new Set<string>();
  return {
    conceal(secret) {
      if (secret !== '') secrets.add(secret);
    },
    hide(text) {
      const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
      const hidden = longestFirst.reduce((rest, secret) => rest.replaceAll(secret, CURTAIN), text);
      return hidden.replace(/\p{Cc}/gu, ' ');
    },
  };
}
