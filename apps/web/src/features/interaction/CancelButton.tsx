import { useEffect, useRef } from 'react';
import { ActionButton } from '../../components/ActionButton.tsx';
import { Alert } from '../../components/Alert.tsx';
import { useAllTexts } from '../../messages/TextsContext.tsx';
import type { Answering } from './use-interaction.ts';

/** Goes back to the client without a sign-in. Below it, the problem of the last answer. */
export function CancelButton({ kind, busy, problem, onCancel }: Answering & { kind: 'secondary' | 'link' }) {
  const texts = useAllTexts();
  const alert = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (problem) alert.current?.focus();
  }, [problem]);
  return (
    <>
      <ActionButton
        label={texts.messages.accountPage.cancel}
        kind={kind}
        busy={busy === 'abortInteraction'}
        disabled={busy === 'confirmInteraction'}
        onPress={onCancel}
      />
      {problem && <Alert ref={alert}>{problem(texts)}</Alert>}
    </>
  );
}
