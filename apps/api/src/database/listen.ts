import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { isBehindPooler } from './read-database-url.ts';

export interface Listener {
  close(): Promise<void>;
}

export interface ListenOptions {
  url: string;
  /** The channels of `NOTIFY`. */
  channels: readonly string[];
  onNotification(channel: string, payload: string): void;
  /** Called when notifications may have been missed: after each connection, and at intervals. */
  onGap(): void;
}

/** The pause before the next attempt to connect. */
const RECONNECT_INTERVAL_MS = 1_000;
/**
 * Between two calls of `onGap`. Behind a pooler in transaction mode `LISTEN` does not work; `listening` bounds the delay
 * behind one that the URL does not name.
 */
const GAP_INTERVAL_MS = { listening: 5_000, pooled: 1_000 };
const CONNECT_TIMEOUT_MS = 5_000;

/** Listens on one connection for the whole process, and connects again for as long as the process lives. */
export function listen({ url, channels, onNotification, onGap }: ListenOptions): Listener {
  const stopping = new AbortController();
  const { signal } = stopping;
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  const isPooled = isBehindPooler(url);
  const timer = setInterval(onGap, isPooled ? GAP_INTERVAL_MS.pooled : GAP_INTERVAL_MS.listening).unref();

  /** Resolves when the connection has ended. */
  async function listenOnce(): Promise<void> {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      fallback_application_name: 'raqam-api-listener',
    });
    const ended = new Promise<void>((resolve) => client.on('end', resolve).on('error', () => resolve()));
    client.on('notification', ({ channel, payload = '' }) => onNotification(channel, payload));
    const listening = async () => {
      await client.connect();
      await client.query(channels.map((channel) => `LISTEN ${channel}`).join('; '));
      onGap();
      await ended;
    };
    // requests log why the database is away
    await Promise.race([listening().catch(() => {}), aborted]);
    void client.end().catch(() => {});
  }

  async function listenOn(): Promise<void> {
    while (!signal.aborted) {
      await listenOnce();
      await pause(RECONNECT_INTERVAL_MS, undefined, { ref: false, signal }).catch(() => {});
    }
  }

  const done = isPooled ? Promise.resolve() : listenOn();
  return {
    async close() {
      clearInterval(timer);
      stopping.abort();
      await done;
    },
  };
}
