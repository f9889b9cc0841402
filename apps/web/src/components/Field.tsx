import { type ReactNode, useId } from 'react';

export interface FieldProps {
  label: string;
  hint?: string | undefined;
  /** What is wrong with the value. */
  problem: string | undefined;
}

interface InputProps {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string;
}

/**
 * An input with its label, and below it the hint or, in its place, what is wrong: the room is kept for either, so that
 * nothing moves.
 */
export function Field({ label, hint, problem, input }: FieldProps & { input: (props: InputProps) => ReactNode }) {
  const id = useId();
  return (
    <div className="rq-field">
      <label htmlFor={id}>{label}</label>
      {input({ id, 'aria-invalid': problem !== undefined, 'aria-describedby': `${id}-about` })}
      <div className="rq-about" id={`${id}-about`}>
        {problem === undefined ? (
          hint && <p className="rq-hint">{hint}</p>
        ) : (
          <p className="rq-problem" role="alert">
            {problem}
          </p>
        )}
      </div>
    </div>
  );
}
