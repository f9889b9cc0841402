import type { AdminUser } from '@raqam/shared/contract/admin';
import { formatPhone } from '@raqam/shared/format-phone';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { ActionButton } from '../../../../components/ActionButton.tsx';
import { Dialog } from '../../../../components/dialog/Dialog.tsx';
import { TextField } from '../../../../components/fields/TextField.tsx';
import { useAdminTexts } from '../../../../messages/admin/admin-texts.ts';

interface DeleteDialogProps {
  user: AdminUser;
  problem: ReactNode;
  cancelLabel: string;
  busy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

const DIGITS = 4;

/** Asks for the last four digits of the number before a deletion, so that nobody deletes the wrong person by habit. */
export function DeleteDialog({ user, problem, cancelLabel, busy, onConfirm, onClose }: DeleteDialogProps) {
  const labels = useAdminTexts().people.acts;
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const number = user.phone ? formatPhone(user.phone) : String(user.telegram_id ?? user.id);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (typed.trim() === number.replaceAll(' ', '').slice(-DIGITS)) onConfirm();
    else {
      flushSync(() => setWrong(true));
      field.current?.focus();
    }
  }

  return (
    <Dialog title={labels.deleteTitle} closeLabel={cancelLabel} onClose={onClose}>
      <p>{labels.deleteExplanation}</p>
      {problem}
      <form onSubmit={submit} noValidate>
        <TextField
          label={labels.deleteLabel(number.replaceAll(' ', '\u00a0'))}
          problem={isWrong ? labels.deleteMismatch : undefined}
          inputMode={user.phone || user.telegram_id ? 'numeric' : 'text'}
          autoComplete="off"
          maxLength={DIGITS}
          ref={field}
          value={typed}
          onValue={(value) => {
            setTyped(value);
            setWrong(false);
          }}
        />
        <div className="rq-actions">
          <ActionButton label={labels.delete} busyLabel={labels.deleting} busy={busy} kind="danger" />
          <ActionButton label={cancelLabel} kind="secondary" disabled={busy} onPress={onClose} />
        </div>
      </form>
    </Dialog>
  );
}
