import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Profile } from '@raqam/shared/contract';
import type { ErrorBody } from '@raqam/shared/errors';

interface ReceivedRequest {
  method: string;
  path: string;
  language: string | undefined;
  authorization: string | undefined;
  body: unknown;
}

export interface Answer {
  status: number;
  body?: unknown;
}

/** An HTTP server that answers as the contract says, with sessions in real cookies. */
export interface FakeApi {
  baseUrl: string;
  /** Every request but the preflights, oldest first. */
  requests: ReceivedRequest[];
  /** Answers the next request for a path so, instead of what the API would say. A promise holds it until then. */
  answerNext: (path: string, answer: Answer | Promise<Answer>) => void;
  /** Makes every access token that was given out invalid; the refresh cookie stays good. */
  expireAccessTokens: () => void;
  /** Ends every session. */
  endSessions: () => void;
  /** Stops answering: connections are refused. `start` opens the same port again. */
  stop: () => Promise<void>;
  start: () => Promise<void>;
}

const profile: Profile = {
  id: '0197b0a4-5d6c-7000-8000-000000000001',
  phone: '+998901234567',
  telegram_id: 5,
  first_name: 'Aziza',
  last_name: 'Karimova',
  role: 'user',
  is_verified: true,
  date_joined: '2026-11-20T09:00:00.000Z',
  address: '',
  passport_id: '',
};

const COOKIE_PATH = '/api/v1/auth/';

export function errorAnswer(status: number, error: ErrorBody['error']): Answer {
  return { status, body: { error, detail: error.message } };
}

export async function startFakeApi(): Promise<FakeApi> {
  const accessTokens = new Set<string>();
  const refreshTokens = new Set<string>();
  const planned: { path: string; answer: Answer | Promise<Answer> }[] = [];
  const requests: ReceivedRequest[] = [];

  function issue(response: ServerResponse): { access: string; refresh: string } {
    const tokens = { access: randomUUID(), refresh: randomUUID() };
    accessTokens.add(tokens.access);
    refreshTokens.add(tokens.refresh);
    response.setHeader('Set-Cookie', `refresh_token=${tokens.refresh}; Path=${COOKIE_PATH}; HttpOnly; SameSite=Lax`);
    return tokens;
  }

  const sessionInvalid = errorAnswer(401, { code: 'session_invalid', message: 'Iltimos, qaytadan kiring.' });

  function answer(request: ReceivedRequest, cookie: string | undefined, response: ServerResponse): Answer {
    const signedIn = accessTokens.has(request.authorization?.replace('Bearer ', '') ?? '');
    switch (`${request.method} ${request.path}`) {
      case 'POST /api/v1/auth/register/telegram/': {
        const { address: _address, passport_id: _passport, ...user } = profile;
        return { status: 201, body: { user, tokens: issue(response), is_new: true } };
      }
      case 'POST /api/v1/auth/token/refresh/': {
        const token = /refresh_token=([^;]+)/.exec(cookie ?? '')?.[1];
        if (token === undefined || !refreshTokens.delete(token)) return sessionInvalid;
        return { status: 200, body: issue(response) };
      }
      case 'GET /api/v1/auth/me/':
        return signedIn ? { status: 200, body: profile } : sessionInvalid;
      case 'POST /api/v1/auth/logout/':
        if (!signedIn) return sessionInvalid;
        accessTokens.clear();
        refreshTokens.clear();
        return { status: 204 };
      default:
        return errorAnswer(404, { code: 'not_found', message: 'Bu manzilda hech narsa yo‘q.' });
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '');
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Access-Control-Allow-Headers', 'content-type, authorization, accept-language');
    response.setHeader('Access-Control-Allow-Methods', 'GET, POST, PATCH, DELETE');
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    const text = await readText(request);
    const received: ReceivedRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      language: request.headers['accept-language'],
      authorization: request.headers.authorization,
      body: text === '' ? undefined : JSON.parse(text),
    };
    requests.push(received);
    const plan = planned.findIndex(({ path }) => path === received.path);
    const [next] = plan < 0 ? [] : planned.splice(plan, 1);
    const { status, body } = next ? await next.answer : answer(received, request.headers.cookie, response);
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }

  const server = createServer((request, response) => void handle(request, response));
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, 'localhost', done));
  await listen(0);
  const { port } = server.address() as AddressInfo; // a TCP server's address, once it listens

  return {
    baseUrl: `http://localhost:${port}/api/v1`,
    requests,
    answerNext: (path, next) => planned.push({ path, answer: next }),
    expireAccessTokens: () => accessTokens.clear(),
    endSessions: () => {
      accessTokens.clear();
      refreshTokens.clear();
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
    start: () => listen(port),
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
