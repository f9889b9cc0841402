import { type LocalStack, startLocalStack } from '@raqam/local-stack/server';
import { afterAll, beforeAll } from 'vitest';
import { type FakeApi, startFakeApi } from './fake-api.ts';
import { BOT_SECRET, BOT_TOKEN, REGISTER_URL } from './run-bot.ts';

/** Starts what a process of the bot talks to, for the tests of a file. */
export function useSite() {
  let stack: LocalStack;
  let api: FakeApi;
  beforeAll(async () => {
    stack = await startLocalStack({ port: 0, bots: [{ token: BOT_TOKEN, username: 'test_bot' }] });
    api = await startFakeApi();
  });
  afterAll(async () => {
    await stack.close();
    await api.close();
  });
  return {
    get stack() {
      return stack;
    },
    get api() {
      return api;
    },
    environment: () => ({
      BOT_TOKEN,
      BOT_SECRET_KEY: BOT_SECRET,
      WEBSITE_URL: api.url,
      REGISTER_URL,
      TELEGRAM_API_ROOT: stack.url,
      HOST: '127.0.0.1',
      PORT: '0',
    }),
  };
}

/** The variables of a bot that listens on this port and receives updates by webhook. */
export function webhookAt(port: number) {
  return {
    PORT: String(port),
    BOT_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram`,
    BOT_WEBHOOK_SECRET: 'webhook-secret-0123456789',
  };
}
