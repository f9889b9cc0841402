import { useState } from 'react';
import { LoginModal } from './LoginModal.tsx';

interface LoginButtonProps {
  label: string;
  kind: 'primary' | 'header';
  botUrl: string | undefined;
}

/** Opens the sign-in. Drawn for who is signed out only: with it the dialog goes when somebody is signed in. */
export function LoginButton({ label, kind, botUrl }: LoginButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button className={`button button-${kind}`} type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {label}
      </button>
      {open && <LoginModal botUrl={botUrl} onClose={() => setOpen(false)} />}
    </>
  );
}
