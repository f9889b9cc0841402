import { useSyncExternalStore } from 'react';
import { useTexts } from '../messages/TextsContext.tsx';

/** Tells that there is no connection before anything is lost to it. The region is always there for screen readers. */
export function OfflineBar() {
  const { page } = useTexts().messages;
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  return <div role="status">{!isOnline && <p className="rq-bar">{page.offline}</p>}</div>;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
