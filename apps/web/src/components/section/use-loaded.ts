import type { ApiResult } from '@raqam/shared/client';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { describeFailure, type Text } from '../../api/describe-failure.ts';
import { useAllTexts } from '../../messages/TextsContext.tsx';

export interface Loaded<Data> {
  /** Undefined until loaded. A failed reload keeps the old value. */
  data: Data | undefined;
  problem: Text | undefined;
  reload: () => Promise<void>;
}

/**
 * Calls the API on the first render, when `key` changes, and on `reload`. The old value stays until the new one is
 * there.
 */
export function useLoaded<Data>(ask: () => Promise<ApiResult<Data>>, key = ''): Loaded<Data> {
  const { language } = useAllTexts();
  const [data, setData] = useState<Data>();
  const [problem, setProblem] = useState<Text>();
  /** Number of calls: only the answer to the last one is shown. */
  const turn = useRef(0);

  async function reload(): Promise<void> {
    turn.current += 1;
    const asked = turn.current;
    setProblem(undefined);
    const result = await ask();
    if (asked !== turn.current) return;
    // A function in a state is taken for an update: hence the wrappers.
    if (result.ok) setData(() => result.data);
    else setProblem(() => describeFailure(result.error, language, new Date()));
  }

  const loadFromEffect = useEffectEvent(reload);
  useEffect(() => void loadFromEffect(), [key]);

  return { data, problem, reload };
}
