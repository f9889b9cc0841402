import type { FastifyReply } from 'fastify';
import { SECOND_MS } from '../durations.ts';
import type { EventFeed } from '../event-feed.ts';

/** Interval of keep-alive comments: proxies close a stream that is silent for longer. */
const HEARTBEAT_MS = 15 * SECOND_MS;

/** Answers with a Server-Sent Events stream of all events, until the page disconnects or the server stops. */
export function streamEvents(events: EventFeed, reply: FastifyReply, stopping: AbortSignal): void {
  reply.hijack();
  const stream = reply.raw;
  stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  stream.write('retry: 1000\n\n');
  const unsubscribe = events.subscribe((event) => stream.write(`data: ${JSON.stringify(event)}\n\n`));
  const heartbeat = setInterval(() => stream.write(':\n\n'), HEARTBEAT_MS);
  const end = () => stream.end();
  stopping.addEventListener('abort', end);
  stream.once('close', () => {
    unsubscribe();
    clearInterval(heartbeat);
    stopping.removeEventListener('abort', end);
  });
}
