import { type ReactNode, useId } from 'react';
import { ProblemIcon } from '../icons.tsx';

export interface FieldProps {
  label: string;
  hint?: string | undefined;
  /** The problem with the value. */
  problem: string | undefined;
}

interface InputProps {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string;
}

/**
 * An input with its label, and below it the hint or the error. A field with a hint keeps that space, so the layout
 * does not shift. Hint and error have keys: screen readers announce an inserted alert, but not a hint that turns into
 * one.
 */
export function Field({ label, hint, problem, input }: FieldProps & { input: (props: InputProps) => ReactNode }) {
  const id = useId();
  return (
    <div className="rq-field">
      <label htmlFor={id}>{label}</label>
      {input({ id, 'aria-invalid': problem !== undefined, 'aria-describedby': `${id}-about` })}
      <div className={hint ? 'rq-about rq-about-hint' : 'rq-about'} id={`${id}-about`}>
        {problem === undefined ? (
          hint && (
            <p className="rq-hint" key="hint">
              {hint}
            </p>
          )
        ) : (
          <p className="rq-problem" role="alert" key="problem">
            <ProblemIcon />
            {problem}
          </p>
        )}
      </div>
    </div>
  );
}
