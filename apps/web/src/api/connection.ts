import type { ApiClient } from '@raqam/shared/client';

/** Whether the last call got no answer. */
let lastCallFailed = false;
const listeners = new Set<() => void>();

/** Wraps a client so that `isOffline` knows the outcome of its calls. */
export function watchConnection(api: ApiClient): ApiClient {
  lastCallFailed = false;
  return {
    async call(...request) {
      const result = await api.call(...request);
      // An aborted call says nothing about the connection
      if (request[2]?.signal?.aborted) return result;
      lastCallFailed = !result.ok && result.error.code === 'unreachable';
      for (const listener of listeners) listener();
      return result;
    },
  };
}

/**
 * Whether the browser reports that it is offline and the last call got no answer. `navigator.onLine` alone is wrong on
 * machines whose only network is the loopback or a VPN.
 */
export function isOffline(): boolean {
  return lastCallFailed && !navigator.onLine;
}

/** Calls `listener` when `isOffline` may have changed. */
export function subscribeToConnection(listener: () => void): () => void {
  function forgetFailure(): void {
    lastCallFailed = false;
    listener();
  }
  listeners.add(listener);
  window.addEventListener('online', forgetFailure);
  window.addEventListener('offline', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('online', forgetFailure);
    window.removeEventListener('offline', listener);
  };
}
