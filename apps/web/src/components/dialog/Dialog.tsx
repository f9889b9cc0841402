import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  type SyntheticEvent,
  useId,
  useLayoutEffect,
  useRef,
} from 'react';
import { CloseIcon } from '../icons.tsx';

interface DialogProps {
  /** Above the title. */
  brand?: ReactNode;
  title: string;
  closeLabel: string;
  className?: string | undefined;
  style?: CSSProperties | undefined;
  /** The language of its texts; the page around it may have another. */
  language?: string;
  /** Called after Esc or the close button. */
  onClose: () => void;
  children: ReactNode;
}

/**
 * A modal dialog, open while it is rendered. The browser's own element keeps the focus inside, closes on Esc and then
 * restores the focus. Tab leads from the end to the beginning. A click outside does not close it, because the person
 * would lose what they typed.
 */
export function Dialog({ brand, title, closeLabel, className = '', style, language, onClose, children }: DialogProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Not the first field: on a phone the keyboard would cover the choices
    heading.current?.focus();
    return () => shown?.close();
  }, []);

  /** Handles Esc: the browser reports its own closing later, perhaps after the next key. */
  function cancel(event: SyntheticEvent): void {
    event.preventDefault();
    onClose();
  }

  /** Handles a close by the browser: a second Esc can't be prevented. */
  function settle(): void {
    // In development React mounts twice: the first close event arrives while the dialog is open again.
    if (!dialog.current?.open) onClose();
  }

  /** Wraps Tab, which would stop at the page and at the dialog itself before it reaches the first button again. */
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
      style={style}
      lang={language}
      ref={dialog}
      aria-labelledby={id}
      onCancel={cancel}
      onClose={settle}
      onKeyDown={wrapFocus}
    >
      <div className="rq-dialog-head">
        {brand}
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <button className="rq-dialog-close" type="button" aria-label={closeLabel} onClick={onClose}>
          <CloseIcon />
        </button>
      </div>
      {children}
    </dialog>
  );
}
