export const CODE_LENGTH = 6;

type CodeRefusal = 'codeEmpty' | 'codeShape';

export type CodeResult = { ok: true; code: string } | { ok: false; reason: CodeRefusal };

/**
 * What the code field holds after a key or a paste: digits and nothing else. Of a whole message its code is taken.
 * `before`: what the field held. Digits typed behind a full code begin a new one.
 */
export function typeCode(input: string, before = ''): string {
  const digits = input.replace(/[^0-9]/g, '');
  if (digits.length <= CODE_LENGTH) return digits;
  if (before.length === CODE_LENGTH && digits.startsWith(before)) return typeCode(digits.slice(CODE_LENGTH));
  const [, first, second] = /(?:^|\D)(\d{3})[\s-]?(\d{3})(?!\d)/.exec(input) ?? [];
  return first && second ? first + second : digits.slice(0, CODE_LENGTH);
}

/** Whether a code can be sent: six ASCII digits, as the API wants them. */
export function checkCode(input: string): CodeResult {
  if (input === '') return { ok: false, reason: 'codeEmpty' };
  return /^[0-9]{6}$/.test(input) ? { ok: true, code: input } : { ok: false, reason: 'codeShape' };
}
