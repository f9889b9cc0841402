import { useState } from 'react';
import { useAction } from '../../../../api/use-action.ts';
import { ActionButton } from '../../../../components/ActionButton.tsx';
import { Alert } from '../../../../components/Alert.tsx';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { useAuth } from '../../session/AuthContext.tsx';
import { forgetLoginResult, readLoginResult } from './login-result.ts';
import { telegramLoginTexts } from './texts.ts';

export interface TelegramLoginProps {
  challengeId: string;
  /** Keeps the sign-in: the page is about to be left. */
  onLeave: () => void;
}

/**
 * Leads to Telegram's own page (Telegram Login), in this tab. The page that comes back finds its sign-in approved; else
 * this says why not.
 */
export function TelegramLogin({ challengeId, onLeave }: TelegramLoginProps) {
  const texts = useAllTexts();
  const { label, opening, results } = telegramLoginTexts[texts.language];
  const { startTelegramLogin } = useAuth();
  const { busy, problem, alert, run } = useAction();
  const [result, setResult] = useState(readLoginResult);

  async function open(): Promise<void> {
    forgetLoginResult();
    setResult(undefined);
    await run(async () => {
      const { pathname, search } = window.location;
      const started = await startTelegramLogin(challengeId, pathname + search);
      if (!started.ok) return started;
      onLeave();
      window.location.assign(started.data.url);
      return started;
    });
  }

  return (
    <>
      <ActionButton label={label} busyLabel={opening} busy={busy} kind="secondary" onPress={() => void open()} />
      {problem ? <Alert ref={alert}>{problem(texts)}</Alert> : result && <Alert>{results[result]}</Alert>}
    </>
  );
}
