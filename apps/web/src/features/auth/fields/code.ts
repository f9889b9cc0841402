export const CODE_LENGTH = 6;

type CodeRefusal = 'codeEmpty' | 'codeShape';

export type CodeResult = { ok: true; code: string } | { ok: false; reason: CodeRefusal };

/**
 * What the code field keeps of what was typed or pasted: `123 456` and `123-456` become `123456`, and of a whole message
 * its code is taken.
 */
export function trimCode(input: string): string {
  const compact = input.replace(/[\s\p{Cf}-]/gu, '');
  if (compact.length <= CODE_LENGTH) return compact;
  const [, first, second] = /(?:^|\D)(\d{3})[\s-]?(\d{3})(?!\d)/.exec(input) ?? [];
  return first && second ? first + second : compact.slice(0, CODE_LENGTH);
}

/** ASCII digits only, as the API wants them: others are refused rather than guessed at. */
export function checkCode(input: string): CodeResult {
  if (input === '') return { ok: false, reason: 'codeEmpty' };
  return /^[0-9]{6}$/.test(input) ? { ok: true, code: input } : { ok: false, reason: 'codeShape' };
}
