import { formatPhone } from '@raqam/shared/format-phone';
import { useEffect, useState } from 'react';
import { ActionButton } from '../../../../components/ActionButton.tsx';
import { Alert } from '../../../../components/Alert.tsx';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { Countdown } from '../../fields/Countdown.tsx';
import type { BotLink } from './bot-link.ts';
import type { TelegramForm } from './use-telegram-form.ts';

/** “Yes” stays disabled this long after a link replaced another one: a click in progress was meant for the old one. */
const REPLACED_LOCK_MS = 1500;

interface ConfirmNumberProps {
  link: BotLink;
  /** Whether the link replaced another one whose question was still open. */
  isReplacement: boolean;
  form: TelegramForm;
  onYes: () => void;
  onNo: () => void;
}

/**
 * Asks before the bot's link signs anybody in: another person's link would sign this one in to that person's account.
 * That is why the number is the largest text here.
 */
export function ConfirmNumber({ link, isReplacement, form: state, onYes, onNo }: ConfirmNumberProps) {
  const texts = useAllTexts();
  const { confirm, signUp, failures } = texts.messages;
  const { form, wait } = state;
  const [locked, setLocked] = useState(isReplacement);

  useEffect(() => {
    if (!locked) return;
    const timer = setTimeout(() => setLocked(false), REPLACED_LOCK_MS);
    return () => clearTimeout(timer);
  }, [locked]);

  return (
    <>
      <p className="rq-big-number">{formatPhone(link.phone)}</p>
      <p>{confirm.explanation}</p>
      <div className="rq-actions">
        <ActionButton
          label={confirm.yes}
          busyLabel={signUp.submitting}
          busy={form.busy}
          disabled={wait > 0 || locked}
          onPress={onYes}
        />
        <ActionButton label={confirm.no} kind="secondary" disabled={form.busy} onPress={onNo} />
      </div>
      {form.problems.form && <Alert ref={form.ref('form')}>{form.problems.form(texts)}</Alert>}
      <Countdown seconds={wait} say={failures.retryIn} />
    </>
  );
}
