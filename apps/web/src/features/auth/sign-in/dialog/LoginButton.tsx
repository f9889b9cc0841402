import { useState } from 'react';
import { useLazy } from '../../../../components/use-lazy.ts';
import { loadedModal, loadModal } from './load-modal.ts';

interface LoginButtonProps {
  label: string;
  kind: 'primary' | 'header';
}

/** Opens the sign-in dialog. Rendered only for people who are signed out, so that a sign-in removes the dialog. */
export function LoginButton({ label, kind }: LoginButtonProps) {
  const [open, setOpen] = useState(false);
  const modal = useLazy(loadModal, loadedModal);
  return (
    <>
      <button
        className={`rq-button rq-button-${kind}`}
        type="button"
        aria-haspopup="dialog"
        onClick={() => {
          // Unlike the dialog, the sign-in page needs no file that could be missing
          if (modal.status === 'failed') window.location.assign('/register');
          else setOpen(true);
        }}
      >
        {label}
      </button>
      {open && modal.status === 'ready' && <modal.part.LoginModal onClose={() => setOpen(false)} />}
    </>
  );
}
