import type { FormEvent } from 'react';
import { ActionButton } from '../../components/ActionButton.tsx';
import { Alert } from '../../components/Alert.tsx';
import { useLanguage } from '../language/LanguageContext.tsx';
import { CodeField } from './CodeField.tsx';
import { PhoneField } from './PhoneField.tsx';
import type { SignupFormState } from './use-signup-form.ts';

/** Phone and code. The browser's own checks are off: its bubbles speak the browser's language, not the page's. */
export function SignupForm({ form }: { form: SignupFormState }) {
  const language = useLanguage();
  const { signUp } = language.messages;
  const { values, problems, busy, fields } = form;

  function submit(event: FormEvent): void {
    event.preventDefault();
    void form.submit();
  }

  return (
    <form noValidate onSubmit={submit}>
      {problems.form && <Alert ref={fields.alert}>{problems.form(language)}</Alert>}
      <PhoneField
        hint={signUp.phoneHint}
        problem={problems.phone?.(language)}
        ref={fields.phone}
        value={values.phone}
        onValue={(value) => form.change('phone', value)}
        readOnly={busy}
      />
      <CodeField
        label={signUp.code}
        problem={problems.code?.(language)}
        ref={fields.code}
        value={values.code}
        onValue={(value) => form.change('code', value)}
        readOnly={busy}
      />
      <ActionButton label={signUp.submit} busyLabel={signUp.submitting} busy={busy} />
      <p className="hint">{signUp.keepCodeSecret}</p>
    </form>
  );
}
