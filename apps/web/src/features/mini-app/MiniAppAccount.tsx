import type { User } from '@raqam/shared/contract';
import { type RefObject, useEffect, useSyncExternalStore } from 'react';
import { LazyPage } from '../../components/page/LazyPage.tsx';
import { useAllTexts } from '../../messages/TextsContext.tsx';
import { AccountEntry } from '../account/AccountEntry.tsx';
import type { Arrival } from '../auth/session/auth.ts';
import { loadSignedIn } from '../auth/signed-in/load-signed-in.ts';
import type { Bridge } from './bridge.ts';

interface MiniAppAccountProps {
  user: User;
  arrival: Arrival;
  bridge: Bridge;
  returnTo: string | undefined;
  titleRef: RefObject<HTMLHeadingElement | null>;
}

/** The fragment of the account page, which is not a page of its own here: a frame may keep no cookie for it. */
const ACCOUNT = '#account';

/** The end of the sign-in, and from there the account, with Telegram's own button back. */
export function MiniAppAccount({ user, arrival, bridge, returnTo, titleRef }: MiniAppAccountProps) {
  const { account } = useAllTexts().messages;
  const isAccount = useSyncExternalStore(subscribeToFragment, () => window.location.hash === ACCOUNT);

  useEffect(() => {
    bridge.post('web_app_setup_back_button', { is_visible: isAccount });
    return bridge.on('back_button_pressed', () => window.history.back());
  }, [bridge, isAccount]);

  if (isAccount) return <AccountEntry />;
  return (
    <LazyPage title={account.titleExisting} load={loadSignedIn}>
      {({ SignedIn }) => (
        <SignedIn
          user={user}
          arrival={arrival}
          otherLink={undefined}
          onStay={() => {}}
          accountUrl={ACCOUNT}
          returnTo={returnTo}
          isFresh={arrival !== 'restored'}
          onSignOut={() => {}}
          titleRef={titleRef}
        />
      )}
    </LazyPage>
  );
}

function subscribeToFragment(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}
