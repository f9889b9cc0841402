import { useEffect, useEffectEvent } from 'react';
import { Dialog } from '../../../components/Dialog.tsx';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { useAuth } from '../session/AuthContext.tsx';
import { SignInStep } from './SignInStep.tsx';
import { useSignIn } from './use-sign-in.ts';

export interface LoginModalProps {
  /** Where it begins: at the choice of the way, or with one of them. */
  way?: 'telegram' | 'sms';
  /** Of the dialog: a place for colours and sizes of one's own. */
  className?: string;
  /** The person has closed it, or is signed in. */
  onClose: () => void;
}

/** Signing in from any page. Closed and opened again it goes on where the person was. */
export function LoginModal({ way, className, onClose }: LoginModalProps) {
  const { language, messages } = useTexts();
  const { status } = useAuth();
  const signIn = useSignIn('dialog', { first: way });

  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (status === 'signed-in') close();
  }, [status]);

  return (
    <Dialog
      title={signIn.title}
      closeLabel={messages.login.close}
      className={className}
      language={language}
      onClose={onClose}
    >
      <SignInStep signIn={signIn} />
    </Dialog>
  );
}
