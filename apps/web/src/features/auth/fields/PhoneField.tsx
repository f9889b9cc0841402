import type { ChangeEvent, Ref, SyntheticEvent } from 'react';
import { Field } from '../../../components/fields/Field.tsx';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { groupTyping, isBlankPhone, readPhone } from './phone-typing.ts';

interface PhoneFieldProps {
  hint: string;
  problem: string | undefined;
  value: string;
  onValue: (value: string) => void;
  readOnly: boolean;
  ref: Ref<HTMLInputElement>;
}

/**
 * A phone number in any spelling, grouped while typed; the browser may suggest the person's own. A letter is refused
 * at once, and stays in the field so that the person sees what they typed.
 */
export function PhoneField({ hint, problem, value, onValue, readOnly, ref }: PhoneFieldProps) {
  const { signUp, api } = useAllTexts().messages;
  const typed = readPhone(value);
  // Other reasons may be only that the number is not complete yet
  const refusal = !typed.ok && typed.reason === 'characters' ? api.fields.phone_characters : undefined;

  function type(event: ChangeEvent<HTMLInputElement>): void {
    const { isComposing } = Object(event.nativeEvent) as Partial<InputEvent>; // any event that changes a field
    // Changing the value during composition would end it, and the keyboard would insert the text again
    if (isComposing) onValue(event.target.value);
    else group(event.target, event.nativeEvent);
  }

  function group(target: HTMLInputElement, nativeEvent: Event): void {
    const typed = { value: target.value, caret: target.selectionStart ?? target.value.length };
    const inputType = nativeEvent instanceof InputEvent ? nativeEvent.inputType : '';
    const grouped = groupTyping(value, typed, inputType);
    // Not by React, which would move the caret to the end; and only if it changes, because it clears the undo history
    if (grouped.value !== target.value) target.value = grouped.value;
    if (document.activeElement === target && target.selectionStart !== grouped.caret)
      target.setSelectionRange(grouped.caret, grouped.caret);
    onValue(grouped.value);
  }

  /** Moves the caret behind the country code when the field holds nothing else. */
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
      problem={problem ?? refusal}
      input={(props) => (
        <input
          {...props}
          ref={ref}
          type="tel"
          name="phone"
          autoComplete="tel webauthn"
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
