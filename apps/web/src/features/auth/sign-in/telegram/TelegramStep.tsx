import type { FormEvent } from 'react';
import { ActionButton } from '../../../../components/ActionButton.tsx';
import { Alert } from '../../../../components/Alert.tsx';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { StepLinks } from '../../attempt/StepLinks.tsx';
import { CodeField } from '../../fields/CodeField.tsx';
import { Countdown } from '../../fields/Countdown.tsx';
import { PhoneField } from '../../fields/PhoneField.tsx';
import { useAuth } from '../../session/AuthContext.tsx';
import { isDesktop } from '../press/desktop.ts';
import type { TelegramForm } from './use-telegram-form.ts';

interface TelegramStepProps {
  form: TelegramForm;
  onBack: () => void;
  onSms: () => void;
}

/**
 * The link to the bot, which opens a new window, and the form for number and code. The browser's own validation is off:
 * its messages are in the browser's language, not the page's.
 */
export function TelegramStep({ form: state, onBack, onSms }: TelegramStepProps) {
  const texts = useAllTexts();
  const { signUp, failures } = texts.messages;
  const { botUrl, sendsCodes } = useAuth();
  const { form, wait, needsNewCode } = state;
  const { busy, problems } = form;

  function submit(event: FormEvent): void {
    event.preventDefault();
    void state.submit();
  }

  return (
    <>
      {botUrl ? (
        <div className="rq-bot">
          <p>{signUp.botInstructions}</p>
          <BotLinkTo className="rq-link" label={signUp.openBot} url={botUrl} isFirst={!isDesktop()} />
        </div>
      ) : (
        <p>{signUp.findBot}</p>
      )}
      <form noValidate onSubmit={submit}>
        <PhoneField
          hint={signUp.phoneHint}
          problem={problems.phone?.(texts)}
          ref={form.ref('phone')}
          value={state.phone}
          onValue={state.changePhone}
          readOnly={busy}
        />
        <CodeField
          label={signUp.code}
          problem={problems.code?.(texts)}
          ref={form.ref('code')}
          value={state.code}
          onValue={state.changeCode}
          readOnly={busy}
        />
        {needsNewCode && botUrl ? (
          <BotLinkTo className="rq-button rq-button-telegram" label={signUp.newCode} url={botUrl} />
        ) : (
          <ActionButton label={signUp.submit} busyLabel={signUp.submitting} busy={busy} disabled={wait > 0} />
        )}
        {problems.form && <Alert ref={form.ref('form')}>{problems.form(texts)}</Alert>}
        <Countdown seconds={wait} say={failures.retryIn} />
      </form>
      <StepLinks onBack={onBack} other={sendsCodes ? { label: signUp.bySms, onPress: onSms } : undefined} />
    </>
  );
}

interface BotLinkToProps {
  className: string;
  label: string;
  url: string;
  /** Takes the step's focus: a focused field would open a phone's keyboard over the step. */
  isFirst?: boolean;
}

function BotLinkTo({ className, label, url, isFirst }: BotLinkToProps) {
  const { signUp } = useAllTexts().messages;
  return (
    <a className={className} href={url} target="_blank" rel="noopener" data-autofocus={isFirst || undefined}>
      {label} <span className="rq-visually-hidden">{signUp.opensNewWindow}</span>
    </a>
  );
}
