import type { FormEvent } from 'react';
import { ActionButton } from '../../../../components/ActionButton.tsx';
import { Alert } from '../../../../components/Alert.tsx';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { StepLinks } from '../../attempt/StepLinks.tsx';
import { Countdown } from '../../fields/Countdown.tsx';
import { PhoneField } from '../../fields/PhoneField.tsx';
import type { SmsForm } from './use-sms-form.ts';

interface SmsStepProps {
  form: SmsForm;
  onBack: () => void;
  onTelegram: () => void;
}

/** The step for the number that gets a code. */
export function SmsPhoneStep({ form: state, onBack, onTelegram }: SmsStepProps) {
  const texts = useAllTexts();
  const { sms } = texts.messages;
  const { form, wait, hasCode, sending } = state;

  function submit(event: FormEvent): void {
    event.preventDefault();
    void state.send();
  }

  return (
    <>
      <p className="rq-lead">{sms.lead}</p>
      <form noValidate onSubmit={submit}>
        <PhoneField
          hint={sms.phoneHint}
          problem={form.problems.phone?.(texts)}
          ref={form.ref('phone')}
          value={state.phone}
          onValue={state.changePhone}
          readOnly={form.busy}
        />
        <ActionButton
          label={hasCode && wait > 0 ? sms.enterCode : sms.send}
          busyLabel={sms.sending}
          busy={sending}
          disabled={wait > 0 && !hasCode}
        />
        {form.problems.form && <Alert ref={form.ref('form')}>{form.problems.form(texts)}</Alert>}
        <Countdown seconds={wait} say={sms.resendIn} />
        {state.telegramHelps && <ActionButton label={sms.useTelegram} kind="secondary" onPress={onTelegram} />}
      </form>
      <StepLinks
        onBack={onBack}
        other={state.telegramHelps || !state.hasBot ? undefined : { label: sms.byTelegram, onPress: onTelegram }}
      />
    </>
  );
}
