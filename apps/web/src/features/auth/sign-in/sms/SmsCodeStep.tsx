import { formatPhone } from '@raqam/shared/format-phone';
import type { FormEvent } from 'react';
import { ActionButton } from '../../../../components/ActionButton.tsx';
import { Alert } from '../../../../components/Alert.tsx';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { StepLinks } from '../../attempt/StepLinks.tsx';
import { CodeField } from '../../fields/CodeField.tsx';
import { Countdown } from '../../fields/Countdown.tsx';
import { useSmsCode } from './use-sms-code.ts';
import type { SmsForm } from './use-sms-form.ts';

interface SmsCodeStepProps {
  form: SmsForm;
  onBack: () => void;
  onTelegram: () => void;
}

/** The step for the SMS code, with the ways to a new code and to another number. */
export function SmsCodeStep({ form: state, onBack, onTelegram }: SmsCodeStepProps) {
  const texts = useAllTexts();
  const { signUp, sms } = texts.messages;
  const { form, wait, sentTo = '' } = state;
  useSmsCode(state.round, state.takeCode);

  function submit(event: FormEvent): void {
    event.preventDefault();
    void state.submit();
  }

  const says = { sent: sms.enterCodeFor, late: sms.lateFor };
  return (
    <>
      {/* No-break spaces keep the number on one line. */}
      <p role="status">{says[state.sms](formatPhone(sentTo).replaceAll(' ', '\u00a0'))}</p>
      <form noValidate onSubmit={submit}>
        <CodeField
          label={sms.code}
          problem={form.problems.code?.(texts)}
          ref={form.ref('code')}
          value={state.code}
          onValue={state.changeCode}
          readOnly={form.busy}
        />
        {!state.needsNewCode && (
          <ActionButton
            label={sms.submit}
            busyLabel={signUp.submitting}
            busy={state.checking}
            disabled={state.sending}
          />
        )}
        {form.problems.form && <Alert ref={form.ref('form')}>{form.problems.form(texts)}</Alert>}
        <div className="rq-resend">
          {wait > 0 ? (
            <Countdown seconds={wait} say={sms.resendIn} />
          ) : (
            <ActionButton
              label={sms.resend}
              busyLabel={sms.sending}
              busy={state.sending}
              disabled={state.checking}
              kind={state.needsNewCode ? 'primary' : 'secondary'}
              onPress={() => void state.send()}
            />
          )}
        </div>
        {state.telegramHelps && <ActionButton label={sms.useTelegram} kind="secondary" onPress={onTelegram} />}
      </form>
      <StepLinks onBack={onBack} other={{ label: sms.byTelegram, onPress: onTelegram }} />
    </>
  );
}
