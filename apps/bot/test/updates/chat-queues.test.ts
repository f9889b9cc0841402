import type { Update } from 'telegraf/types';
import { expect, test } from 'vitest';
import { createChatQueues } from '../../src/updates/chat-queues.ts';

const updateOf = (update_id: number, personId: number) =>
  ({ update_id, message: { from: { id: personId } } }) as Update;

/** Queues whose updates the test answers, by update_id. */
function openQueues() {
  const asked: number[] = [];
  const answers = new Map<number, PromiseWithResolvers<void>>();
  const stopping = new AbortController();
  const dropped: number[] = [];
  const queues = createChatQueues(
    {
      answer(update) {
        asked.push(update.update_id);
        const answer = Promise.withResolvers<void>();
        answers.set(update.update_id, answer);
        return answer.promise;
      },
      onDropped: (update) => dropped.push(update.update_id),
    },
    stopping.signal,
  );
  return { asked, dropped, queues, stop: () => stopping.abort(), answer: (id: number) => answers.get(id) };
}

test('one chat is answered in order, others meanwhile', async () => {
  const { queues, asked, answer } = openQueues();
  const first = queues.add(updateOf(1, 7));
  const second = queues.add(updateOf(2, 7));
  void queues.add(updateOf(3, 8));
  await expect.poll(() => asked).toEqual([1, 3]);
  answer(1)?.resolve();
  await first;
  await expect.poll(() => asked).toEqual([1, 3, 2]);
  answer(2)?.resolve();
  await second;
});

test('the same Telegram update five times: one answer, while it is queued and afterwards', async () => {
  const { queues, asked, answer } = openQueues();
  const copies = [1, 1, 1, 1].map((id) => queues.add(updateOf(id, 7)));
  await expect.poll(() => asked).toEqual([1]);
  answer(1)?.resolve();
  await Promise.all(copies);
  await queues.add(updateOf(1, 7));
  expect(asked).toEqual([1]);
});

test('a stop rejects the update in progress and those behind it', async () => {
  const { queues, asked, answer, stop } = openQueues();
  const current = queues.add(updateOf(1, 7));
  const next = queues.add(updateOf(2, 7));
  await expect.poll(() => asked).toEqual([1]);
  stop();
  answer(1)?.reject(new Error('interrupted'));
  await expect(current).rejects.toThrow();
  await expect(next).rejects.toThrow();
  expect(asked).toEqual([1]);
});

test('above 20 waiting updates of one person, further ones are dropped', async () => {
  const { queues, asked, dropped, answer } = openQueues();
  const kept = Array.from({ length: 20 }, (_, index) => queues.add(updateOf(index + 1, 7)));
  expect(queues.isFull(7)).toBe(true);
  expect(queues.isFull(8)).toBe(false);
  await queues.add(updateOf(21, 7)); // resolves: it need not come again
  expect(dropped).toEqual([21]);
  expect(queues.size).toBe(20);
  for (let id = 1; id <= 20; id += 1) {
    await expect.poll(() => asked).toContain(id);
    answer(id)?.resolve();
  }
  await Promise.all(kept);
  expect(asked).not.toContain(21);
  expect(queues.size).toBe(0);
  expect(queues.isFull(7)).toBe(false);
});
