import type { ApiResult } from '@raqam/shared/client';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTexts } from '../messages/TextsContext.tsx';
import { describeFailure, type Text } from './describe-failure.ts';

/** A call that a button makes, with its wait and its failure. `run` resolves to whether it succeeded. */
export function useAction() {
  const { language } = useTexts();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Text>();
  const alert = useRef<HTMLParagraphElement>(null);
  /** Says it at once: two clicks can come before React has drawn. */
  const inFlight = useRef(false);

  async function run(action: () => Promise<ApiResult<unknown>>): Promise<boolean> {
    if (inFlight.current) return false;
    inFlight.current = true;
    setBusy(true);
    setProblem(undefined);
    const result = await action();
    inFlight.current = false;
    flushSync(() => {
      setBusy(false);
      // A function in a state is taken for an update: hence the wrapper.
      if (!result.ok) setProblem(() => describeFailure(result.error, language, new Date()));
    });
    alert.current?.focus();
    return result.ok;
  }

  return { busy, problem, alert, run };
}
