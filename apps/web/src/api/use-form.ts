import type { ApiResult } from '@raqam/shared/client';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Text } from './describe-failure.ts';

/** What is wrong, by the place where it is shown: a field, or the form as a whole. */
export type Problems<Field extends string> = { [Place in Field | 'form']?: Text };

/**
 * The calls of one form: one at a time, with their wait and their problems. `fields`: in the order in which they stand,
 * for the focus goes to the first one that is wrong.
 */
export function useForm<Field extends string>(fields: readonly Field[]) {
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<Problems<Field>>({});
  const elements = useRef<{ [Place in Field | 'form']?: HTMLElement | null }>({});
  /** Known at once: two clicks can come before React has disabled the button. */
  const inFlight = useRef(false);
  /** The problem of the form is that the API could not be reached. */
  const unreachable = useRef(false);

  useEffect(() => {
    function forget(): void {
      if (!unreachable.current) return;
      unreachable.current = false;
      setProblems({});
    }
    window.addEventListener('online', forget);
    return () => window.removeEventListener('online', forget);
  }, []);

  return {
    busy,
    problems,

    /** Connects an input, or with `form` the alert, to its place. */
    ref: (place: Field | 'form') => (element: HTMLElement | null) => {
      elements.current[place] = element;
    },

    focus(place: Field | 'form'): void {
      elements.current[place]?.focus();
    },

    /** Shows the problems, and moves the focus to the first. `also`: what changes in the same moment. */
    show(found: Problems<Field>, also?: () => void): void {
      // Drawn before the focus moves, so that a screen reader finds the error's text beside the field.
      flushSync(() => {
        setProblems(found);
        also?.();
      });
      const first = [...fields, 'form' as const].find((place) => found[place]);
      if (first) elements.current[first]?.focus();
    },

    /** The person changes a field: its problem is out of date, and so is the form's. */
    clear(field: Field): void {
      setProblems(({ form: _form, [field]: _field, ...others }) => others as Problems<Field>); // fewer of the same
    },

    reset(): void {
      setProblems({});
    },

    /** Makes the call, unless one is under way: then undefined. */
    async run<Data>(call: () => Promise<ApiResult<Data>>): Promise<ApiResult<Data> | undefined> {
      if (inFlight.current) return undefined;
      inFlight.current = true;
      setBusy(true);
      setProblems({});
      const result = await call();
      inFlight.current = false;
      unreachable.current = !result.ok && result.error.code === 'unreachable';
      flushSync(() => setBusy(false));
      return result;
    },
  };
}
