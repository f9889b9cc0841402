import { groupTypedPhone, normalisePhone, type PhoneResult } from '@raqam/shared/phone';
import { PHONE_PRESET } from './phone-preset.ts';

/** Whether the field holds only its preset. */
export function isBlankPhone(value: string): boolean {
  return value.trim() === '' || value.trim() === PHONE_PRESET.trim();
}

/** The number in the field, or the reason why it is not one. */
export function readPhone(value: string): PhoneResult {
  return isBlankPhone(value) ? { ok: false, reason: 'empty' } : normalisePhone(value);
}

interface Typed {
  value: string;
  /** The position of the caret in it. */
  caret: number;
}

/** Groups the value after a key or a paste. `before` is the previous value. */
export function groupTyping(before: string, typed: Typed, inputType: string): Typed {
  let head = withoutMarks(typed.value.slice(0, typed.caret));
  let tail = withoutMarks(typed.value.slice(typed.caret));
  // A deleted gap would come back, so the digit beyond it is deleted
  if (typed.value.length < before.length && withoutGaps(typed.value) === withoutGaps(before)) {
    if (inputType === 'deleteContentBackward') head = head.replace(/\d(\D*)$/, '$1');
    if (inputType === 'deleteContentForward') tail = tail.replace(/\d/, '');
  }
  const value = groupTypedPhone(head + tail);
  if (value === head + tail) return { value, caret: head.length };
  // Counted from the end, because grouping may add the country code in front
  let digits = countDigits(tail);
  let caret = value.length;
  while (digits > 0) {
    caret -= 1;
    if (/\d/.test(value[caret] ?? '')) digits -= 1;
  }
  return { value, caret };
}

/** Numbers copied from a phone's contacts come between invisible marks, such as U+202D and U+202C. */
function withoutMarks(text: string): string {
  return text.replace(/\p{Cf}/gu, '');
}

function withoutGaps(text: string): string {
  return text.replaceAll(' ', '');
}

function countDigits(text: string): number {
  return text.replace(/\D/g, '').length;
}
