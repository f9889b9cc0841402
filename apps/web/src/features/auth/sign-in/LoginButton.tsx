import { useState } from 'react';
import { useLazy } from '../../../components/use-lazy.ts';
import { loadedModal, loadModal } from './load-modal.ts';

interface LoginButtonProps {
  label: string;
  kind: 'primary' | 'header';
}

/** Opens the sign-in. Drawn for people who are signed out only: the dialog goes with it when somebody signs in. */
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
          // The page of the sign-in needs no part that could be missing.
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
