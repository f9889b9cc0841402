import type { ApiResult } from '@raqam/shared/client';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useAction } from '../../api/use-action.ts';
import type { AdminMessages } from '../../messages/admin/admin.types.ts';

/** A text that changes with the language. */
export type DoneText = (texts: AdminMessages) => string;

/**
 * The acts of one card, one at a time.
 *
 * @param onChange shows the new truth after an act that succeeded
 */
export function useActs<Act extends string>(onChange: () => Promise<void>) {
  const action = useAction();
  const [running, setRunning] = useState<Act>();
  /** The act whose dialog is open. */
  const [asking, setAsking] = useState<Act>();
  const [done, setDone] = useState<DoneText>();
  const notice = useRef<HTMLParagraphElement>(null);

  /** Closes the dialog, shows the new truth, and moves the focus to the notice that says what was done. */
  async function settle(text: DoneText): Promise<void> {
    flushSync(() => setAsking(undefined));
    await onChange();
    // A function in a state is taken for an update: hence the wrapper
    flushSync(() => setDone(() => text));
    notice.current?.focus();
  }

  return {
    running,
    asking,
    done,
    notice,
    problem: action.problem,
    alert: action.alert,
    ask: (act: Act) => setAsking(act),
    close: () => setAsking(undefined),
    settle,

    /** Resolves to whether it succeeded, and is settled then. */
    async run(act: Act, call: () => Promise<ApiResult<unknown>>, text: DoneText): Promise<boolean> {
      setDone(undefined);
      setRunning(act);
      const isDone = await action.run(call);
      setRunning(undefined);
      if (isDone) await settle(text);
      return isDone;
    },
  };
}
