import { useEffect, useEffectEvent } from 'react';
import { BrandMark } from '../../../../components/brand/BrandMark.tsx';
import { useBrandStyle } from '../../../../components/brand/brand.ts';
import { Dialog } from '../../../../components/dialog/Dialog.tsx';
import { LinkList } from '../../../../components/page/LinkList.tsx';
import { useIsClient } from '../../../../components/use-is-client.ts';
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

/** The sign-in as a dialog on any page. Reopened, it continues where the person stopped. A server renders nothing. */
export function LoginModal(props: LoginModalProps) {
  return useIsClient() && <Modal {...props} />;
}

function Modal({ way, className, onClose }: LoginModalProps) {
  const { language, messages } = useTexts();
  const { status } = useAuth();
  const signIn = useSignIn('dialog', { first: way });

  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (status === 'signed-in') close();
  }, [status]);

  return (
    <Dialog
      brand={<BrandMark />}
      title={signIn.title}
      closeLabel={messages.login.close}
      className={className}
      style={useBrandStyle()}
      language={language}
      onClose={onClose}
    >
      <SignInStep signIn={signIn} />
      <LinkList />
    </Dialog>
  );
}
