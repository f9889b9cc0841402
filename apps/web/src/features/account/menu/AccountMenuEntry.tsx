import { useLazyWithTexts } from '../../../components/use-lazy.ts';
import type { AccountMenuProps } from './AccountMenu.tsx';

/** Fetches the header's menu only for people who are signed in. */
export function AccountMenuEntry(props: AccountMenuProps) {
  const menu = useLazyWithTexts(loadMenu);
  return menu.status === 'ready' && <menu.part.AccountMenu {...props} />;
}

const loadMenu = () => import('./AccountMenu.tsx');
