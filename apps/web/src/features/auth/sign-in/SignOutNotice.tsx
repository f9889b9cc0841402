import { useTexts } from '../../../messages/TextsContext.tsx';
import { useAuth } from '../session/AuthContext.tsx';

/** Tells who is suddenly signed out why. The region is always there: screen readers watch for what comes into it. */
export function SignOutNotice() {
  const auth = useAuth();
  const { notices } = useTexts().messages;
  const notice = auth.status === 'signed-out' ? auth.notice : null;
  return <div role="status">{notice && <p className="rq-bar">{notices[notice]}</p>}</div>;
}
