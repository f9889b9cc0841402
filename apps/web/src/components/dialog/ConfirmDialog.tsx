import type { ReactNode } from 'react';
import { ActionButton } from '../ActionButton.tsx';
import { Dialog } from './Dialog.tsx';

interface ConfirmDialogProps {
  title: string;
  explanation: string;
  /** The error of the last attempt. */
  problem: ReactNode;
  confirmLabel: string;
  busyLabel: string;
  cancelLabel: string;
  busy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Explains the consequences of an action and asks for confirmation. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <Dialog title={props.title} closeLabel={props.cancelLabel} onClose={props.onClose}>
      <p>{props.explanation}</p>
      {props.problem}
      <div className="rq-actions">
        <ActionButton
          label={props.confirmLabel}
          busyLabel={props.busyLabel}
          busy={props.busy}
          kind="danger"
          onPress={props.onConfirm}
        />
        <ActionButton label={props.cancelLabel} kind="secondary" disabled={props.busy} onPress={props.onClose} />
      </div>
    </Dialog>
  );
}
