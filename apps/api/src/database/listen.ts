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
  /** Called when notifications may have been missed: after each connection, and every second behind a pooler. */
  onGap(): void;
}

/** Between two attempts to connect. Behind a pooler in transaction mode, where `LISTEN` does not work: between two gaps. */
const INTERVAL_MS = 1_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** Listens on one connection for the whole process, and connects again for as long as the process lives. */
export function listen({ url, channels, onNotification, onGap }: ListenOptions): Listener {
  const stopping = new AbortController();
  const { signal } = stopping;
  const repeat = async (turn: () => Promise<unknown>) => {
    while (!signal.aborted) {
      await turn().catch(() => {}); // the statements of requests report that the database is away
      await pause(INTERVAL_MS, undefined, { ref: false, signal }).catch(() => {});
    }
  };
  const listenOnce = async () => {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      fallback_application_name: 'raqam-api-listener',
    });
    const ended = new Promise<void>((resolve) => client.on('end', resolve).on('error', () => resolve()));
    const stop = () => void client.end().catch(() => {});
    signal.addEventListener('abort', stop, { once: true });
    try {
      await client.connect();
      client.on('notification', ({ channel, payload = '' }) => onNotification(channel, payload));
      await client.query(channels.map((channel) => `LISTEN ${channel}`).join('; '));
      onGap();
      await ended;
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
  };
  const done = repeat(isBehindPooler(url) ? async () => onGap() : listenOnce);
  return {
    async close() {
      stopping.abort();
      await done;
    },
  };
}
