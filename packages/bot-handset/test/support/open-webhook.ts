import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Json } from './open-handset.ts';

export interface Delivery {
  update: Json;
  headers: IncomingHttpHeaders;
}

export interface WebhookAnswer {
  status: number;
  body?: object;
}

export interface OpenWebhook {
  url: string;
  /** The next unread delivery. */
  next(): Promise<Delivery>;
}

/** Opens a server on a free port that answers deliveries with `answer`, or with 200. */
export async function openWebhook(answer: (delivery: Delivery) => WebhookAnswer | undefined): Promise<OpenWebhook> {
  const arrived: Delivery[] = [];
  const waiting: ((delivery: Delivery) => void)[] = [];
  const url = await openServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const delivery = { update: JSON.parse(text), headers: request.headers };
      const { status, body } = answer(delivery) ?? { status: 200 };
      response.writeHead(status, { 'content-type': 'application/json' }).end(body ? JSON.stringify(body) : '');
      const taker = waiting.shift();
      if (taker) taker(delivery);
      else arrived.push(delivery);
    });
  });
  return {
    url: `${url}/hook`,
    next: () => {
      const delivery = arrived.shift();
      return delivery ? Promise.resolve(delivery) : new Promise((resolve) => waiting.push(resolve));
    },
  };
}

/** Opens an HTTP server on a free port; it is closed when the test ends. */
export async function openServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server that listens has an address
}
