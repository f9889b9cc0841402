import { setImmediate } from 'node:timers/promises';
import { createApiClient } from '@raqam/shared/client';
import type { Update } from 'telegraf/types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createUpdateClaims } from '../../src/updates/claim-updates.ts';
import { type FakeApi, startFakeApi } from '../support/fake-api.ts';
import { BOT_SECRET } from '../support/run-bot.ts';

let api: FakeApi;
beforeAll(async () => {
  api = await startFakeApi();
});
afterAll(() => api.close());

/** The claims of one process. */
const createProcess = (baseUrl = api.url, delay: (ms: number) => Promise<void> = () => setImmediate()) =>
  createUpdateClaims({ api: createApiClient({ baseUrl }), botSecret: BOT_SECRET, botId: '777', delay });

let count = 0;
function newUpdate(date = 1_790_000_000): Update {
  count += 1;
  return { update_id: count, message: { date } } as Update;
}

test('two processes get one update: one answers it, and the other waits until it has', async () => {
  const update = newUpdate();
  const sent = Promise.withResolvers<void>();
  const answered: string[] = [];
  const first = createProcess().run(update, () => {
    answered.push('first');
    return sent.promise;
  });
  await expect.poll(() => answered).toEqual(['first']);
  let isOver = false;
  const second = createProcess()
    .run(update, async () => void answered.push('second'))
    .then(() => {
      isOver = true;
    });
  await setImmediate();
  expect(isOver).toBe(false);
  sent.resolve();
  await Promise.all([first, second]);
  expect(answered).toEqual(['first']);
});

test('an update that a process leaves goes to the next one', async () => {
  const update = newUpdate();
  await expect(createProcess().run(update, () => Promise.reject(new Error('stopped')))).rejects.toThrow('stopped');
  let isAnswered = false;
  await createProcess().run(update, async () => {
    isAnswered = true;
  });
  expect(isAnswered).toBe(true);
});

test('a process that stops while another one answers leaves the update', async () => {
  const update = newUpdate();
  void createProcess().run(update, () => new Promise(() => {}));
  await expect.poll(() => [...api.updates.values()].at(-1)?.isAnswered).toBe(false);
  const stopped = createProcess(api.url, () => Promise.reject(new Error('stopped')));
  await expect(stopped.run(update, async () => {})).rejects.toThrow('stopped');
});

test('without the API each process answers what it gets', async () => {
  const update = newUpdate();
  let answers = 0;
  const answer = async () => {
    answers += 1;
  };
  await createProcess('http://127.0.0.1:9').run(update, answer);
  await createProcess('http://127.0.0.1:9').run(update, answer);
  expect(answers).toBe(2);
});

test('an id that Telegram uses again, for a message of another time, is another update', async () => {
  const update = newUpdate();
  let answers = 0;
  const answer = async () => {
    answers += 1;
  };
  const process = createProcess();
  await process.run(update, answer);
  await process.run({ ...newUpdate(1_790_600_000), update_id: update.update_id }, answer);
  expect(answers).toBe(2);
});
