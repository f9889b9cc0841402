import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { onTestFinished } from 'vitest';

export interface LossyProxy {
  readonly port: number;
  /** How many answers are lost so far. */
  lost(): number;
}

/**
 * Starts a TCP proxy to a local port, until the end of the test. It passes everything on, but when the answer to the
 * first data that `loses` comes, it drops that answer and breaks the connection: the server has done the work, and the
 * client does not learn of it.
 */
export async function startLossyProxy(port: number, loses: (sent: Buffer) => boolean): Promise<LossyProxy> {
  let lost = 0;
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    let isNextLost = false;
    client.on('data', (sent) => {
      isNextLost ||= lost === 0 && loses(sent);
      upstream.write(sent);
    });
    upstream.on('data', (answer) => {
      if (!isNextLost) return client.write(answer);
      lost += 1;
      upstream.destroy();
      return client.destroy();
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.end());
    }
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, lost: () => lost }; // it listens on TCP
}
