import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A platform's proxy before a service: new connections go to the newest deployment, old ones stay. */
export interface Edge {
  port: number;
  switchTo(port: number): void;
  close(): void;
}

export async function openEdge(): Promise<Edge> {
  let target: number | undefined;
  const sockets = new Set<Socket>();

  const server = createServer((client) => {
    if (target === undefined) return client.destroy();
    const service = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [client, service],
      [service, client],
    ] as const) {
      sockets.add(from);
      from.on('close', () => {
        sockets.delete(from);
        to.destroySoon();
      });
      from.on('error', () => to.destroy());
      from.pipe(to);
    }
    return undefined;
  });
  server.listen(0, '::');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');

  return {
    port: address.port,
    switchTo(port) {
      target = port;
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
