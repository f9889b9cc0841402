import { setImmediate } from 'node:timers/promises';
import type { Update } from 'telegraf/types';
import { expect, test } from 'vitest';
import { createUpdateWindow } from '../../src/updates/update-window.ts';

const updates = Array.from({ length: 100 }, (_, index) => {
  const update_id = index + 1;
  return { update_id, message: { from: { id: 1_000 + update_id } } } as Update;
});

/** A full window whose updates the test answers, by update_id. */
function openWindow() {
  const answers = new Map<number, PromiseWithResolvers<void>>();
  const waiting = new Set<number>();
  const queues = {
    add({ update_id }: Update) {
      const answer = Promise.withResolvers<void>();
      answers.set(update_id, answer);
      return answer.promise;
    },
    isFull: () => false,
    size: 0,
  };
  const window = createUpdateWindow(queues, waiting);
  window.take(updates);
  return {
    window,
    waiting,
    async answer(from: number, to: number) {
      for (let id = from; id <= to; id += 1) answers.get(id)?.resolve();
      await setImmediate();
    },
  };
}

test('an update is confirmed once it and all before it were answered', async () => {
  const { window, answer } = openWindow();
  await answer(2, 40);
  window.take(updates); // Telegram repeats what is not confirmed
  expect(window.offset).toBe(0);
  await answer(1, 1);
  expect(window.offset).toBe(41);
});

test('one slow answer does not keep new updates away: half a window of later answers confirms it early', async () => {
  const { window, answer } = openWindow();
  await answer(2, 50);
  window.take(updates);
  expect(window.offset).toBe(0); // 49 later ones
  await answer(51, 51);
  window.take(updates);
  expect(window.offset).toBe(52);
});

test('while all answers are slow, as during an outage, none is confirmed early', async () => {
  const { window, answer } = openWindow();
  await answer(60, 100);
  window.take(updates);
  expect(window.offset).toBe(0);
});

test('a chat that Telegram lets wait is confirmed early', () => {
  const { window, waiting } = openWindow();
  waiting.add(1_001);
  window.take(updates);
  expect(window.offset).toBe(2);
});
