export const CODE_LENGTH = 6;

type CodeRefusal = 'codeEmpty' | 'codeShape';

export type CodeResult = { ok: true; code: string } | { ok: false; reason: CodeRefusal };

/**
 * The code field's value after a key or a paste: digits only. From a whole message it takes the code. Digits typed
 * behind a full code begin a new one.
 *
 * @param before the previous value
 */
export function typeCode(input: string, before = ''): string {
  const digits = input.replace(/[^0-9]/g, '');
  if (digits.length <= CODE_LENGTH) return digits;
  if (before.length === CODE_LENGTH && digits.startsWith(before)) return typeCode(digits.slice(CODE_LENGTH));
  const [, first, second] = /(?:^|\D)(\d{3})[\s-]?(\d{3})(?!\d)/.exec(input) ?? [];
  return first && second ? first + second : digits.slice(0, CODE_LENGTH);
}

/** Checks that a code has the six ASCII digits that the API requires. */
export function checkCode(input: string): CodeResult {
  if (input === '') return { ok: false, reason: 'codeEmpty' };
  return /^[0-9]{6}$/.test(input) ? { ok: true, code: input } : { ok: false, reason: 'codeShape' };
}
