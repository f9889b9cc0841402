import type { ComponentProps } from 'react';
import { TextField } from '../../components/TextField.tsx';
import { useLanguage } from '../language/LanguageContext.tsx';

type PhoneFieldProps = Pick<
  ComponentProps<typeof TextField>,
  'hint' | 'problem' | 'ref' | 'value' | 'onValue' | 'readOnly'
>;

/** A phone number in any spelling; the browser may offer the person's own. */
export function PhoneField(props: PhoneFieldProps) {
  const { signUp } = useLanguage().messages;
  return (
    <TextField
      {...props}
      label={signUp.phone}
      type="tel"
      name="phone"
      autoComplete="tel"
      inputMode="tel"
      placeholder="+998"
      required
    />
  );
}
