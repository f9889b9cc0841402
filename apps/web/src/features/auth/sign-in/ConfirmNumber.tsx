import { type RefObject, useId } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { Countdown } from '../fields/Countdown.tsx';
import type { SignupFormState } from './use-signup-form.ts';

interface ConfirmNumberProps {
  form: SignupFormState;
  /** The person has answered. */
  onSettled: () => void;
  titleRef: RefObject<HTMLHeadingElement | null>;
}

/**
 * Asks before the bot's link signs anybody in. Somebody else's link would sign the person in to that somebody's
 * account: so the number is what is largest here.
 */
export function ConfirmNumber({ form, onSettled, titleRef }: ConfirmNumberProps) {
  const language = useTexts();
  const id = useId();
  const { confirm, signUp, failures } = language.messages;
  const { values, problems, busy, wait, fields } = form;

  return (
    <section className="rq-card" aria-labelledby={id}>
      <h1 id={id} ref={titleRef} tabIndex={-1}>
        {confirm.title}
      </h1>
      <p className="rq-big-number">{values.phone}</p>
      <p className="rq-confirm-code">
        {confirm.code} <strong>{values.code}</strong>
      </p>
      <p>{confirm.explanation}</p>
      <div className="rq-actions">
        <ActionButton
          label={confirm.yes}
          busyLabel={signUp.submitting}
          busy={busy}
          disabled={wait > 0}
          onPress={() => {
            onSettled();
            void form.submit();
          }}
        />
        <ActionButton
          label={confirm.no}
          kind="secondary"
          disabled={busy}
          onPress={() => {
            onSettled();
            form.edit();
          }}
        />
      </div>
      {problems.form && <Alert ref={fields.alert}>{problems.form(language)}</Alert>}
      <Countdown seconds={wait} say={failures.retryAfter} />
    </section>
  );
}
