import { useState } from 'react';
import { describeFailure, type Text } from '../../../api/describe-failure.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { writeStored } from '../../../stored.ts';
import { useAuth } from '../session/AuthContext.tsx';
import { isCancelled } from './is-cancelled.ts';

/** Signs in with a passkey. The browser asks which one, and for the finger, face or screen lock. */
export function PasskeyButton({ kind }: { kind: 'primary' | 'secondary' | 'link' }) {
  const texts = useAllTexts();
  const { signInWithPasskey } = useAuth();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Text>();

  async function enter(): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      const { startAuthentication } = await import('@simplewebauthn/browser');
      const result = await signInWithPasskey(async (optionsJSON) => {
        const { id, rawId, response } = await startAuthentication({ optionsJSON });
        return {
          id,
          rawId,
          type: 'public-key',
          clientExtensionResults: {},
          response: { ...response, userHandle: response.userHandle ?? '' },
        };
      });
      if (result.ok) writeStored('raqam.passkey', '1');
      else setProblem(() => describeFailure(result.error, texts.language, new Date()));
    } catch (error) {
      if (!isCancelled(error))
        setProblem(
          () =>
            ({ messages }: typeof texts) =>
              messages.passkeys.failed,
        );
    }
    setBusy(false);
  }

  return (
    <>
      <ActionButton label={texts.messages.returning.passkey} kind={kind} busy={busy} onPress={() => void enter()} />
      {problem && <Alert>{problem(texts)}</Alert>}
    </>
  );
}
