import { useState } from 'react';
import { LoginModal } from './LoginModal.tsx';

interface LoginButtonProps {
  label: string;
  kind: 'primary' | 'header';
}

/** Opens the sign-in. Drawn for who is signed out only: with it the dialog goes when somebody is signed in. */
export function LoginButton({ label, kind }: LoginButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        className={`rq-button rq-button-${kind}`}
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {label}
      </button>
      {open && <LoginModal onClose={() => setOpen(false)} />}
    </>
  );
}
