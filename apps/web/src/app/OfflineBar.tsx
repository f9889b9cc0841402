import { useSyncExternalStore } from 'react';
import { isOffline, subscribeToConnection } from '../api/connection.ts';
import { useTexts } from '../messages/TextsContext.tsx';

/** Shown while there is no connection. The live region is always there, so that screen readers announce the bar. */
export function OfflineBar() {
  const { page } = useTexts().messages;
  const offline = useSyncExternalStore(subscribeToConnection, isOffline, () => false);
  return <div role="status">{offline && <p className="rq-bar">{page.offline}</p>}</div>;
}
