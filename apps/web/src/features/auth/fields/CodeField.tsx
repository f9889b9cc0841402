import type { Ref } from 'react';
import { Field } from '../../../components/Field.tsx';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { CODE_LENGTH } from './code.ts';

interface CodeFieldProps {
  label: string;
  problem: string | undefined;
  value: string;
  onValue: (value: string) => void;
  readOnly: boolean;
  ref: Ref<HTMLInputElement>;
}

const boxes = Array.from({ length: CODE_LENGTH }, (_, index) => index);

/**
 * Six boxes, drawn behind one input: typing, pasting, selecting, the keyboard's offer of the SMS's code and screen
 * readers find what they know.
 */
export function CodeField({ label, problem, value, onValue, readOnly, ref }: CodeFieldProps) {
  const { signUp } = useTexts().messages;
  return (
    <Field
      label={label}
      hint={signUp.codeHint}
      problem={problem}
      input={(props) => (
        <div className="rq-code-row">
          <div className="rq-code">
            {boxes.map((box) => (
              <span
                className={box === Math.min(value.length, CODE_LENGTH - 1) ? 'rq-code-box rq-code-next' : 'rq-code-box'}
                key={box}
              />
            ))}
            <input
              {...props}
              ref={ref}
              type="text"
              name="code"
              autoComplete="one-time-code"
              inputMode="numeric"
              enterKeyHint="done"
              required
              readOnly={readOnly}
              value={value}
              onChange={(event) => onValue(event.target.value)}
            />
          </div>
        </div>
      )}
    />
  );
}
