import type { User } from '@raqam/shared/contract';
import { formatPhone } from '@raqam/shared/format-phone';
import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { wasPressed } from '../../auth/session/AuthContext.tsx';
import type { Arrival } from '../../auth/session/auth.ts';
import { displayName } from '../../auth/session/display-name.ts';
import { SignOutButton } from '../../auth/session/SignOutButton.tsx';
import { Avatar } from '../Avatar.tsx';
import { PressNotice } from './PressNotice.tsx';

export interface AccountMenuProps {
  user: User;
  arrival: Arrival;
  /** Whether this is the account page. */
  isHere: boolean;
  /** Whether the page itself names the account after a press in Telegram. */
  isNamed: boolean;
}

/** The header's menu: who is signed in, a link to the account, and sign-out. */
export function AccountMenu({ user, arrival, isHere, isNamed }: AccountMenuProps) {
  const { header, account } = useAllTexts().messages;
  const name = displayName(user);
  const [open, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);

  // The sign-in button had the focus and is gone; unless the page focuses something itself, the focus would be lost
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
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to events of its button and links
    <div className="rq-menu" ref={menu} onKeyDown={closeOnEscape} onBlur={closeBehindFocus}>
      <button
        className="rq-button rq-button-header"
        type="button"
        aria-expanded={open}
        ref={opener}
        onClick={() => setOpen(!open)}
      >
        <Avatar name={name} />
        <span className="rq-menu-label">{header.account}</span>
      </button>
      {open && (
        <div className="rq-menu-list">
          <div className="rq-menu-head">
            {name && <p className="rq-menu-name">{name}</p>}
            <p className="rq-hint rq-number">{user.phone ? formatPhone(user.phone) : account.noPhone}</p>
          </div>
          <a className="rq-button rq-button-secondary" href="/account" aria-current={isHere ? 'page' : undefined}>
            {account.open}
          </a>
          <SignOutButton />
        </div>
      )}
      {wasPressed(arrival) && !isNamed && <PressNotice user={user} />}
    </div>
  );
}
