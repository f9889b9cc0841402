import type { User } from '@raqam/shared/contract';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { CloseIcon } from '../../../components/icons.tsx';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { nameAccount, SignedInAs } from '../../auth/signed-in/SignedInAs.tsx';

/** Names the account after a press in Telegram, on pages that the dialog left as they were. It overlays the page. */
export function PressNotice({ user }: { user: User }) {
  const { login } = useAllTexts().messages;
  const [isClosed, setClosed] = useState(false);
  if (isClosed) return null;
  // Not in the header, whose parts it would follow in the order of the page
  return createPortal(
    <div className="rq-press-notice" role="status">
      <div>
        <SignedInAs account={nameAccount(user)} />
      </div>
      <button className="rq-dialog-close" type="button" aria-label={login.close} onClick={() => setClosed(true)}>
        <CloseIcon />
      </button>
    </div>,
    document.body,
  );
}
