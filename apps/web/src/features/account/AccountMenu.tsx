import type { User } from '@raqam/shared/contract';
import { formatPhone } from '@raqam/shared/phone';
import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { ActionButton } from '../../components/ActionButton.tsx';
import { Alert } from '../../components/Alert.tsx';
import { useTexts } from '../../messages/TextsContext.tsx';
import type { Arrival } from '../auth/session/AuthContext.tsx';
import { useSignOut } from '../auth/session/use-sign-out.ts';
import { Avatar } from './Avatar.tsx';

interface AccountMenuProps {
  user: User;
  arrival: Arrival;
  /** The page is the account's own. */
  isHere: boolean;
}

/** In the header: who is signed in, the way to the account, and out of it. */
export function AccountMenu({ user, arrival, isHere }: AccountMenuProps) {
  const language = useTexts();
  const { header, account } = language.messages;
  const [open, setOpen] = useState(false);
  const { busy, problem, alert, signOut } = useSignOut();
  const menu = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);

  // After a sign-in its button is gone. Where the page has nothing of its own to focus, the focus would be nowhere.
  useEffect(() => {
    if (arrival !== 'restored' && document.activeElement === document.body) opener.current?.focus();
  }, [arrival]);

  useEffect(() => {
    if (!open) return;
    function closeFromOutside({ target }: PointerEvent): void {
      if (target instanceof Node && !menu.current?.contains(target)) setOpen(false);
    }
    document.addEventListener('pointerdown', closeFromOutside);
    return () => document.removeEventListener('pointerdown', closeFromOutside);
  }, [open]);

  function closeOnEscape({ key }: KeyboardEvent): void {
    if (key !== 'Escape' || !open) return;
    setOpen(false);
    opener.current?.focus();
  }

  function closeBehindFocus({ relatedTarget, currentTarget }: FocusEvent): void {
    if (relatedTarget && !currentTarget.contains(relatedTarget)) setOpen(false);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what its button and links do
    <div className="rq-menu" ref={menu} onKeyDown={closeOnEscape} onBlur={closeBehindFocus}>
      <button
        className="rq-button rq-button-header"
        type="button"
        aria-expanded={open}
        ref={opener}
        onClick={() => setOpen(!open)}
      >
        <Avatar name={user.full_name} />
        <span className="rq-menu-label">{header.account}</span>
      </button>
      {open && (
        <div className="rq-menu-list">
          <div className="rq-menu-head">
            {user.full_name && <p className="rq-menu-name">{user.full_name}</p>}
            <p className="rq-hint rq-number">{user.phone ? formatPhone(user.phone) : account.noPhone}</p>
          </div>
          {problem && <Alert ref={alert}>{problem(language)}</Alert>}
          <a className="rq-button rq-button-secondary" href="/account" aria-current={isHere ? 'page' : undefined}>
            {account.open}
          </a>
          <ActionButton
            label={account.signOut}
            busyLabel={account.signingOut}
            busy={busy}
            kind="secondary"
            onPress={() => void signOut()}
          />
        </div>
      )}
    </div>
  );
}
