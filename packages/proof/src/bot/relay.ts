import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** What happens to a request on its way. */
export interface Passage {
  /** The base URL that it goes to. */
  target: string;
  /** Milliseconds until it gets there. */
  delayMs?: number;
  /** `lost`: the answer never arrives. `cut`: the sender loses its connection while the request is being answered. */
  answer?: 'lost' | 'cut';
}

/** A small proxy: a balancer between replicas, or a bad line. */
export interface Relay {
  url: string;
  close(): Promise<void>;
}

const CUT_AFTER_MS = 5;

/** @param choose decides about each request by its body */
export async function startRelay(choose: (body: string) => Passage): Promise<Relay> {
  const server = createServer(async (request, response) => {
    try {
      let body = '';
      for await (const chunk of request) body += chunk;
      const { target, delayMs = 0, answer: fate } = choose(body);
      if (delayMs > 0) await delay(delayMs);
      const { method = 'GET', url = '/', headers } = request;
      const { host: _host, 'content-length': _length, connection: _connection, ...rest } = headers;
      const passed = fetch(target + url, {
        method,
        headers: Object.entries(rest).map(([name, value]) => [name, String(value)]),
        ...(method === 'POST' && { body }),
      });
      if (fate === 'cut') {
        passed.catch(() => {}); // the sender does not hear of it
        await delay(CUT_AFTER_MS);
        response.destroy();
        return;
      }
      const answer = await passed;
      const text = await answer.text();
      if (fate === 'lost') return void response.destroy();
      const retryAfter = answer.headers.get('retry-after');
      response
        .writeHead(answer.status, {
          'content-type': answer.headers.get('content-type') ?? 'application/json',
          ...(retryAfter && { 'retry-after': retryAfter }),
        })
        .end(answer.status === 204 ? undefined : text);
    } catch {
      response.destroy(); // either side hung up
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
