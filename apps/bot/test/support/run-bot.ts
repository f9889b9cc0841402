import { setImmediate } from 'node:timers/promises';
import { type LocalStack, startLocalStack } from '@raqam/local-stack/server';
import { createApiClient } from '@raqam/shared/client';
import { afterAll, beforeAll } from 'vitest';
import { createCallBotApi } from '../../src/api/call-bot-api.ts';
import { createChatApi } from '../../src/api/chat-api.ts';
import { createRequestCode } from '../../src/api/request-code.ts';
import { createBot } from '../../src/bot.ts';
import type { Brand } from '../../src/brand.ts';
import { createCallTelegram } from '../../src/call-telegram.ts';
import { createSendPace } from '../../src/send-pace.ts';
import { createChatQueues } from '../../src/updates/chat-queues.ts';
import { poll } from '../../src/updates/poll.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';

export const BOT_TOKEN = '777:token-of-the-tests';
export const BOT_SECRET = 'secret-of-the-tests-0123456789abcdef';
export const REGISTER_URL = 'http://localhost:5173/register';
/** The name of the site where no other is configured. */
export const SITE = 'localhost:5173';

export const NO_BRAND: Brand = { name: undefined, supportUrl: undefined, termsUrl: undefined };

export interface RunningBot {
  readonly api: FakeApi;
  readonly stackUrl: string;
  /** Reports to the operator. */
  readonly told: string[];
}

/** Polls as main.ts wires it, until `signal` aborts; rejects with TokenRefused. */
export function startPolling({
  stackUrl,
  apiUrl,
  token = BOT_TOKEN,
  brand = NO_BRAND,
  delay,
  now = () => performance.now(),
  chatTimeout = 60_000,
  tell,
  signal,
}: {
  stackUrl: string;
  apiUrl: string;
  token?: string;
  brand?: Brand;
  /** The pauses of retries. */
  delay(ms: number): Promise<void>;
  /** Milliseconds of the clock by which chats are cached. */
  now?(): number;
  /** Milliseconds for the API's answer about a chat. */
  chatTimeout?: number;
  /** Receives the reports to the operator. */
  tell(text: string): void;
  signal: AbortSignal;
}): Promise<void> {
  const waiting = new Set<number>();
  const api = createApiClient({ baseUrl: apiUrl });
  const { bot } = createBot(token, {
    callTelegram: createCallTelegram(token, stackUrl),
    registerUrl: REGISTER_URL,
    brand,
    pace: createSendPace({ delay: () => setImmediate(), stopping: signal }),
    requestCode: createRequestCode(api, BOT_SECRET, delay),
    callApi: createCallBotApi(api, BOT_SECRET, delay),
    chatApi: createChatApi(createApiClient({ baseUrl: apiUrl, timeout: chatTimeout }), BOT_SECRET),
    now,
    delay,
    stopping: signal,
    waiting,
    onRefused: tell,
    onError: tell,
  });
  const queues = createChatQueues({ answer: (update) => bot.handleUpdate(update), onDropped: () => {} }, signal);
  const events = { onConnected: () => tell('polling'), onInterrupted: tell };
  return poll({ bot, queues, waiting, delay: () => setImmediate(), events }, signal);
}

/** The bot as main.ts wires it, polling the emulator, for all tests of a file. Pauses take no time. */
export function useBot(brand: Brand = NO_BRAND): RunningBot {
  const told: string[] = [];
  const state: { stack?: LocalStack; api?: FakeApi; polling?: Promise<void> } = {};
  const stopping = new AbortController();

  beforeAll(async () => {
    state.stack = await startLocalStack({ port: 0, bots: [{ token: BOT_TOKEN, username: 'test_bot' }] });
    state.api = await startFakeApi();
    state.polling = startPolling({
      stackUrl: state.stack.url,
      apiUrl: state.api.url,
      brand,
      delay: () => setImmediate(),
      tell: (text) => told.push(text),
      signal: stopping.signal,
    });
  });
  afterAll(async () => {
    stopping.abort();
    await state.polling;
    await state.stack?.close();
    await state.api?.close();
  });

  return {
    told,
    get api() {
      if (!state.api) throw new Error('The API is started before the first test');
      return state.api;
    },
    get stackUrl() {
      if (!state.stack) throw new Error('The stack is started before the first test');
      return state.stack.url;
    },
  };
}
