import { useEffect, useEffectEvent, useState } from 'react';
import { describeFailure, type Text } from '../../../api/describe-failure.ts';
import { Alert } from '../../../components/Alert.tsx';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { readStored, writeStored } from '../../../stored.ts';
import { useAuth } from '../session/AuthContext.tsx';
import { PasskeyButton } from './PasskeyButton.tsx';

/**
 * Has the browser offer the person's passkeys in the number's field, once it is focused, where it can; and a button for
 * people who have one here. The library is fetched only then.
 */
export function PasskeyAutofill() {
  const texts = useAllTexts();
  const { signInWithPasskey } = useAuth();
  const [problem, setProblem] = useState<Text>();

  const offer = useEffectEvent(async (isWanted: () => boolean, onStart: (cancel: () => void) => void) => {
    if (!(await canAutofill())) return;
    const { startAuthentication, WebAuthnAbortService } = await import('@simplewebauthn/browser');
    if (!isWanted()) return;
    onStart(() => WebAuthnAbortService.cancelCeremony());
    let isChosen = false;
    const result = await signInWithPasskey(async (optionsJSON) => {
      const { id, rawId, response } = await startAuthentication({ optionsJSON, useBrowserAutofill: true });
      isChosen = true;
      return {
        id,
        rawId,
        type: 'public-key',
        clientExtensionResults: {},
        response: { ...response, userHandle: response.userHandle ?? '' },
      };
    });
    if (result.ok) writeStored('raqam.passkey', '1');
    // People who chose no passkey are told nothing
    else if (isChosen && isWanted()) setProblem(() => describeFailure(result.error, texts.language, new Date()));
  });

  useEffect(() => {
    let isWanted = true;
    let stop: (() => void) | undefined;
    // It ends without an answer when the person goes on without a passkey
    offer(
      () => isWanted,
      (cancel) => {
        stop = cancel;
      },
    ).catch(() => {});
    return () => {
      isWanted = false;
      stop?.();
    };
  }, []);

  return (
    <>
      {readStored('raqam.passkey') && <PasskeyButton kind="link" />}
      {problem && <Alert>{problem(texts)}</Alert>}
    </>
  );
}

async function canAutofill(): Promise<boolean> {
  try {
    return await PublicKeyCredential.isConditionalMediationAvailable();
  } catch {
    return false;
  }
}
