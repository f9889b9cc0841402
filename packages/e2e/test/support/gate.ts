import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A gate before a server: while shut, it cuts off connections, like a server that is down. */
export interface Gate {
  url: string;
  /** Number of people's requests for a code that were cut off, without the bot's own check of its key. */
  refused(): number;
  open(): void;
  /** Cuts off the next `count` requests of people, then opens. */
  refuse(count: number): void;
}

/** Puts a gate, shut at first, before the server at `target`; it is removed after the test. */
export async function buildGate(target: string): Promise<Gate> {
  const { port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  let left = Number.POSITIVE_INFINITY;
  let refused = 0;

  const server = createServer((socket) => {
    if (left > 0) {
      let request = '';
      socket.on('error', () => {});
      socket.on('data', (data) => {
        request += data;
        const isWhole = request.includes('"phone_number":') || request.includes('/bot/chats/');
        if (!isWhole) return;
        if (request.includes('"phone_number":"+')) {
          left -= 1;
          refused += 1;
        }
        socket.destroy();
      });
      return;
    }
    const behind = connect(Number(targetPort), '127.0.0.1');
    for (const [from, to] of [
      [socket, behind],
      [behind, socket],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });

  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    refused: () => refused,
    open: () => {
      left = 0;
    },
    refuse: (count) => {
      left = count;
    },
  };
}
