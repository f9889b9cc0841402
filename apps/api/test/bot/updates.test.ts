import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { BOT_SECRET, expectError, useApi } from '../support/test-api.ts';

const api = useApi();

const CLAIM = '/api/v1/bot/updates/claim/';
const RELEASE = '/api/v1/bot/updates/release/';

const call = (path: string, body: object, authorization = `Bearer ${BOT_SECRET}`) =>
  api.post(path, body, { headers: { authorization } });

/** A process of the bot. */
function createProcess() {
  const holder = randomUUID();
  return {
    async claim(update: string): Promise<string> {
      const answer = await call(CLAIM, { update, holder });
      expect(answer.statusCode, answer.body).toBe(200);
      return answer.json().state;
    },
    async release(update: string, isAnswered: boolean): Promise<void> {
      const answer = await call(RELEASE, { update, holder, is_answered: isAnswered });
      expect(answer.statusCode, answer.body).toBe(204);
    },
  };
}

let count = 0;
const newUpdate = () => {
  count += 1;
  return `777-${count}-1790000000`;
};

test('32 processes claim one update at once: one gets it', async () => {
  const update = newUpdate();
  const states = await Promise.all(Array.from({ length: 32 }, () => createProcess().claim(update)));
  expect(states.filter((state) => state === 'held')).toHaveLength(1);
  expect(states.filter((state) => state === 'held_elsewhere')).toHaveLength(31);
});

test('an answered update stays answered, for its holder too', async () => {
  const [first, second] = [createProcess(), createProcess()];
  const update = newUpdate();
  expect(await first.claim(update)).toBe('held');
  expect(await first.claim(update)).toBe('held');
  await first.release(update, true);
  expect(await second.claim(update)).toBe('answered');
  expect(await first.claim(update)).toBe('answered');
  await first.release(update, false); // a repeated call
  expect(await second.claim(update)).toBe('answered');
});

test('an update that was left goes to the next process, and only its holder can answer it', async () => {
  const [first, second] = [createProcess(), createProcess()];
  const update = newUpdate();
  await first.claim(update);
  await second.release(update, true);
  expect(await second.claim(update)).toBe('held_elsewhere');
  await first.release(update, false);
  expect(await second.claim(update)).toBe('held');
  expect(await first.claim(update)).toBe('held_elsewhere');
});

test('after a crash of its holder an update is free 15 seconds later; a further claim of the holder extends that', async () => {
  const [first, second] = [createProcess(), createProcess()];
  const update = newUpdate();
  const seconds = async () => {
    const { rows } = await api.sql.query(
      'SELECT extract(epoch FROM held_until - now())::float AS left FROM bot_updates WHERE id = $1',
      [update],
    );
    return rows[0].left;
  };
  const pass = (interval: string) =>
    api.sql.query('UPDATE bot_updates SET held_until = held_until - $2::interval WHERE id = $1', [update, interval]);
  await first.claim(update);
  expect(await second.claim(update)).toBe('held_elsewhere');
  await pass('14 seconds');
  await first.claim(update);
  expect(await seconds()).toBeGreaterThan(5);
  await pass('15 seconds');
  expect(await second.claim(update)).toBe('held');
});

test('only the bot claims and releases', async () => {
  const body = { update: newUpdate(), holder: randomUUID() };
  for (const authorization of ['', 'Bearer wrong']) {
    expectError(await call(CLAIM, body, authorization), 403, 'bot_secret_invalid');
    expectError(await call(RELEASE, { ...body, is_answered: true }, authorization), 403, 'bot_secret_invalid');
  }
});
