export const CODE_LENGTH = 6;

type CodeRefusal = 'codeEmpty' | 'codeShape';

export type CodeResult = { ok: true; code: string } | { ok: false; reason: CodeRefusal };

/** What the code field keeps of what was typed or pasted: `123 456` and `123-456` become `123456`. */
export function trimCode(input: string): string {
  return input.replace(/[\s-]/g, '').slice(0, CODE_LENGTH);
}

/** ASCII digits only, as the API wants them: others are refused rather than guessed at. */
export function checkCode(input: string): CodeResult {
  if (input === '') return { ok: false, reason: 'codeEmpty' };
  return /^[0-9]{6}$/.test(input) ? { ok: true, code: input } : { ok: false, reason: 'codeShape' };
}
