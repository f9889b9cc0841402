import { useEffect, useEffectEvent } from 'react';
import { Dialog } from '../../../../components/dialog/Dialog.tsx';
import { useTexts } from '../../../../messages/TextsContext.tsx';
import { useAuth } from '../../session/AuthContext.tsx';
import { SignInStep } from '../SignInStep.tsx';
import { useSignIn } from '../use-sign-in.ts';

export interface LoginModalProps {
  /** The first step: the choice between Telegram and SMS, or one of them. */
  way?: 'telegram' | 'sms';
  /** Class of the dialog, for colours and sizes. */
  className?: string;
  /** Called when the person closed it or is signed in. */
  onClose: () => void;
}

/** The sign-in as a dialog on any page. Reopened, it continues where the person stopped. */
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
