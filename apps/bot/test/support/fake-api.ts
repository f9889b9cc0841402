import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type ApiAnswer, JSON_TYPE, refusal } from './answers.ts';
import { createFakeBotEndpoints, type FakeBotEndpoints } from './fake-bot-endpoints.ts';
import { createFakeUpdates } from './fake-updates.ts';

interface ApiCall {
  path: string;
  language: string | undefined;
  requestId: string | undefined;
  body: Record<string, unknown>;
}

interface ChatCall {
  path: string;
  authorization: string | undefined;
  body: { telegram_id: number; language?: string; is_blocked?: boolean };
}

export interface FakeApi {
  url: string;
  /** The calls for chats, oldest first. */
  chatCalls: ChatCall[];
  /** The saved chats by telegram_id. */
  chats: Map<number, { language: string | null; is_blocked: boolean }>;
  /** How calls for chats fail, while they do. `silent`: they get no answer. */
  chatTrouble: 'hang-up' | 'silent' | undefined;
  /** The calls for codes, oldest first. */
  calls: ApiCall[];
  /** The answers to the next calls; then every call is answered as by the API: `CODE`, or the cooldown of the number. */
  answers: ApiAnswer[];
  /** The endpoints about challenges and alerts. */
  bot: FakeBotEndpoints;
  /** By the bot's name for them: the updates that processes of the bot claimed. */
  updates: ReadonlyMap<string, { isAnswered: boolean }>;
  close(): Promise<void>;
}

export const CODE = '042137';

/** The API's side of the contract, over real HTTP. */
export async function startFakeApi(): Promise<FakeApi> {
  const chatCalls: ChatCall[] = [];
  const chats: FakeApi['chats'] = new Map();
  const answerForChat = (call: ChatCall, response: ServerResponse) => {
    chatCalls.push(call);
    if (api.chatTrouble === 'silent') return;
    if (api.chatTrouble === 'hang-up') return void response.destroy();
    const { telegram_id, language, is_blocked } = call.body;
    const known = chats.get(telegram_id);
    if (call.path === '/api/v1/bot/chats/find/')
      return void response.writeHead(200, JSON_TYPE).end(JSON.stringify({ chat: known ?? null }));
    chats.set(telegram_id, {
      language: language ?? known?.language ?? null,
      is_blocked: is_blocked ?? known?.is_blocked ?? false,
    });
    response.writeHead(204).end();
  };
  const calls: ApiCall[] = [];
  const answers: ApiAnswer[] = [];
  /** By phone: the request that got its code. */
  const issuedTo = new Map<unknown, unknown>();
  const issue = ({ phone_number, request_id }: Record<string, unknown>): Exclude<ApiAnswer, string> => {
    if (typeof phone_number !== 'string' || !phone_number.startsWith('+')) return refusal(400, 'phone_invalid');
    const isRepeat = request_id !== undefined && issuedTo.get(phone_number) === request_id;
    if (issuedTo.has(phone_number) && !isRepeat) return refusal(429, 'code_cooldown', { retry_after: 30 });
    issuedTo.set(phone_number, request_id);
    return issued;
  };
  const bot = createFakeBotEndpoints();
  const updates = createFakeUpdates();
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { url: path = '', headers } = request;
    const body = JSON.parse(text);
    if (path.startsWith('/api/v1/bot/chats/')) {
      return answerForChat({ path, authorization: headers.authorization, body }, response);
    }
    if (updates.handle(path, body, response)) return;
    if (bot.handle(path, headers, body, response)) return;
    if (path === '/api/v1/auth/telegram/mini-app/') {
      const { status, body: refused } = refusal(400, 'init_data_invalid'); // so there is a Mini App
      return void response.writeHead(status, JSON_TYPE).end(JSON.stringify(refused));
    }
    calls.push({ path, language: headers['accept-language'], requestId: headers['x-request-id']?.toString(), body });
    const next = answers.shift();
    const answer = next === undefined || next === 'lost' ? issue(body) : next;
    if (next === 'lost' || answer === 'hang-up') return void request.socket.destroy();
    response.writeHead(answer.status, JSON_TYPE).end(JSON.stringify(answer.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port');
  const api: FakeApi = {
    url: `http://127.0.0.1:${address.port}`,
    chatCalls,
    chats,
    chatTrouble: undefined,
    calls,
    answers,
    bot: bot.endpoints,
    updates: updates.known,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return api;
}

/** The answer that holds a code. */
export const issued = {
  status: 200,
  body: {
    success: true,
    code: CODE,
    expires_at: '2026-01-01T00:10:00.000Z',
    remaining_seconds: 600,
    code_length: 6,
    expire_minutes: 10,
    resend_after_seconds: 30,
  },
};
