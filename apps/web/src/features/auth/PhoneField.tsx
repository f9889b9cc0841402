import type { ChangeEvent, Ref, SyntheticEvent } from 'react';
import { Field } from '../../components/Field.tsx';
import { useTexts } from '../../messages/TextsContext.tsx';
import { groupTyping, isBlankPhone } from './phone-typing.ts';

interface PhoneFieldProps {
  hint: string;
  problem: string | undefined;
  value: string;
  onValue: (value: string) => void;
  readOnly: boolean;
  ref: Ref<HTMLInputElement>;
}

/** A phone number in any spelling, grouped while it is typed; the browser may offer the person's own. */
export function PhoneField({ hint, problem, value, onValue, readOnly, ref }: PhoneFieldProps) {
  const { signUp } = useTexts().messages;

  function group({ target, nativeEvent }: ChangeEvent<HTMLInputElement>): void {
    const typed = { value: target.value, caret: target.selectionStart ?? target.value.length };
    const inputType = nativeEvent instanceof InputEvent ? nativeEvent.inputType : '';
    const grouped = groupTyping(value, typed, inputType);
    // Here and not by React, which would put the caret at the end.
    target.value = grouped.value;
    if (document.activeElement === target) target.setSelectionRange(grouped.caret, grouped.caret);
    onValue(grouped.value);
  }

  /** A tap into the field that holds the country code alone: what is typed belongs behind it. */
  function stayBehind({ currentTarget }: SyntheticEvent<HTMLInputElement>): void {
    const end = currentTarget.value.length;
    const { selectionStart, selectionEnd } = currentTarget;
    if (isBlankPhone(value) && selectionStart === selectionEnd && selectionStart !== end)
      currentTarget.setSelectionRange(end, end);
  }

  return (
    <Field
      label={signUp.phone}
      hint={hint}
      problem={problem}
      input={(props) => (
        <input
          {...props}
          ref={ref}
          type="tel"
          name="phone"
          autoComplete="tel"
          inputMode="tel"
          required
          readOnly={readOnly}
          value={value}
          onChange={group}
          onSelect={stayBehind}
        />
      )}
    />
  );
}
