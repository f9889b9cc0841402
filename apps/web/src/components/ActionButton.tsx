interface ActionButtonProps {
  label: string;
  /** The label for screen readers, where several buttons have the same one. */
  name?: string;
  /** Shown while the action runs. */
  busyLabel?: string;
  busy?: boolean;
  /** Disabled for a reason other than its own action. */
  disabled?: boolean;
  kind?: 'primary' | 'secondary' | 'danger' | 'danger-quiet' | 'link';
  /** Without a handler the button submits its form. */
  onPress?: () => void;
}

/**
 * A button that can't be pressed again while its action runs. Unlike a disabled button it keeps the focus, and its
 * label names the action in progress.
 */
export function ActionButton(props: ActionButtonProps) {
  const { label, name, busyLabel = label, busy = false, disabled = false, kind = 'primary', onPress } = props;
  return (
    <>
      <button
        className={kind === 'link' ? 'rq-link' : `rq-button rq-button-${kind}`}
        type={onPress ? 'button' : 'submit'}
        disabled={disabled && !busy}
        aria-disabled={busy}
        aria-busy={busy}
        aria-label={name}
        onClick={(event) => {
          if (busy) event.preventDefault();
          else onPress?.();
        }}
      >
        {busy && <span className="rq-spinner" aria-hidden="true" />}
        {busy ? busyLabel : label}
      </button>
      {busyLabel !== label && (
        <span className="rq-visually-hidden" role="status">
          {busy && busyLabel}
        </span>
      )}
    </>
  );
}
