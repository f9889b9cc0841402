import type { ComponentPropsWithRef } from 'react';
import { Field, type FieldProps } from './Field.tsx';

interface TextFieldProps extends Omit<ComponentPropsWithRef<'input'>, 'id' | 'onChange'>, FieldProps {
  onValue: (value: string) => void;
}

export function TextField({ label, hint, problem, onValue, ...input }: TextFieldProps) {
  return (
    <Field
      label={label}
      hint={hint}
      problem={problem}
      input={(props) => <input {...input} {...props} onChange={(event) => onValue(event.target.value)} />}
    />
  );
}
