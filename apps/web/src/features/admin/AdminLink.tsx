import type { ComponentPropsWithRef, MouseEvent } from 'react';
import { goTo } from './admin-route.ts';

interface AdminLinkProps extends ComponentPropsWithRef<'a'> {
  /** From `adminUrl`. */
  href: string;
}

/** A link within the admin page, which does not reload it. A new tab and a download work as with any link. */
export function AdminLink({ href, ...others }: AdminLinkProps) {
  function follow(event: MouseEvent<HTMLAnchorElement>): void {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(href);
  }
  return <a {...others} href={href} onClick={follow} />;
}
