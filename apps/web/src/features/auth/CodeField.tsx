import type { ComponentProps } from 'react';
import { TextField } from '../../components/TextField.tsx';
import { useLanguage } from '../language/LanguageContext.tsx';

type CodeFieldProps = Pick<
  ComponentProps<typeof TextField>,
  'label' | 'problem' | 'ref' | 'value' | 'onValue' | 'readOnly'
>;

/** The six digits; the keyboard may offer the code out of the SMS. */
export function CodeField(props: CodeFieldProps) {
  const { signUp } = useLanguage().messages;
  return (
    <TextField
      {...props}
      hint={signUp.codeHint}
      className="code-input"
      type="text"
      name="code"
      autoComplete="one-time-code"
      inputMode="numeric"
      required
    />
  );
}
