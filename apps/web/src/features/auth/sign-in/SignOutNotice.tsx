import { CloseIcon } from '../../../components/icons.tsx';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { useAuth } from '../session/AuthContext.tsx';

/** Explains an unexpected sign-out until the person closes it. */
export function SignOutNotice() {
  const auth = useAuth();
  const { notices, login } = useTexts().messages;
  const notice = auth.status === 'signed-out' ? auth.notice : null;
  if (!notice) return null;
  return (
    <div className="rq-sign-out-notice" role="alert">
      <p>{notices[notice]}</p>
      <button className="rq-dialog-close" type="button" aria-label={login.close} onClick={auth.dismissNotice}>
        <CloseIcon />
      </button>
    </div>
  );
}
