import { type Ref, useId } from 'react';
import { Field } from '../../../../components/fields/Field.tsx';
import { ProblemIcon } from '../../../../components/icons.tsx';

interface LinesFieldProps {
  label: string;
  hint: string;
  problem: string | undefined;
  value: string;
  onValue: (value: string) => void;
  ref?: Ref<HTMLTextAreaElement>;
}

/** A list of URLs or names, one on each line. */
export function LinesField({ label, hint, problem, value, onValue, ref }: LinesFieldProps) {
  return (
    <Field
      label={label}
      hint={hint}
      problem={problem}
      input={(props) => (
        <textarea
          {...props}
          rows={2}
          autoCapitalize="off"
          autoComplete="off"
          spellCheck={false}
          ref={ref}
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    />
  );
}

/** The lines of a field that hold something. */
export function linesOf(value: string): string[] {
  return value
    .split(/\s+/)
    .map((line) => line.trim())
    .filter(Boolean);
}

interface CheckFieldProps {
  label: string;
  hint?: string;
  isChecked: boolean;
  onCheck: (isChecked: boolean) => void;
}

/** A choice of yes or no. */
export function CheckField({ label, hint, isChecked, onCheck }: CheckFieldProps) {
  const id = useId();
  return (
    <div className="rq-check">
      <input
        id={id}
        type="checkbox"
        checked={isChecked}
        aria-describedby={hint && `${id}-about`}
        onChange={(event) => onCheck(event.target.checked)}
      />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p className="rq-hint" id={`${id}-about`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface ChecksFieldProps<Value extends string> {
  label: string;
  problem: string | undefined;
  /** Each value with its label. */
  choices: readonly (readonly [value: Value, label: string])[];
  chosen: readonly Value[];
  onChoose: (chosen: Value[]) => void;
  ref?: Ref<HTMLFieldSetElement>;
}

/** Any number of choices. It takes the focus when none of them is right. */
export function ChecksField<Value extends string>(props: ChecksFieldProps<Value>) {
  const { label, problem, choices, chosen, onChoose, ref } = props;
  const id = useId();
  return (
    <fieldset className="rq-checks" tabIndex={-1} ref={ref} aria-describedby={problem && id}>
      <legend>{label}</legend>
      {choices.map(([value, text]) => (
        <CheckField
          key={value}
          label={text}
          isChecked={chosen.includes(value)}
          onCheck={(isChecked) => {
            const others = chosen.filter((other) => other !== value);
            onChoose(isChecked ? [...others, value] : others);
          }}
        />
      ))}
      {problem && (
        <p className="rq-problem" role="alert" id={id}>
          <ProblemIcon />
          {problem}
        </p>
      )}
    </fieldset>
  );
}
