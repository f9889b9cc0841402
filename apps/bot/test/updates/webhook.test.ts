import { type LocalStack, startLocalStack } from '@raqam/local-stack/server';
import { Telegraf } from 'telegraf';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCallTelegram } from '../../src/call-telegram.ts';
import type { SpokenContext } from '../../src/features/spoken-context.ts';
import { receive } from '../../src/updates/receive.ts';
import { BOT_TOKEN } from '../support/run-bot.ts';

const OWN = { url: 'http://127.0.0.1:9/own', secret: 'webhook-secret-0123456789' };

let stack: LocalStack;
beforeEach(async () => {
  stack = await startLocalStack({ port: 0, bots: [{ token: BOT_TOKEN, username: 'test_bot' }] });
});
afterEach(() => stack.close());

const call = (method: string) => fetch(`${stack.url}/bot${BOT_TOKEN}/${method}`);
const currentUrl = async () => {
  const { result } = (await (await call('getWebhookInfo')).json()) as { result: { url: string } };
  return result.url;
};

/** Watches the webhook; each pause lasts until `resume`. */
function startReceiving() {
  const events: string[] = [];
  const pauses: { ms: number; resume(): void }[] = [];
  const stopping = new AbortController();
  const bot = new Telegraf<SpokenContext>(BOT_TOKEN);
  bot.telegram.callApi = createCallTelegram(BOT_TOKEN, stack.url);
  const ended = receive(
    {
      bot,
      webhook: OWN,
      delay: (ms, signal) =>
        new Promise((resolve) => {
          pauses.push({ ms, resume: resolve });
          signal.addEventListener('abort', () => resolve());
        }),
      events: {
        onConnected: (username) => events.push(`connected ${username}`),
        onInterrupted: (kind, reason) => events.push(`${kind}: ${reason}`),
      },
    },
    stopping.signal,
  );
  return {
    events,
    pauses,
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

test.for([
  ['removed', 'deleteWebhook', 'no webhook is set'],
  ['replaced', 'setWebhook?url=http://127.0.0.1:9/other-with-a-secret', 'another webhook is set'],
] as const)(
  'a webhook that another program %s is noticed within a minute, and set again',
  async ([, method, reason]) => {
    const bot = startReceiving();
    await expect.poll(() => bot.pauses).toHaveLength(1);
    expect(bot.pauses[0]?.ms).toBe(60_000);
    expect(await currentUrl()).toBe(OWN.url);
    await expect.poll(async () => (await call(method)).status).toBe(200); // setWebhook works once a second

    bot.pauses[0]?.resume();
    await expect
      .poll(() => {
        // Telegram may ask for a pause before the next setWebhook
        for (const pause of bot.pauses) if (pause.ms < 60_000) pause.resume();
        return currentUrl();
      })
      .toBe(OWN.url);
    await expect.poll(() => bot.events.at(-1)).toBe('connected test_bot');
    expect(bot.events.slice(0, 2)).toEqual(['connected test_bot', `webhook_lost: ${reason}`]);
    await bot.stop();
  },
);

test('a webhook that is still its own is left alone', async () => {
  const bot = startReceiving();
  await expect.poll(() => bot.pauses).toHaveLength(1);
  bot.pauses[0]?.resume();
  await expect.poll(() => bot.pauses).toHaveLength(2);
  expect(bot.pauses[1]?.ms).toBe(60_000);
  expect(bot.events).toEqual(['connected test_bot']);
  await bot.stop();
});
