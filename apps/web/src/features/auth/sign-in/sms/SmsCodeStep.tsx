import type { CodeChannel } from '@raqam/shared/contract/challenges';
import { formatPhone } from '@raqam/shared/format-phone';
import { type FormEvent, useState } from 'react';
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

/** The step for a code that was sent to the number: where it is, and the ways to it on another channel or to a new one. */
export function SmsCodeStep({ form: state, onBack, onTelegram }: SmsCodeStepProps) {
  const texts = useAllTexts();
  const { signUp, sms } = texts.messages;
  const { form, channel, needsSms } = state;
  /** The space of its text stays reserved, so that nothing moves when the API falls back to another channel. */
  const [firstChannel] = useState(channel);
  useSmsCode(state.round, state.takeCode);

  function submit(event: FormEvent): void {
    event.preventDefault();
    void state.submit();
  }

  // No-break spaces keep the number on one line
  const number = formatPhone(state.sentTo ?? '').replaceAll(' ', '\u00a0');
  const describe = (each: CodeChannel) => sms.sentTo[each][state.delivery](number);
  return (
    <>
      {!needsSms && (
        <div className="rq-sent-to">
          <p role="status">{describe(channel)}</p>
          {firstChannel === 'gateway' && <p aria-hidden="true">{describe(channel === 'sms' ? 'gateway' : 'sms')}</p>}
        </div>
      )}
      <form noValidate onSubmit={submit}>
        {needsSms ? (
          <p className="rq-warning" role="alert" tabIndex={-1} ref={form.ref('code')}>
            {sms.smsRequired}
          </p>
        ) : (
          <CodeField
            label={sms.code}
            problem={form.problems.code?.(texts)}
            ref={form.ref('code')}
            value={state.code}
            onValue={state.changeCode}
            readOnly={form.busy}
          />
        )}
        {!state.needsNewCode && !needsSms && (
          <ActionButton
            label={sms.submit}
            busyLabel={signUp.submitting}
            busy={state.checking}
            disabled={state.sending}
          />
        )}
        {form.problems.form && <Alert ref={form.ref('form')}>{form.problems.form(texts)}</Alert>}
        <SendAgain state={state} />
        {state.telegramHelps && <ActionButton label={sms.useTelegram} kind="secondary" onPress={onTelegram} />}
      </form>
      <StepLinks onBack={onBack} other={state.hasBot ? { label: sms.byTelegram, onPress: onTelegram } : undefined} />
    </>
  );
}

/** The same code over the next channel, else a new one over this channel once its wait is over. */
function SendAgain({ state }: { state: SmsForm }) {
  const { sms } = useAllTexts().messages;
  const { needsSms, nextChannel, channel, wait } = state;
  const next = needsSms ? 'sms' : state.needsNewCode ? undefined : nextChannel;
  return (
    <div className="rq-resend">
      {wait > 0 && (next ?? channel) === channel ? (
        <Countdown seconds={wait} say={sms.resendIn} />
      ) : (
        <ActionButton
          label={next === undefined ? sms.resend : sms.sendBy[next]}
          busyLabel={sms.sending}
          busy={state.sending}
          disabled={state.checking}
          kind={state.needsNewCode || needsSms ? 'primary' : 'secondary'}
          onPress={() => void state.send(next ?? channel)}
        />
      )}
    </div>
  );
}
