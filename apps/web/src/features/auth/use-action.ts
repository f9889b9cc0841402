import type { ApiResult } from '@raqam/shared/client';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTexts } from '../../messages/TextsContext.tsx';
import { describeFailure, type Text } from './describe-failure.ts';

/** A call that a button makes, with its wait and its failure. `run` resolves to whether it succeeded. */
export function useAction() {
  const { language } = useTexts();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Text>();
  const alert = useRef<HTMLParagraphElement>(null);

  async function run(action: () => Promise<ApiResult<unknown>>): Promise<boolean> {
    setBusy(true);
    setProblem(undefined);
    const result = await action();
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
