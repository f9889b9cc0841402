import type { FormEvent } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { Countdown } from '../fields/Countdown.tsx';
import { PhoneField } from '../fields/PhoneField.tsx';
import type { SmsFormState } from './use-sms-form.ts';

/** Where the code goes. */
export function SmsPhoneForm({ form, onTelegram }: { form: SmsFormState; onTelegram: () => void }) {
  const language = useTexts();
  const { sms } = language.messages;
  const { values, problems, busy, fields, wait, hasCode } = form;

  function submit(event: FormEvent): void {
    event.preventDefault();
    void form.send();
  }

  return (
    <form noValidate onSubmit={submit}>
      <p className="rq-lead">{sms.lead}</p>
      <PhoneField
        hint={sms.phoneHint}
        problem={problems.phone?.(language)}
        ref={fields.phone}
        value={values.phone}
        onValue={(value) => form.change('phone', value)}
        readOnly={busy !== undefined}
      />
      <ActionButton
        label={hasCode && wait > 0 ? sms.enterCode : sms.send}
        busyLabel={sms.sending}
        busy={busy === 'sending'}
        disabled={wait > 0 && !hasCode}
      />
      {problems.form && <Alert ref={fields.alert}>{problems.form(language)}</Alert>}
      <Countdown seconds={wait} say={sms.resendIn} />
      {form.showTelegram && <ActionButton label={sms.useTelegram} kind="secondary" onPress={onTelegram} />}
    </form>
  );
}
