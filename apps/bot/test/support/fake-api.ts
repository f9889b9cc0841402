import { once } from 'node:events';
import { createServer } from 'node:http';

interface ApiCall {
  path: string;
  language: string | undefined;
  body: Record<string, unknown>;
}

export type ApiAnswer = { status: number; body: object } | 'hang-up';

export interface FakeApi {
  url: string;
  /** What was asked, oldest first. */
  calls: ApiCall[];
  /** The answers to the next calls; then every call is answered with `CODE`. */
  answers: ApiAnswer[];
  close(): Promise<void>;
}

export const CODE = '042137';

/** The API's side of the contract, over real HTTP. */
export async function startFakeApi(): Promise<FakeApi> {
  const calls: ApiCall[] = [];
  const answers: ApiAnswer[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    calls.push({ path: request.url ?? '', language: request.headers['accept-language'], body: JSON.parse(text) });
    const answer = answers.shift() ?? issued;
    if (answer === 'hang-up') return void request.socket.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    answers,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const issued: ApiAnswer = {
  status: 200,
  body: {
    code: CODE,
    expires_at: '2026-01-01T00:10:00.000Z',
    remaining_seconds: 600,
    code_length: 6,
    expire_minutes: 10,
    resend_after_seconds: 30,
  },
};

/** A refusal in the API's one error shape. */
export function refusal(status: number, code: string, more: object = {}): ApiAnswer {
  return { status, body: { error: { code, message: `message of ${code}`, ...more }, detail: `message of ${code}` } };
}
