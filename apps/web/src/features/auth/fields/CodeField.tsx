import { type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { Field } from '../../../components/fields/Field.tsx';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { CODE_LENGTH, typeCode } from './code.ts';

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
 * One input with six boxes drawn behind it, so that pasting, selecting, the keyboard's suggestion of the SMS code and
 * screen readers work as with any input. The boxes draw the digits, which keeps each in its box at any letter spacing;
 * the input's own text is transparent.
 */
export function CodeField({ label, problem, value, onValue, readOnly, ref }: CodeFieldProps) {
  const { signUp } = useAllTexts().messages;
  const input = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => input.current as HTMLInputElement, []); // there from the first drawing on

  // Selects a wrong code, so that the first typed digit replaces it
  useLayoutEffect(() => {
    if (problem !== undefined && document.activeElement === input.current) input.current?.select();
  }, [problem]);

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
                aria-hidden="true"
              >
                {value[box]}
              </span>
            ))}
            <input
              {...props}
              ref={input}
              type="text"
              name="code"
              autoComplete="one-time-code"
              inputMode="numeric"
              enterKeyHint="done"
              required
              readOnly={readOnly}
              value={value}
              onFocus={({ currentTarget }) => {
                if (problem !== undefined) currentTarget.select();
              }}
              onChange={(event) => onValue(typeCode(event.target.value, value))}
            />
          </div>
        </div>
      )}
    />
  );
}
