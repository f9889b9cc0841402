interface ActionButtonProps {
  label: string;
  /** Shown while the action runs. */
  busyLabel?: string;
  busy?: boolean;
  /** Out of use for another reason than its own action. */
  disabled?: boolean;
  kind?: 'primary' | 'secondary';
  /** Without it the button submits its form. */
  onPress?: () => void;
}

/** A button that can't be pressed again while what it started is under way. */
export function ActionButton(props: ActionButtonProps) {
  const { label, busyLabel = label, busy = false, disabled = false, kind = 'primary', onPress } = props;
  return (
    <button
      className={`button button-${kind}`}
      type={onPress ? 'button' : 'submit'}
      disabled={busy || disabled}
      aria-busy={busy}
      onClick={onPress}
    >
      {busy ? busyLabel : label}
    </button>
  );
}
