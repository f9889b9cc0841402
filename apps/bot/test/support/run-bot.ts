import { setImmediate } from 'node:timers/promises';
import { type LocalStack, startLocalStack } from '@raqam/local-stack/server';
import { createApiClient } from '@raqam/shared/client';
import { afterAll, beforeAll } from 'vitest';
import { createBot } from '../../src/bot.ts';
import { createRequestCode } from '../../src/request-code.ts';
import { poll } from '../../src/updates/poll.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';

export const BOT_TOKEN = '777:token-of-the-tests';
export const BOT_SECRET = 'secret-of-the-tests-0123456789abcdef';
export const REGISTER_URL = 'http://localhost:5173/register';

export interface RunningBot {
  readonly api: FakeApi;
  readonly stackUrl: string;
  /** What the operator was told. */
  readonly told: string[];
}

/** The bot as main.ts wires it, polling the emulator, for all tests of a file. Pauses take no time. */
export function useBot(): RunningBot {
  const told: string[] = [];
  const state: { stack?: LocalStack; api?: FakeApi; polling?: Promise<void> } = {};
  const stopping = new AbortController();

  beforeAll(async () => {
    state.stack = await startLocalStack({ port: 0, bots: [{ token: BOT_TOKEN, username: 'test_bot' }] });
    state.api = await startFakeApi();
    const bot = createBot(BOT_TOKEN, {
      telegramApiRoot: state.stack.url,
      registerUrl: REGISTER_URL,
      requestCode: createRequestCode(createApiClient({ baseUrl: state.api.url }), BOT_SECRET, () => setImmediate()),
      delay: () => setImmediate(),
      onRefused: (code) => told.push(code),
      onError: (reason) => told.push(reason),
    });
    state.polling = poll(bot, stopping.signal, () => setImmediate(), {
      onConnected: () => told.push('polling'),
      onInterrupted: (kind) => told.push(kind),
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
