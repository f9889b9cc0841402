import type { ApiResult } from '@raqam/shared/client';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Text } from './describe-failure.ts';

/** Problems by the place where they are shown: a field, or the form as a whole. */
export type Problems<Field extends string> = { [Place in Field | 'form']?: Text };

/**
 * The calls of one form, one at a time, with their progress and problems.
 *
 * @param fields in visual order: the focus goes to the first one with a problem
 */
export function useForm<Field extends string>(fields: readonly Field[]) {
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<Problems<Field>>({});
  const elements = useRef<{ [Place in Field | 'form']?: HTMLElement | null }>({});
  /** A ref, because two clicks can come before React has disabled the button. */
  const inFlight = useRef(false);
  /** Whether the form's problem is that the API could not be reached. */
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

    /** Registers the element of a field, or the alert for `form`. */
    ref: (place: Field | 'form') => (element: HTMLElement | null) => {
      elements.current[place] = element;
    },

    focus(place: Field | 'form'): void {
      elements.current[place]?.focus();
    },

    /** Shows the problems and moves the focus to the first. `also` changes other state in the same render. */
    show(found: Problems<Field>, also?: () => void): void {
      // Rendered before the focus moves, so that a screen reader finds the error beside the field
      flushSync(() => {
        setProblems(found);
        also?.();
      });
      const first = [...fields, 'form' as const].find((place) => found[place]);
      if (first) elements.current[first]?.focus();
    },

    /** Removes the problems of a field that the person changes, and of the form. */
    clear(field: Field): void {
      setProblems(({ form: _form, [field]: _field, ...others }) => others as Problems<Field>); // fewer of the same
    },

    reset(): void {
      setProblems({});
    },

    /** Makes the call; undefined if another one is in progress. */
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
