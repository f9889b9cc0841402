import { useEffect, useEffectEvent, useState } from 'react';
import { useBrandStyle } from '../../../../components/brand/brand.ts';
import { Dialog } from '../../../../components/dialog/Dialog.tsx';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { writeKept } from '../../../../stored.ts';
import { useAuth } from '../../session/AuthContext.tsx';
import { SignInStep } from '../SignInStep.tsx';
import { useSignIn } from '../use-sign-in.ts';

interface ProofDialogProps {
  texts: { title: string; explanation: string };
  onProved: () => void;
  onClose: () => void;
}

/** Asks people to sign in once more. If somebody else does, the page around it starts over as them. */
export function ProofDialog({ texts, onProved, onClose }: ProofDialogProps) {
  const { language, messages } = useAllTexts();
  const { user } = useAuth();
  const [before] = useState(user);
  const signIn = useSignIn('dialog');

  const settle = useEffectEvent(() => {
    // The dialog of a later visit starts anew
    for (const key of ['raqam.sign-in.dialog', 'raqam.press.dialog'] as const) writeKept(key, undefined);
    onProved();
  });
  useEffect(() => {
    // Each sign-in gives another object, also that of another tab
    if (user !== before) settle();
  }, [user, before]);

  return (
    <Dialog
      title={signIn.step === 'choose' ? texts.title : signIn.title}
      closeLabel={messages.login.close}
      style={useBrandStyle()}
      language={language}
      onClose={onClose}
    >
      {signIn.step === 'choose' && <p>{texts.explanation}</p>}
      <SignInStep signIn={signIn} />
    </Dialog>
  );
}
