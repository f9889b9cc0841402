import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where the proxies here run. An API that trusts these believes the IPs that they name. */
export const TEST_PROXIES = '127.0.0.1';

export interface BrowserProxy {
  url: string;
  /** Later requests go to the server at `url` instead of the one that the browser names. */
  redirect(url: string): void;
  close(): Promise<void>;
}

/**
 * Opens an HTTP proxy between one browser and the API, which names an IP of its own in `X-Real-IP`. Otherwise all
 * visitors of the tests would share the limits of one IP.
 */
export async function openProxy(): Promise<BrowserProxy> {
  // One of the four million addresses of carriers (RFC 6598): test files count apart, and share the API with its limits
  const ip = `100.${64 + randomInt(64)}.${randomInt(256)}.${randomInt(256)}`;
  let target: string | undefined;

  const server = createServer((incoming, response) => {
    const { method, url = '', headers } = incoming;
    const asked = new URL(url, `http://${headers.host}`);
    const { 'proxy-connection': _, ...others } = headers;
    const outgoing = request(
      target ? new URL(asked.pathname + asked.search, target) : asked,
      { agent: false, method, headers: { ...others, host: asked.host, 'x-real-ip': ip } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on('error', () => response.destroy()).pipe(response);
      },
    );
    outgoing.on('error', () => response.destroy());
    response.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  // A tunnel, which Playwright's own requests use, holds plain HTTP too
  server.on('connect', (_request, socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    server.emit('connection', socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one

  return {
    url: `http://127.0.0.1:${port}`,
    redirect(url) {
      target = url;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
