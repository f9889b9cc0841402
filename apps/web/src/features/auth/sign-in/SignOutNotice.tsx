import type { RefObject } from 'react';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { useAuth } from '../session/AuthContext.tsx';

interface SignOutNoticeProps {
  /** Takes the focus when the notice is closed: its button is gone then. */
  titleRef: RefObject<HTMLHeadingElement | null>;
}

/** Explains an unexpected sign-out until the person closes it. */
export function SignOutNotice({ titleRef }: SignOutNoticeProps) {
  const auth = useAuth();
  const { notices, login } = useTexts().messages;
  const notice = auth.status === 'signed-out' ? auth.notice : null;
  if (!notice) return null;

  function close(): void {
    auth.dismissNotice();
    titleRef.current?.focus();
  }

  return (
    <div className="rq-sign-out-notice" role="alert">
      <p>{notices[notice]}</p>
      <button className="rq-dialog-close" type="button" aria-label={login.close} onClick={close}>
        <svg className="rq-icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M6 6 18 18M18 6 6 18" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
        </svg>
      </button>
    </div>
  );
}
