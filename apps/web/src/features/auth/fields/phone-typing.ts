import { groupTypedPhone, normalisePhone, type PhoneResult } from '@raqam/shared/phone';

/** What the phone field holds at first: most people have a number of Uzbekistan. */
export const PHONE_PRESET = '+998 ';

/** Whether the field holds no more than its preset. */
export function isBlankPhone(value: string): boolean {
  return value.trim() === '' || value.trim() === PHONE_PRESET.trim();
}

/** The number in the field, or why it is none. */
export function readPhone(value: string): PhoneResult {
  return isBlankPhone(value) ? { ok: false, reason: 'empty' } : normalisePhone(value);
}

interface Typed {
  value: string;
  /** Where the caret stands in it. */
  caret: number;
}

/** Groups what the browser made of a key or a paste. `before`: what the field held until then. */
export function groupTyping(before: string, typed: Typed, inputType: string): Typed {
  let head = withoutMarks(typed.value.slice(0, typed.caret));
  let tail = withoutMarks(typed.value.slice(typed.caret));
  // Whoever deletes a gap, which would come back, means the digit beyond it.
  if (typed.value.length < before.length && countDigits(typed.value) === countDigits(before)) {
    if (inputType === 'deleteContentBackward') head = head.replace(/\d(\D*)$/, '$1');
    if (inputType === 'deleteContentForward') tail = tail.replace(/\d/, '');
  }
  const value = groupTypedPhone(head + tail);
  if (value === head + tail) return { value, caret: head.length };
  // Counted from the end, for grouping may put the country code in front.
  let digits = countDigits(tail);
  let caret = value.length;
  while (digits > 0) {
    caret -= 1;
    if (/\d/.test(value[caret] ?? '')) digits -= 1;
  }
  return { value, caret };
}

/** Contacts copied from a phone come between marks that nobody sees, such as U+202D and U+202C. */
function withoutMarks(text: string): string {
  return text.replace(/\p{Cf}/gu, '');
}

function countDigits(text: string): number {
  return text.replace(/\D/g, '').length;
}
