import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll } from 'vitest';

/** An SMS that the gateway has received but not answered yet. */
interface HeldSms {
  text: string;
  code: string;
  /** The URL to which its delivery is to be reported. */
  callbackUrl: string | null;
  /** The gateway's own id of it. */
  id: string;
  accept(): void;
  refuse(): void;
}

export interface HeldGateway {
  /** The variables that make the api send through it. */
  environment(): Record<string, string>;
  /** The next SMS that arrives. */
  next(): Promise<HeldSms>;
}

/** A gateway that answers each SMS when the test says so, for all tests of a file. */
export function useHeldGateway(): HeldGateway {
  const arrived: HeldSms[] = [];
  const waiting: ((sms: HeldSms) => void)[] = [];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const answer = (status: number, json: object) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    if (request.url?.endsWith('/login')) return answer(200, { data: { token: 'token' } });
    if (request.url?.endsWith('/get-limit')) return answer(200, { data: { balance: 1000 } });
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const form = await new Response(body, { headers }).formData();
    const message = String(form.get('message'));
    const id = randomUUID();
    const sms: HeldSms = {
      text: message,
      code: /#(\d{6})$/.exec(message)?.[1] ?? '',
      callbackUrl: form.get('callback_url')?.toString() ?? null,
      id,
      accept: () => answer(200, { id, status: 'waiting' }),
      refuse: () => answer(400, { message: 'refused' }),
    };
    const take = waiting.shift();
    if (take) take(sms);
    else arrived.push(sms);
  }

  const server = createServer((request, response) => void serve(request, response));
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => void server.close());

  return {
    environment() {
      const { port } = server.address() as AddressInfo; // of TCP
      return {
        SMS_PROVIDER: 'eskiz',
        ESKIZ_BASE_URL: `http://127.0.0.1:${port}`,
        ESKIZ_EMAIL: 'shop@example.uz',
        ESKIZ_PASSWORD: 'gateway-password-of-the-tests',
      };
    },
    async next() {
      return arrived.shift() ?? new Promise((resolve) => waiting.push(resolve));
    },
  };
}
