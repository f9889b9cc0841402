import type { FormEvent } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { CodeField } from '../fields/CodeField.tsx';
import { Countdown } from '../fields/Countdown.tsx';
import { PhoneField } from '../fields/PhoneField.tsx';
import type { SignupFormState } from './use-signup-form.ts';

/** Phone and code. The browser's own checks are off: its bubbles speak the browser's language, not the page's. */
export function SignupForm({ form }: { form: SignupFormState }) {
  const texts = useTexts();
  const { signUp, failures } = texts.messages;
  const { values, problems, busy, wait, fields } = form;

  function submit(event: FormEvent): void {
    event.preventDefault();
    void form.submit();
  }

  return (
    <form noValidate onSubmit={submit}>
      <PhoneField
        hint={signUp.phoneHint}
        problem={problems.phone?.(texts)}
        ref={fields.phone}
        value={values.phone}
        onValue={(value) => form.change('phone', value)}
        readOnly={busy}
      />
      <CodeField
        label={signUp.code}
        problem={problems.code?.(texts)}
        ref={fields.code}
        value={values.code}
        onValue={(value) => form.change('code', value)}
        readOnly={busy}
      />
      <ActionButton label={signUp.submit} busyLabel={signUp.submitting} busy={busy} disabled={wait > 0} />
      {problems.form && <Alert ref={fields.alert}>{problems.form(texts)}</Alert>}
      <Countdown seconds={wait} say={failures.retryAfter} />
    </form>
  );
}
