import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeviceSession, Profile, User } from '@raqam/shared/contract';
import type { ChallengeState, CodeChannel } from '@raqam/shared/contract/challenges';
import type { ErrorBody } from '@raqam/shared/errors';
import { afterAll, beforeEach } from 'vitest';
import { createFakeAdmin, type FakeAdmin } from './admin/fake-admin.ts';
import { createFakeChallenges, type FakeChallenges } from './fake-challenges.ts';
import { createFakeInteractions, type FakeInteractions } from './fake-interactions.ts';

export interface ReceivedRequest {
  method: string;
  path: string;
  language: string | undefined;
  authorization: string | undefined;
  body: unknown;
  /** The id of its challenge. */
  challenge?: string;
}

export interface Answer {
  status: number;
  body?: unknown;
}

/** An HTTP server that follows the contract, with sessions in real cookies. */
export interface FakeApi {
  baseUrl: string;
  /** All requests except preflights and those of challenges, oldest first. */
  requests: ReceivedRequest[];
  /** The requests of challenges; their paths have `:id` for the id. */
  challengeRequests: ReceivedRequest[];
  challenges: FakeChallenges;
  interactions: FakeInteractions;
  admin: FakeAdmin;
  /** Sets the answer to the next request for a path, with `:id` for a challenge's id. A promise delays it. */
  answerNext: (path: string, answer: Answer | Promise<Answer>) => void;
  /** Invalidates all access tokens; the refresh cookie stays valid. */
  expireAccessTokens: () => void;
  /** Ends all sessions and resets the profile. */
  endSessions: () => void;
  /** Makes the user another person, until `endSessions`. */
  changePerson: (about: Partial<Profile>) => void;
  /** Signs the person in on another device; resolves to the session's id. */
  addSession: (about?: Partial<DeviceSession>) => string;
  /** Stops answering: connections are refused. `start` opens the same port again. */
  stop: () => Promise<void>;
  start: () => Promise<void>;
}

