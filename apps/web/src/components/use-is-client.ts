import { useSyncExternalStore } from 'react';

const never = () => () => {};

/**
 * False on a server and while its page is taken over, true from then on: what only the browser knows, such as its
 * storage, is shown from then on.
 */
export function useIsClient(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
