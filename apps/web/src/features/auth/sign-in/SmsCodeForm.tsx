import { formatPhone, type Phone } from '@raqam/shared/phone';
import type { FormEvent } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { CodeField } from '../fields/CodeField.tsx';
import { Countdown } from '../fields/Countdown.tsx';
import { useSmsCode } from './use-sms-code.ts';
import type { SmsFormState } from './use-sms-form.ts';

interface SmsCodeFormProps {
  form: SmsFormState;
  sentTo: Phone;
  onTelegram: () => void;
}

/** The code that was sent, another one, or another number. */
export function SmsCodeForm({ form, sentTo, onTelegram }: SmsCodeFormProps) {
  const language = useTexts();
  const { signUp, sms } = language.messages;
  const { values, problems, busy, fields, wait } = form;
  useSmsCode(form.round, (code) => void form.submit(code));

  function submit(event: FormEvent): void {
    event.preventDefault();
    void form.submit();
  }

  return (
    <form noValidate onSubmit={submit}>
      {/* No-break spaces: the number must not fall apart at the end of a line. */}
      <p role="status">{sms.enterCodeFor(formatPhone(sentTo).replaceAll(' ', '\u00a0'))}</p>
      <CodeField
        label={sms.code}
        problem={problems.code?.(language)}
        ref={fields.code}
        value={values.code}
        onValue={(value) => form.change('code', value)}
        readOnly={busy !== undefined}
      />
      <ActionButton
        label={sms.submit}
        busyLabel={signUp.submitting}
        busy={busy === 'checking'}
        disabled={busy === 'sending'}
      />
      {problems.form && <Alert ref={fields.alert}>{problems.form(language)}</Alert>}
      <div className="rq-actions">
        <ActionButton
          label={sms.resend}
          busyLabel={sms.sending}
          busy={busy === 'sending'}
          disabled={wait > 0 || busy === 'checking'}
          kind="secondary"
          onPress={() => void form.send()}
        />
        <Countdown seconds={wait} say={sms.resendIn} />
        <ActionButton
          label={sms.changePhone}
          disabled={busy !== undefined}
          kind="secondary"
          onPress={form.changePhone}
        />
        {form.showTelegram && <ActionButton label={sms.useTelegram} kind="secondary" onPress={onTelegram} />}
      </div>
    </form>
  );
}
