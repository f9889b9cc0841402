import type { ChangeEvent, Ref, SyntheticEvent } from 'react';
import { Field } from '../../../components/Field.tsx';
import { useTexts } from '../../../messages/TextsContext.tsx';
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

  function type(event: ChangeEvent<HTMLInputElement>): void {
    const { isComposing } = Object(event.nativeEvent) as Partial<InputEvent>; // any event that changes a field
    // To write into a word that the keyboard still composes would end it, and have it come again.
    if (isComposing) onValue(event.target.value);
    else group(event.target, event.nativeEvent);
  }

  function group(target: HTMLInputElement, nativeEvent: Event): void {
    const typed = { value: target.value, caret: target.selectionStart ?? target.value.length };
    const inputType = nativeEvent instanceof InputEvent ? nativeEvent.inputType : '';
    const grouped = groupTyping(value, typed, inputType);
    // Here and not by React, which would put the caret at the end; and only where it must be, for it ends what can be undone.
    if (grouped.value !== target.value) target.value = grouped.value;
    if (document.activeElement === target && target.selectionStart !== grouped.caret)
      target.setSelectionRange(grouped.caret, grouped.caret);
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
          onChange={type}
          onCompositionEnd={({ currentTarget, nativeEvent }) => group(currentTarget, nativeEvent)}
          onSelect={stayBehind}
        />
      )}
    />
  );
}
