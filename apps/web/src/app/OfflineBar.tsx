import { useSyncExternalStore } from 'react';
import { isOffline, subscribeToConnection } from '../api/connection.ts';
import { useTexts } from '../messages/TextsContext.tsx';

/** Says that there is no connection until there is one. The region is always there for screen readers. */
export function OfflineBar() {
  const { page } = useTexts().messages;
  const offline = useSyncExternalStore(subscribeToConnection, isOffline, () => false);
  return <div role="status">{offline && <p className="rq-bar">{page.offline}</p>}</div>;
}
