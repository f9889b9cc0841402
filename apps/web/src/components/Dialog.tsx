import { type KeyboardEvent, type ReactNode, type SyntheticEvent, useId, useLayoutEffect, useRef } from 'react';

interface DialogProps {
  title: string;
  closeLabel: string;
  className?: string | undefined;
  /** The language of its texts, where the page around it may have another. */
  language?: string;
  /** After Esc or the close button. */
  onClose: () => void;
  children: ReactNode;
}

/**
 * A modal dialog, open while it is drawn. The browser's own: it keeps the focus inside, closes on Esc and gives the
 * focus back to what it had before. Tab leads from its end to its beginning. A press beside it does not close it: what
 * was typed would be lost.
 */
export function Dialog({ title, closeLabel, className = '', language, onClose, children }: DialogProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Not the first field: on a phone the keyboard would cover the choices.
    heading.current?.focus();
    return () => shown?.close();
  }, []);

  /** Esc. Handled here: the browser reports its own closing only later, after the next key perhaps. */
  function cancel(event: SyntheticEvent): void {
    event.preventDefault();
    onClose();
  }

  /** Closed by the browser: a second Esc can't be prevented. */
  function settle(): void {
    // In development React mounts twice: the first close event arrives while the dialog is open again.
    if (!dialog.current?.open) onClose();
  }

  /** Without it, Tab stops at the page and at the dialog itself before it reaches the first button again. */
  function wrapFocus(event: KeyboardEvent<HTMLDialogElement>): void {
    if (event.key !== 'Tab') return;
    const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea')];
    const reachable = stops.filter(
      (stop) => stop.tabIndex >= 0 && !stop.matches(':disabled') && stop.getClientRects().length > 0,
    );
    const [from, to] = event.shiftKey ? [reachable.at(0), reachable.at(-1)] : [reachable.at(-1), reachable.at(0)];
    const isBefore = event.shiftKey && document.activeElement === heading.current;
    if (document.activeElement !== from && !isBefore) return;
    event.preventDefault();
    to?.focus();
  }

  return (
    <dialog
      className={`rq rq-dialog ${className}`}
      lang={language}
      ref={dialog}
      aria-labelledby={id}
      onCancel={cancel}
      onClose={settle}
      onKeyDown={wrapFocus}
    >
      <div className="rq-dialog-head">
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <button className="rq-dialog-close" type="button" aria-label={closeLabel} onClick={onClose}>
          <svg className="rq-icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M6 6 18 18M18 6 6 18" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
          </svg>
        </button>
      </div>
      {children}
    </dialog>
  );
}
