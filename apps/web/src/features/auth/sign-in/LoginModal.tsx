import { useEffect, useEffectEvent } from 'react';
import { Dialog } from '../../../components/Dialog.tsx';
import { Unavailable } from '../../../components/Unavailable.tsx';
import { useLazy } from '../../../components/use-lazy.ts';
import { Waiting } from '../../../components/Waiting.tsx';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { useAuth } from '../session/AuthContext.tsx';
import type { Way } from './LoginWays.tsx';

export interface LoginModalProps {
  /** The way that is open at first. */
  way?: Way;
  /** Of the dialog: a place for colours and sizes of one's own. */
  className?: string;
  /** The person has closed it, or is signed in. */
  onClose: () => void;
}

/** Signing in from any page. The dialog opens at once; what is in it is fetched only by who opens it. */
export function LoginModal({ way = 'telegram', className, onClose }: LoginModalProps) {
  const { language, messages } = useTexts();
  const { login, session, failures } = messages;
  const { status } = useAuth();
  const content = useLazy(loadContent);

  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (status === 'signed-in') close();
  }, [status]);

  return (
    <Dialog title={login.title} closeLabel={login.close} className={className} language={language} onClose={onClose}>
      {content.status === 'loading' && <Waiting label={session.checking} />}
      {content.status === 'failed' && <Unavailable explanation={failures.unreachable} retryLabel={session.retry} />}
      {content.status === 'ready' && <content.part.LoginWays first={way} />}
    </Dialog>
  );
}

const loadContent = () => import('./LoginWays.tsx');