const aziza: Profile = {
  id: '0197b0a4-5d6c-7000-8000-000000000001',
  full_name: 'Aziza Karimova',
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

/** A moment that does not depend on when the tests run. */
const LAST_USED = '2026-01-15T09:00:00.000Z';

interface WaitBody {
  secret?: string;
  seconds: number;
  state: ChallengeState;
  channel?: CodeChannel;
}

const CHALLENGES = '/api/v1/auth/challenges/';
const INTERACTIONS = '/api/v1/oidc/interactions/';
const ADMIN = '/api/v1/admin/';
const COOKIE_PATH = '/api/v1/auth/';

export function errorAnswer(status: number, error: ErrorBody['error']): Answer {
  return { status, body: { error, detail: error.message } };
}

/** Starts the API for all tests of a file; each test begins without sessions and requests. */
export async function useFakeApi(): Promise<FakeApi> {
  const api = await startFakeApi();
  beforeEach(() => {
    api.endSessions();
    api.challenges.forget();
    api.challenges.setBot(true);
    api.challenges.setRoute(['sms']);
    api.interactions.end();
    api.admin.forget();
    api.requests.length = 0;
    api.challengeRequests.length = 0;
  });
  afterAll(() => api.stop());
  return api;
}

export async function startFakeApi(): Promise<FakeApi> {
  /** Each token's session. */
  const accessTokens = new Map<string, string>();
  const refreshTokens = new Map<string, string>();
  const sessions = new Map<string, Omit<DeviceSession, 'is_current'>>();
  let profile = aziza;
  const planned: { path: string; answer: Answer | Promise<Answer> }[] = [];
  const requests: ReceivedRequest[] = [];
  const challengeRequests: ReceivedRequest[] = [];
  const challenges = createFakeChallenges();
  const interactions = createFakeInteractions(errorAnswer);
  const admin = createFakeAdmin();

  function addSession(about: Partial<DeviceSession> = {}): string {
    const id = randomUUID();
    const when = { created_at: LAST_USED, last_used_at: LAST_USED };
    const device = { device_id: id, device_name: '', ip_address: '198.51.100.7', user_agent: '' };
    sessions.set(id, { id, ...device, ...when, ...about });
    return id;
  }

  function issue(response: ServerResponse, session: string): { access: string; refresh: string } {
    const tokens = { access: randomUUID(), refresh: randomUUID() };
    accessTokens.set(tokens.access, session);
    refreshTokens.set(tokens.refresh, session);
    response.setHeader('Set-Cookie', `refresh_token=${tokens.refresh}; Path=${COOKIE_PATH}; HttpOnly; SameSite=Lax`);
    return tokens;
  }

  const notFound = errorAnswer(404, { code: 'not_found', message: 'Bu manzilda hech narsa yo‘q.' });
  const sessionInvalid = errorAnswer(401, { code: 'session_invalid', message: 'Iltimos, qaytadan kiring.' });

  function signIn({ body }: ReceivedRequest, response: ServerResponse) {
    const { device_id = '', device_name = '' } = body as { device_id?: string; device_name?: string }; // sent by the page under test
    const { address: _address, passport_id: _passport, ...user } = profile;
    const session = addSession({ device_id, device_name, last_used_at: new Date().toISOString() });
    return { user: user satisfies User, tokens: issue(response, session) };
  }

  function endSession(id: string): void {
    sessions.delete(id);
    for (const tokens of [accessTokens, refreshTokens])
      for (const [token, session] of tokens) if (session === id) tokens.delete(token);
  }

  function answerSignedIn({ method, path, body }: ReceivedRequest, current: string): Answer {
    switch (`${method} ${path.replace(/(sessions\/).+/, '$1:id')}`) {
      case 'GET /api/v1/auth/me/':
        return { status: 200, body: profile };
      case 'PATCH /api/v1/auth/me/':
        profile = { ...profile, ...(body as Partial<Profile>) }; // sent by the page under test
        return { status: 200, body: profile };
      case 'GET /api/v1/auth/passkeys/':
        return { status: 200, body: [] };
      case 'GET /api/v1/auth/sessions/':
        return {
          status: 200,
          body: [...sessions.values()].map((session) => ({ ...session, is_current: session.id === current })),
        };
      case 'DELETE /api/v1/auth/sessions/:id': {
        const id = path.split('/').at(-2) ?? '';
        if (!sessions.has(id)) return notFound;
        endSession(id);
        return { status: 204 };
      }
      case 'DELETE /api/v1/auth/sessions/':
        for (const id of sessions.keys()) if (id !== current) endSession(id);
        return { status: 204 };
      case 'POST /api/v1/auth/logout/':
        endSession(current);
        return { status: 204 };
      case 'DELETE /api/v1/auth/me/':
        for (const id of sessions.keys()) endSession(id);
        return { status: 204 };
      default:
        return notFound;
    }
  }

  async function answerChallenge(
    request: ReceivedRequest,
    id: string,
    cookie: string | undefined,
    response: ServerResponse,
  ): Promise<Answer> {
    if (id === '') {
      const started = challenges.start();
      const cookiePath = `Path=/api/v1/auth/challenges/${started.id}`;
      response.setHeader('Set-Cookie', `challenge=${started.secret}; ${cookiePath}; HttpOnly; SameSite=Lax`);
      return { status: 201, body: started };
    }
    const { secret, seconds, ...known } = request.body as WaitBody; // sent by the page under test
    const challenge = challenges.find(id, secret ?? /challenge=([^;]+)/.exec(cookie ?? '')?.[1]);
    if (!challenge) return notFound;
    if (request.path.endsWith('/wait/')) return { status: 200, body: await challenges.wait(challenge, known, seconds) };
    if (request.path.endsWith('/send/')) {
      const { phone, channel } = request.body as { phone: string; channel?: CodeChannel }; // sent by the page under test
      const sent = challenges.send(challenge, channel);
      return { status: 200, body: { ...sent, phone, expires_at: LAST_USED, resend_after_seconds: 60 } };
    }
    if (request.path.endsWith('/verify/')) {
      challenge.state = 'collected';
      return { status: 201, body: { ...signIn({ ...request, body: {} }, response), is_new: true } };
    }
    if (challenge.state !== 'approved' && challenge.state !== 'collected')
      return errorAnswer(409, { code: 'challenge_pending', message: 'API matni' });
    challenge.state = 'collected';
    return { status: 200, body: { ...signIn({ ...request, body: {} }, response), is_new: false } };
  }

  function answer(request: ReceivedRequest, cookie: string | undefined, response: ServerResponse): Answer {
    switch (`${request.method} ${request.path}`) {
      case 'POST /api/v1/auth/register/telegram/': {
        return { status: 201, body: { ...signIn(request, response), is_new: true } };
      }
      case 'POST /api/v1/auth/telegram/mini-app/':
        return { status: 200, body: { ...signIn(request, response), is_new: false } };
      case 'POST /api/v1/auth/token/refresh/': {
        const token = /refresh_token=([^;]+)/.exec(cookie ?? '')?.[1];
        const session = refreshTokens.get(token ?? '');
        if (token === undefined || session === undefined) return sessionInvalid;
        refreshTokens.delete(token);
        return { status: 200, body: issue(response, session) };
      }
      default: {
        const current = accessTokens.get(request.authorization?.replace('Bearer ', '') ?? '');
        if (request.path.startsWith(INTERACTIONS)) return interactions.answer(request.path, current !== undefined);
        if (current === undefined) return sessionInvalid;
        if (request.path.startsWith(ADMIN)) return admin.answer(request) ?? notFound;
        return answerSignedIn(request, current);
      }
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
    const isChallenge = received.path.startsWith(CHALLENGES);
    const id = isChallenge ? (received.path.slice(CHALLENGES.length).split('/')[0] ?? '') : '';
    if (id) Object.assign(received, { challenge: id, path: received.path.replace(id, ':id') });
    (isChallenge ? challengeRequests : requests).push(received);
    const plan = planned.findIndex(({ path }) => path === received.path);
    const [next] = plan < 0 ? [] : planned.splice(plan, 1);
    const { cookie } = request.headers;
    const { status, body } = next
      ? await next.answer
      : isChallenge
        ? await answerChallenge(received, id, cookie, response)
        : answer(received, cookie, response);
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }

  const server = createServer((request, response) => void handle(request, response));
  server.keepAliveTimeout = 0; // else a connection may end under the page's next request
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, 'localhost', done));
  await listen(0);
  const { port } = server.address() as AddressInfo; // a TCP server's address, once it listens

  return {
    baseUrl: `http://localhost:${port}/api/v1`,
    requests,
    challengeRequests,
    challenges: challenges.controls,
    interactions: interactions.controls,
    admin: admin.controls,
    answerNext: (path, next) => planned.push({ path, answer: next }),
    expireAccessTokens: () => accessTokens.clear(),
    endSessions: () => {
      for (const each of [accessTokens, refreshTokens, sessions]) each.clear();
      profile = aziza;
    },
    changePerson: (about) => {
      profile = { ...profile, ...about };
    },
    addSession,
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
