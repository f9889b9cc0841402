import { type ComponentPropsWithRef, useId } from 'react';

interface TextFieldProps extends Omit<ComponentPropsWithRef<'input'>, 'id' | 'onChange'> {
  label: string;
  hint?: string;
  /** What is wrong with the value. */
  problem: string | undefined;
  onValue: (value: string) => void;
}

/** An input with its label, its hint and, when there is one, its error. */
export function TextField({ label, hint, problem, onValue, ...input }: TextFieldProps) {
  const id = useId();
  const describedBy = [problem !== undefined && `${id}-problem`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        aria-invalid={problem !== undefined}
        aria-describedby={describedBy || undefined}
        onChange={(event) => onValue(event.target.value)}
      />
      {problem !== undefined && (
        <p className="problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
