import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Text } from '../../../api/describe-failure.ts';
import { useAction } from '../../../api/use-action.ts';
import { useLoaded } from '../../../components/section/use-loaded.ts';
import { useAuth } from '../../auth/session/AuthContext.tsx';

/** The signed-in devices, and how to end their sessions. */
export function useDevices() {
  const { call } = useAuth();
  const { data: sessions, ...list } = useLoaded(() => call('listSessions', undefined));
  const one = useAction();
  const others = useAction();
  const [ending, setEnding] = useState<string>();
  const [done, setDone] = useState<Text>();
  const notice = useRef<HTMLParagraphElement>(null);

  async function showDone(text: Text): Promise<void> {
    await list.reload();
    // A function in a state is taken for an update: hence the wrapper.
    flushSync(() => setDone(() => text));
    notice.current?.focus();
  }

  return {
    sessions,
    list,
    one,
    others,
    /** The id of the session that is being ended. */
    ending,
    done,
    notice,

    async end(id: string, text: Text): Promise<void> {
      if (ending !== undefined) return;
      setEnding(id);
      setDone(undefined);
      const ended = await one.run(async () => {
        const result = await call('endSession', undefined, { id });
        // Already ended, perhaps on that device itself: a success
        return !result.ok && result.error.code === 'not_found' ? { ok: true, data: null } : result;
      });
      if (ended) await showDone(text);
      setEnding(undefined);
    },

    /** `close` closes the dialog, so that the focus can move to the notice. */
    async endOthers(text: Text, close: () => void): Promise<void> {
      setDone(undefined);
      if (!(await others.run(() => call('endOtherSessions', undefined)))) return;
      flushSync(close);
      await showDone(text);
    },
  };
}
