import { Dialog } from '../../components/Dialog.tsx';
import { Unavailable } from '../../components/Unavailable.tsx';
import { useLazy } from '../../components/use-lazy.ts';
import { Waiting } from '../../components/Waiting.tsx';
import { useLanguage } from '../language/LanguageContext.tsx';

interface LoginModalProps {
  botUrl: string | undefined;
  onClose: () => void;
}

/** Signing in from any page. The dialog opens at once; what is in it is fetched only by who opens it. */
export function LoginModal({ botUrl, onClose }: LoginModalProps) {
  const { login, session, failures } = useLanguage().messages;
  const content = useLazy(loadContent);
  return (
    <Dialog title={login.title} closeLabel={login.close} onClose={onClose}>
      {content.status === 'loading' && <Waiting label={session.checking} />}
      {content.status === 'failed' && <Unavailable explanation={failures.unreachable} retryLabel={session.retry} />}
      {content.status === 'ready' && <content.part.LoginWays botUrl={botUrl} />}
    </Dialog>
  );
}

const loadContent = () => import('./LoginWays.tsx');
